import type { Tx } from '../../../adapters/postgres/sql';
import { accept, refuse, type Outcome } from '../../../domain/refusal';
import type { AccountActor, Casita, Door } from '../../../ports';
import { hasOpenCalls } from '../../../outbox/queries/calls';
import { bookingLane } from '../../../outbox/owe-call';
import type { BookingRow } from '../../booking/queries/booking-row';
import { actOnBooking } from '../../booking/use-cases/act-on-booking';
import { lockOpenBalance } from '../queries/balances';
import { openPayment } from '../queries/charge-progress';
import { paymentOfBooking } from '../queries/load-payment';
import type { PaymentRow } from '../queries/payment-row';
import { updatePayment } from '../queries/update-payment';
import { renewPayment } from './charge-later';
import { oweCreate, oweIntent } from './owe-calls';

export interface PayCommand {
  readonly actor: AccountActor;
  readonly door: Door;
  readonly bookingDocumentId: string;
  readonly idempotencyKey: string | null;
}

/** What a guest is to pay now. */
export interface Payable {
  readonly bookingId: number;
  readonly paymentId: number;
}

/**
 * Finds what the guest can pay now, or makes it payable: the booking itself while it is held, also anew where a payment came to nothing,
 * and the balance, before the card is charged or after it was in vain. Asked any number of times there is one payment.
 */
export async function payBooking(app: Casita, { idempotencyKey, ...command }: PayCommand): Promise<Outcome<Payable>> {
  const act = async (tx: Tx, booking: BookingRow) => {
    const paymentId = await payable(app, tx, booking);
    return paymentId === null ? nothingToPay(booking) : accept({ bookingId: booking.id, paymentId });
  };
  return actOnBooking<Payable>(app, { ...command, side: 'guest', reason: null }, act, {
    key: idempotencyKey,
    operation: 'payBooking',
    asked: [command.bookingDocumentId],
    idOf: ({ paymentId }) => paymentId,
    again: async (tx, paymentId) => ({ paymentId, bookingId: await bookingOfPayment(tx, paymentId) }),
  });
}

async function bookingOfPayment(tx: Tx, paymentId: number): Promise<number> {
  const rows = await tx.query<{ booking_id: number }>('select booking_id from payments where id = $1', [paymentId]);
  return rows[0]?.booking_id ?? 0;
}

async function payable(app: Casita, tx: Tx, booking: BookingRow): Promise<number | null> {
  if (booking.state === 'held') return payableHold(app, tx, booking);
  if (booking.state !== 'confirmed' && booking.state !== 'checked_in') return null;
  const balance = await lockOpenBalance(tx, booking.id);
  return balance && payableBalance(app, tx, balance);
}

async function payableHold(app: Casita, tx: Tx, booking: BookingRow): Promise<number | null> {
  const expiresAt = booking.hold_expires_at?.getTime() ?? 0;
  const payment = await paymentOfBooking(tx, booking.id);
  // What is only planned waits for its card to be kept, and for the host.
  if (!payment || payment.state === 'scheduled' || expiresAt < app.clock.now().epochMilliseconds) return null;
  if (payment.state !== 'cancelled' && payment.state !== 'failed') return payment.id;
  const { booking_id: bookingId, purpose, instalment, part, amount, currency } = payment;
  const again = { bookingId, purpose, instalment, part, amount, currency, capture: payment.capture_method };
  // With any card: it may have been the card for which the first came to nothing.
  await oweIntent(app, tx, { ...again, saveCard: payment.save_card === true, method: null });
  return (await paymentOfBooking(tx, booking.id))?.id ?? null;
}

async function payableBalance(app: Casita, tx: Tx, balance: PaymentRow): Promise<number | null> {
  const at = app.clock.now().toString();
  if (balance.state === 'scheduled') {
    await openPayment(tx, balance.id, at);
    await oweCreate(app, tx, balance);
    return balance.id;
  }
  const wasRefused = balance.state === 'creating' && !(await hasOpenCalls(tx, bookingLane(balance.booking_id)));
  if (!wasRefused) return balance.id;
  await updatePayment(tx, balance.id, { state: 'failed' }, at);
  await renewPayment(app, tx, balance);
  const renewed = await lockOpenBalance(tx, balance.booking_id);
  return renewed && payableBalance(app, tx, renewed);
}

const nothingToPay = (booking: BookingRow) =>
  refuse('conflict', 'There is nothing to pay now', [{ code: 'nothing_to_pay', field: 'id', value: booking.state }]);
