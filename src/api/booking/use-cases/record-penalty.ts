import type { Tx } from '../../../adapters/postgres/sql';
import type { HostPenaltyRule } from '../../../domain/host-penalty';
import { hostPenaltyPosted, penaltyWaived } from '../../../domain/ledger-payouts';
import type { Casita } from '../../../ports';
import { lockLivePayments } from '../../payment/queries/load-payment';
import { postLedger } from '../../payment/queries/post-ledger';
import { forgive } from '../../payout/use-cases/forgive';
import { oweByHost } from '../../payout/use-cases/owe-by-host';
import type { BookingRow } from '../queries/booking-row';
import { insertHostPenalty, type HostPenaltyRow } from '../queries/host-penalty';

/** What a cancellation costs the host: written, posted and owed with it, to be taken out of later payouts. */
export async function recordPenalty(
  app: Casita,
  tx: Tx,
  booking: BookingRow,
  penalty: { readonly rule: HostPenaltyRule; readonly amount: number } | null,
): Promise<void> {
  if (penalty === null) return;
  const { id: bookingId, host_id: hostId, currency } = booking;
  const at = app.clock.now().toString();
  await insertHostPenalty(tx, { bookingId, hostId, currency, ...penalty, at });
  if (penalty.amount === 0) return;
  await oweByHost(app, tx, { hostId, bookingId, kind: 'penalty', refundId: null, currency, amount: penalty.amount });
  await postLedger(tx, hostPenaltyPosted({ hostId, amount: penalty.amount, currency }), {
    source: 'casita',
    externalId: `penalty-${bookingId}`,
    bookingId,
    hostId,
    at,
  });
}

/** Lets the host off: what is still owed of it is owed no more, and what payouts were lessened by is paid out after all. */
export async function waivePenalty(app: Casita, tx: Tx, booking: BookingRow, penalty: HostPenaltyRow): Promise<void> {
  const { host_id: hostId, currency } = penalty;
  const bookingId = booking.id;
  await lockLivePayments(tx, bookingId);
  if (penalty.amount === 0) return;
  const debt = { hostId, bookingId, currency, amount: penalty.amount };
  const { open, taken } = await forgive(app, tx, { ...debt, kind: 'penalty', line: 'penalty' });
  await postLedger(tx, penaltyWaived({ hostId, open, taken, currency }), {
    source: 'casita',
    externalId: `penalty-${bookingId}`,
    bookingId,
    hostId,
    at: app.clock.now().toString(),
  });
}
