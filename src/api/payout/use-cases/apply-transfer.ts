import type { Tx } from '../../../adapters/postgres/sql';
import { transferred } from '../../../domain/ledger-payouts';
import type { Casita, ProviderTransfer } from '../../../ports';
import { postLedger } from '../../payment/queries/post-ledger';
import { lockHostBalance } from '../queries/lock-host-balance';
import { blockOf } from '../queries/payout-block';
import { payoutById, updatePayout } from '../queries/payouts';
import { addTransferred, endTransfer, hasOpenTransfers, transferById, type TransferRow } from '../queries/transfers';
import { putOff } from './start-payout';

/** The provider has moved the money: posted once, and the payout is done with the last of its transfers. */
export async function applyTransfer(app: Casita, tx: Tx, id: number, answer: ProviderTransfer): Promise<void> {
  const transfer = await openTransfer(tx, id);
  if (!transfer) return;
  const { amount, currency, host_id: hostId, booking_id: bookingId } = transfer;
  if (answer.amount !== amount || answer.currency !== currency) {
    throw new Error(
      `transfer ${answer.id} is over ${answer.amount} ${answer.currency}, ours over ${amount} ${currency}`,
    );
  }
  const at = app.clock.now().toString();
  await endTransfer(tx, id, { state: 'succeeded', stripeTransfer: answer.id, failure: null, at });
  await addTransferred(tx, transfer.payout_id, amount, at);
  await postLedger(tx, transferred({ hostId, amount, currency }), {
    source: 'stripe',
    externalId: answer.id,
    bookingId,
    hostId,
    at,
  });
  await endPayout(app, tx, transfer.payout_id, null);
}

/** The provider refused: the payout is owed again, and says why. */
export async function failTransfer(app: Casita, tx: Tx, id: number, failure: string): Promise<void> {
  const transfer = await openTransfer(tx, id);
  if (!transfer) return;
  const at = app.clock.now().toString();
  await endTransfer(tx, id, { state: 'failed', stripeTransfer: null, failure, at });
  await endPayout(app, tx, transfer.payout_id, failure);
}

/** Null where its end is known already. Locks the host's balance. */
async function openTransfer(tx: Tx, id: number): Promise<TransferRow | null> {
  const transfer = await transferById(tx, id);
  if (!transfer) throw new Error(`transfer ${id} is gone`);
  await lockHostBalance(tx, transfer.host_id);
  const now = await transferById(tx, id);
  return now?.state === 'creating' ? now : null;
}

async function endPayout(app: Casita, tx: Tx, payoutId: number, failure: string | null): Promise<void> {
  const payout = await payoutById(tx, payoutId);
  if (!payout || payout.state !== 'transferring' || (await hasOpenTransfers(tx, payoutId))) return;
  await putOff(app, tx, payoutId, failure ?? 'transfer_refused');
  const blocked = await blockOf(tx, payout.booking_id);
  if (blocked !== null) await updatePayout(tx, payoutId, { state: 'blocked', reason: blocked });
}
