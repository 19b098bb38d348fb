import type { Casita } from '../../../ports';
import { lockBookingById } from '../../booking/queries/load-booking';
import { lockProperty } from '../../booking/queries/lock-property';
import { lockPayment, type PaymentPlace } from '../queries/load-payment';
import { chargeSavedCard } from './charge-later';

/** A planned charge, or one that is tried again, whose time has come: owes it, where it is still to be made. Twice is as once. */
export async function chargeDue(app: Casita, place: PaymentPlace): Promise<void> {
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
