import type { Tx } from '../../../adapters/postgres/sql';
import { decideAdjustment } from '../../../domain/ledger-corrections';
import { adjustment } from '../../../domain/ledger-refunds';
import { formatMajor } from '../../../domain/money';
import { accept, type Outcome } from '../../../domain/refusal';
import type { Casita, StaffActor } from '../../../ports';
import { alterationWords } from '../../alteration/queries/alteration-words';
import { actOnBooking } from '../../booking/use-cases/act-on-booking';
import type { BookingRow } from '../../booking/queries/booking-row';
import { lockLivePayments } from '../../payment/queries/load-payment';
import { postLedger } from '../../payment/queries/post-ledger';
import { makePayout } from '../../payout/use-cases/make-payout';
import { oweByHost } from '../../payout/use-cases/owe-by-host';
import { latestExtraPayout } from '../queries/corrections';

export interface AdjustCommand {
  readonly actor: StaffActor;
  readonly bookingDocumentId: string;
  /** Minor units of the booking's currency. Positive: the host gets it. Negative: the host owes it. */
  readonly amount: number;
  readonly reason: string;
  readonly idempotencyKey: string | null;
}

/**
 * Corrects by hand what a booking's host is owed, against the marketplace's fee: a payout of its own, or something that later payouts are
 * netted against. @returns the booking's row id
 */
export async function adjustHost(app: Casita, command: AdjustCommand): Promise<Outcome<number>> {
  const { bookingDocumentId, amount, reason } = command;
  return actOnBooking<number>(
    app,
    { ...command, side: 'staff', door: 'admin' },
    async (tx, booking) => {
      const decided = decideAdjustment(amount, booking.total);
      if (!decided.ok) return decided;
      await lockLivePayments(tx, booking.id);
      await writeAdjustment(app, tx, booking, command);
      await tellHost(app, tx, booking, command);
      return accept(booking.id);
    },
    {
      key: command.idempotencyKey,
      operation: 'adjustHost',
      asked: [bookingDocumentId, amount, reason],
      idOf: (bookingId) => bookingId,
      again: async (_tx, bookingId) => bookingId,
    },
  );
}

async function writeAdjustment(app: Casita, tx: Tx, booking: BookingRow, { actor, amount, reason }: AdjustCommand) {
  const { id: bookingId, host_id: hostId, currency } = booking;
  await postLedger(tx, adjustment({ hostId, amount, currency }), {
    source: 'casita',
    externalId: await carry(app, tx, booking, amount),
    ...{ bookingId, hostId, at: app.clock.now().toString(), madeBy: actor.adminId, reason },
  });
}

/** What carries it to the host: the posting is named after it. */
async function carry(app: Casita, tx: Tx, booking: BookingRow, amount: number): Promise<string> {
  const { id: bookingId, host_id: hostId, currency } = booking;
  if (amount < 0) {
    const debt = { hostId, bookingId, kind: 'correction', refundId: null, currency, amount: -amount } as const;
    return `receivable-${(await oweByHost(app, tx, debt)).id}`;
  }
  const lines = [{ kind: 'correction', bookingId, amount }] as const;
  await makePayout(app, tx, { hostId, bookingId, part: null, currency, lines, newHostHold: null });
  return `payout-${await latestExtraPayout(tx, bookingId)}`;
}

async function tellHost(app: Casita, tx: Tx, booking: BookingRow, { amount, reason }: AdjustCommand): Promise<void> {
  const { hostUserId } = await alterationWords(tx, booking.id);
  if (hostUserId === null) return;
  const sum = `${formatMajor({ amount: Math.abs(amount), currency: booking.currency })} ${booking.currency}`;
  const what = amount > 0 ? `${sum} more are paid out to you` : `${sum} are taken out of your next payouts`;
  await app.jobs.add(tx, 'send-mail', {
    mail: 'to-account',
    userId: hostUserId,
    subject: `Booking ${booking.reference}: a correction`,
    text: `For booking ${booking.reference} ${what}: ${reason}`,
  });
}
