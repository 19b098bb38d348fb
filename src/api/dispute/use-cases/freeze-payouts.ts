import type { Tx } from '../../../adapters/postgres/sql';
import { hostShareOfLoss } from '../../../domain/dispute';
import { disputeHeld } from '../../../domain/ledger-disputes';
import type { Casita } from '../../../ports';
import type { BookingRow } from '../../booking/queries/booking-row';
import { postLedger } from '../../payment/queries/post-ledger';
import { lockHostBalance } from '../../payout/queries/lock-host-balance';
import { reversibleTransfers } from '../../payout/queries/reversals';
import { blockPayouts, unblockPayouts } from '../../payout/use-cases/block-payouts';
import { makePayout } from '../../payout/use-cases/make-payout';
import { oweByHost } from '../../payout/use-cases/owe-by-host';
import { oweReversals } from '../../payout/use-cases/owe-reversals';
import type { DisputeRow } from '../queries/dispute-row';
import { otherDisputeHoldsMoney } from '../queries/load-dispute';

/** What the host would owe of the dispute, were it lost and theirs to bear; in minor units. */
export type SharesOfDispute = Omit<Parameters<typeof hostShareOfLoss>[0], 'bearer'>;

/**
 * While a bank has the money, the host's payouts of the booking wait. What was sent already is asked back, up to the host's share of what
 * is disputed: they owe it, and are owed it by a payout that waits with the others. Won, or not theirs to bear, it is sent again; lost at
 * their expense, it pays for the loss. The locks of property, booking and payments are held.
 */
export async function freezePayouts(
  app: Casita,
  tx: Tx,
  booking: BookingRow,
  dispute: DisputeRow,
  shares: SharesOfDispute,
): Promise<void> {
  const { id: bookingId, host_id: hostId, currency } = booking;
  await blockPayouts(app, tx, bookingId, 'disputed');
  await lockHostBalance(tx, hostId);
  const sent = (await reversibleTransfers(tx, bookingId)).reduce((sum, { room }) => sum + room, 0);
  const amount = Math.min(sent, hostShareOfLoss({ ...shares, bearer: 'host' }));
  if (amount <= 0) return;
  const debt = { hostId, bookingId, kind: 'dispute', refundId: null, currency, amount } as const;
  await oweReversals(app, tx, await oweByHost(app, tx, debt));
  const lines = [{ kind: 'correction', bookingId, amount } as const];
  await makePayout(app, tx, { hostId, bookingId, part: null, currency, lines, newHostHold: null });
  await postLedger(tx, disputeHeld({ hostId, amount, currency }), {
    source: 'casita',
    externalId: `dispute-${dispute.id}`,
    ...{ bookingId, hostId, at: app.clock.now().toString() },
  });
}

/** The dispute is over: payouts go on, unless another bank has money of the same booking. */
export async function thawPayouts(app: Casita, tx: Tx, booking: BookingRow, dispute: DisputeRow): Promise<void> {
  if (await otherDisputeHoldsMoney(tx, booking.id, dispute.id)) return;
  await unblockPayouts(app, tx, booking.id);
}
