import { lockOpenAlteration } from '../api/alteration/queries/load-alteration';
import { lockBooking } from '../api/booking/queries/load-booking';
import { lockProperty } from '../api/booking/queries/lock-property';
import { machine } from '../api/booking/use-cases/mover';
import { moveBooking } from '../api/booking/use-cases/move-booking';
import { BATCH, type DueJob } from './due-job';
import { earliest } from './due-rows';

/** A stay whose money is still being taken waits for the end of that, and so does one that may yet be paid to go on. */
const open = `state in ('confirmed', 'checked_in') and check_out_at is not null and not exists
  (select from payments p where p.booking_id = bookings.id and p.instalment = 0 and p.state = 'authorised')
  and not exists (select from payments p where p.booking_id = bookings.id and p.purpose = 'stay' and p.part > 0
    and p.state in ('scheduled', 'creating', 'requires_payment', 'processing'))
  and not exists (select from booking_alteration a where a.booking_id = bookings.id and a.state = 'accepted')`;

/** Stays whose check-out time has come are complete, whether or not the host said that the guest had arrived. */
export const completeStays: DueJob = {
  name: 'complete-stays',
  nextDueAt: (app) => earliest(app.db, `select min(check_out_at) as due from bookings where ${open}`),
  async run(app) {
    const rows = await app.db.query<{ document_id: string; property_id: number }>(
      `select document_id, property_id from bookings where ${open} and check_out_at <= $1 order by check_out_at limit ${BATCH}`,
      [app.clock.now().toString()],
    );
    for (const row of rows) {
      await app.db.transaction(async (tx) => {
        await lockProperty(tx, row.property_id);
        const booking = await lockBooking(tx, row.document_id);
        if (!booking || (booking.state !== 'confirmed' && booking.state !== 'checked_in')) return;
        if ((await lockOpenAlteration(tx, booking.id))?.state === 'accepted') return;
        const now = app.clock.now();
        await moveBooking(app, tx, booking, 'complete', machine('complete-stays', 'job'), now, {
          endedAt: now.toString(),
        });
      });
    }
    return rows.length;
  },
};
