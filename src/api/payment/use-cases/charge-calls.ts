import type { CallHandler, Settle } from '../../../outbox/call-handler';
import { holdsNights } from '../../../domain/booking-moves';
import type { Casita } from '../../../ports';
import { bookingById } from '../../booking/queries/load-booking';
import { lockProperty } from '../../booking/queries/lock-property';
import { lockPayment, paymentById, type BookedPayment } from '../queries/load-payment';
import type { PaymentRow } from '../queries/payment-row';
import { askGuest } from './charge-later';
import { apply, paymentOf } from './intent-calls';

/**
 * Charges a saved card without the guest; its subject is the payment, whatever that is for. Making it twice does no harm: it is always
 * the same intent, which the provider lets be paid once.
 */
export const chargeCalls: Readonly<Record<string, CallHandler>> = {
  charge_off_session: {
    async perform(app, call) {
      const payment = await paymentOf(app, call.subject_id);
      if (!isStillOwed(payment)) return nothing;
      const { stripe_payment_intent: intentId, method } = payment;
      // Calls of a booking run in order: making the intent was refused.
      if (intentId === null || method === null) return orAskGuest(app, payment, nothing);
      const intent = await app.payments.chargeOffSession(intentId, method, call.idempotency_key);
      return orAskGuest(app, payment, apply(app, payment, intent));
    },
    find: async () => null,
    // The bank said no, or wants to ask the guest; or the guest was quicker.
    async refused(app, call) {
      const payment = await paymentOf(app, call.subject_id);
      if (payment.stripe_payment_intent === null) return orAskGuest(app, payment, nothing);
      return orAskGuest(
        app,
        payment,
        apply(app, payment, await app.payments.retrieveIntent(payment.stripe_payment_intent)),
      );
    },
  },
};

const nothing: Settle = async () => undefined;

const open: ReadonlySet<PaymentRow['state']> = new Set(['creating', 'requires_payment']);

/** A booking that ended since charges nobody. */
const isStillOwed = ({ state, purpose, booking }: BookedPayment): boolean =>
  open.has(state) && (purpose !== 'stay' || holdsNights(booking.state));

/** What the answer changed, and the guest's turn where it did not bring the money. */
const orAskGuest =
  (app: Casita, payment: BookedPayment, settle: Settle): Settle =>
  async (tx) => {
    await lockProperty(tx, payment.booking.property_id);
    await settle(tx);
    const booking = await bookingById(tx, payment.booking_id);
    const now = await paymentById(tx, payment.id);
    if (!booking || !now || !open.has(now.state)) return;
    if (now.purpose === 'stay' && !holdsNights(booking.state)) return;
    const locked = await lockPayment(tx, payment.id);
    if (locked) await askGuest(app, tx, booking, locked);
  };
