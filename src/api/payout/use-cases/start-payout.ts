import type { Tx } from '../../../adapters/postgres/sql';
import { spreadTransfer } from '../../../domain/release';
import { bookingLane, oweCall } from '../../../outbox/owe-call';
import type { Casita } from '../../../ports';
import { payableAccount } from '../../host-account/queries/payable-account';
import type { PayoutRow } from '../queries/payout-row';
import { updatePayout } from '../queries/payouts';
import { chargesOf, insertTransfer } from '../queries/transfers';
import { netReceivables } from './net-receivables';

/** What cannot be sent now is tried again after this, or sooner where the host's account becomes ready. */
const RETRY_HOURS = 24;

/**
 * Sends an owed payout on its way: first what the host owes is taken out of it, then the rest is transferred. What cannot be sent stays
 * owed, with the reason. The locks of property, booking and the host's balance are held.
 */
export async function startPayout(app: Casita, tx: Tx, payout: PayoutRow): Promise<void> {
  if (payout.state !== 'owed') return;
  const amount = await netReceivables(app, tx, payout);
  if (amount === payout.transferred) return finishPayout(app, tx, payout.id);
  const account = await payableAccount(tx, payout.host_id);
  if (!account?.ready) return putOff(app, tx, payout.id, account ? 'account_not_ready' : 'no_account');
  await updatePayout(tx, payout.id, { state: 'transferring', reason: null });
  await oweTransfers(app, tx, payout, amount - payout.transferred, account.stripeAccount);
}

/** Nothing of it is left to be sent. */
export async function finishPayout(app: Casita, tx: Tx, payoutId: number): Promise<void> {
  await updatePayout(tx, payoutId, {
    state: 'transferred',
    reason: null,
    transferredAt: app.clock.now().toString(),
  });
}

/** Owed, and why it is not on its way. */
export async function putOff(app: Casita, tx: Tx, payoutId: number, reason: string): Promise<void> {
  const nextTryAt = app.clock.now().add({ hours: RETRY_HOURS }).toString();
  await updatePayout(tx, payoutId, { state: 'owed', reason, nextTryAt });
}

/** Out of the charges that the booking was paid by, as far as they reach; a coupon of ours, or a waived penalty, comes out of the balance. */
async function oweTransfers(app: Casita, tx: Tx, payout: PayoutRow, amount: number, destination: string) {
  const { id: payoutId, host_id: hostId, booking_id: bookingId, currency } = payout;
  const at = app.clock.now().toString();
  for (const part of spreadTransfer(await chargesOf(tx, bookingId), amount)) {
    const transfer = { payoutId, hostId, bookingId, destination, currency, amount: part.amount, at };
    const id = await insertTransfer(tx, { ...transfer, paymentId: part.charge?.paymentId ?? null });
    const key = `casita-transfer-${id}`;
    await oweCall(app, tx, { lane: bookingLane(bookingId), kind: 'transfer', subjectId: id, key });
  }
}
