import { settleAccount } from '../api/host-account/use-cases/settle-account';
import { settleDispute } from '../api/dispute/use-cases/settle-dispute';
import { settleSetup } from '../api/payment/use-cases/apply-setup';
import { settleIntent, settleRefund } from '../api/payment/use-cases/settle-intent';
import { settleBankPayout } from '../api/payout/use-cases/settle-bank-payout';
import { settleTransfer } from '../api/payout/use-cases/settle-transfer';
import type { Casita } from '../ports';

/** An object of the payment provider that has changed. */
export interface ChangedObject {
  readonly id: string;
  /** The host's account that it is on; null for the marketplace's own. */
  readonly account: string | null;
}

type Settler = (app: Casita, object: ChangedObject) => Promise<void>;

/** By the prefix of its id: fetches the object and brings ours to where it is. What is not of this installation is left alone. */
const settlers: Readonly<Record<string, Settler>> = {
  acct: (app, { id }) => settleAccount(app, id),
  seti: (app, { id }) => settleSetup(app, id, 'webhook'),
  pi: (app, { id }) => settleIntent(app, id, 'webhook'),
  re: (app, { id }) => settleRefund(app, id),
  tr: (app, { id }) => settleTransfer(app, id),
  // Our own payouts are in the ledger by the walk over the balance.
  po: (app, { id, account }) => settleBankPayout(app, account, id),
  // The provider's disputes have two prefixes.
  du: (app, { id }) => settleDispute(app, id, 'webhook'),
  dp: (app, { id }) => settleDispute(app, id, 'webhook'),
};

/** Objects of kinds that we do not keep change without us. */
export async function settleObject(app: Casita, object: ChangedObject): Promise<void> {
  await settlers[object.id.split('_', 1)[0] ?? '']?.(app, object);
}
