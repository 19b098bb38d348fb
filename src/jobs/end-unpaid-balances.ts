import { lockBookingById } from '../api/booking/queries/load-booking';
import { lockProperty } from '../api/booking/queries/lock-property';
import { cancelUnpaid } from '../api/booking/use-cases/cancel-booking';
import { machine } from '../api/booking/use-cases/mover';
import { nextOverdue, overduePayments } from '../api/payment/queries/charge-progress';
import { lockPayment, type PaymentPlace } from '../api/payment/queries/load-payment';
import { tellOfBalance } from '../api/payment/use-cases/tell-of-balance';
import type { Casita } from '../ports';
import { BATCH, type DueJob } from './due-job';
import { earliest } from './due-rows';

const reason = 'The balance was not paid in time';

/** Bookings whose balance nobody paid in time end; what was paid is settled by their cancellation policy. */
export const endUnpaidBalances: DueJob = {
  name: 'end-unpaid-balances',
  nextDueAt: (app) => earliest(app.db, nextOverdue),
  async run(app) {
    const overdue = await overduePayments(app.db, app.clock.now().toString(), BATCH);
    for (const place of overdue) await end(app, place);
    return overdue.length;
  },
};

async function end(app: Casita, place: PaymentPlace): Promise<void> {
  await app.db.transaction(async (tx) => {
    await lockProperty(tx, place.property_id);
    const booking = await lockBookingById(tx, place.booking_id);
    const payment = await lockPayment(tx, place.payment_id);
    const now = app.clock.now();
    // Paid, or ended, since the list was read; what the bank is at is waited for.
    if (!booking || !payment?.pay_by || payment.pay_by.getTime() >= now.epochMilliseconds) return;
    if (!['scheduled', 'creating', 'requires_payment'].includes(payment.state)) return;
    if (booking.state !== 'confirmed' && booking.state !== 'checked_in') return;
    const refund = await cancelUnpaid(app, tx, booking, machine('end-unpaid-balances', 'job', reason));
    await tellOfBalance(app, tx, booking, payment, { news: 'ended', refund });
  });
}
