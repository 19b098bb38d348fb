import { isOldBankPayout } from '../../../domain/bank-payout';
import type { Casita } from '../../../ports';
import { hostAccount, hostOfAccount } from '../../host-account/queries/host-account-row';
import { bankPayoutsDueSince, bankPayoutState, linkTransfers, saveBankPayout } from '../queries/bank-payouts';
import { lockHostBalance } from '../queries/lock-host-balance';

/** What comes back goes out with the next, and with the one after that: so many in a row are looked at. */
const RETURNS_MAX = 20;
/** How long after a transfer its bank is asked after. */
const PATIENCE_DAYS = 60;

interface Account {
  readonly hostId: number;
  readonly stripeAccount: string;
}

/**
 * Fetches what a host's account has sent to their bank, and writes down whether it arrived, and which transfers are in it. Nothing of it moves
 * our money. Accounts that are not of this installation are left alone.
 */
export async function settleBankPayout(app: Casita, stripeAccount: string | null, id: string): Promise<void> {
  const hostId = stripeAccount === null ? null : await hostOfAccount(app.db, stripeAccount);
  if (stripeAccount !== null && hostId !== null) await settle(app, { hostId, stripeAccount }, id, RETURNS_MAX);
}

async function settle(app: Casita, account: Account, id: string, returns: number): Promise<void> {
  const news = await app.transfers.retrieveBankPayout(account.stripeAccount, id);
  // Those that came back are told first, whatever was heard first: only they say which transfers are in them.
  if (returns > 0) for (const earlier of news.sentAgain) await settle(app, account, earlier, returns - 1);
  await app.db.transaction(async (tx) => {
    await lockHostBalance(tx, account.hostId);
    const before = await bankPayoutState(tx, id);
    if (before === null || !isOldBankPayout(before, news.state)) {
      await saveBankPayout(tx, account.hostId, news, app.clock.now().toString());
    }
    await linkTransfers(tx, account.hostId, news);
  });
}

/** What no event has told: asks a host's account for what it has sent, as long as something is not known to have arrived. */
export async function findBankPayouts(app: Casita, hostId: number): Promise<void> {
  const { stripe_account: stripeAccount } = (await hostAccount(app.db, hostId)) ?? {};
  const from = app.clock
    .now()
    .subtract({ hours: PATIENCE_DAYS * 24 })
    .toString();
  const since = stripeAccount ? await bankPayoutsDueSince(app.db, hostId, from) : null;
  if (!stripeAccount || since === null) return;
  for await (const id of app.transfers.bankPayoutsSince(stripeAccount, since))
    await settle(app, { hostId, stripeAccount }, id, RETURNS_MAX);
}
