import { lockBookingById } from '../api/booking/queries/load-booking';
import { lockProperty } from '../api/booking/queries/lock-property';
import { dueCharges, nextCharge } from '../api/payment/queries/charge-progress';
import { lockPayment, type PaymentPlace } from '../api/payment/queries/load-payment';
import { chargeSavedCard } from '../api/payment/use-cases/charge-later';
import type { Casita } from '../ports';
import { BATCH, type DueJob } from './due-job';
import { earliest } from './due-rows';

/** Charges that were planned, and those that are tried again, fall due: the saved card is charged without the guest. */
export const chargeSavedCards: DueJob = {
  name: 'charge-saved-cards',
  nextDueAt: (app) => earliest(app.db, nextCharge),
  async run(app) {
    const due = await dueCharges(app.db, app.clock.now().toString(), BATCH);
    for (const place of due) await charge(app, place);
    return due.length;
  },
};

async function charge(app: Casita, place: PaymentPlace): Promise<void> {
  await app.db.transaction(async (tx) => {
    await lockProperty(tx, place.property_id);
    const booking = await lockBookingById(tx, place.booking_id);
    const payment = await lockPayment(tx, place.payment_id);
    // Paid, ended or tried since the list was read.
    if (!booking || !payment?.charge_at || payment.charge_at.getTime() > app.clock.now().epochMilliseconds) return;
    if (payment.state !== 'scheduled' && payment.state !== 'requires_payment') return;
    const isAwaited = booking.state === 'held' && payment.part === 0;
    const stands = booking.state === 'confirmed' || booking.state === 'checked_in' || isAwaited;
    if (payment.purpose === 'stay' && !stands) return;
    await chargeSavedCard(app, tx, booking, payment);
  });
}
