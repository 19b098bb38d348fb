import { lockBookingById } from '../api/booking/queries/load-booking';
import { lockProperty } from '../api/booking/queries/lock-property';
import { machine } from '../api/booking/use-cases/mover';
import { lockClaim } from '../api/damage-claim/queries/load-claim';
import { moveClaim } from '../api/damage-claim/use-cases/move-claim';
import { tellOfClaim } from '../api/damage-claim/use-cases/tell-of-claim';
import { BATCH, type DueJob } from './due-job';
import { earliest } from './due-rows';

/** Claims that the guest did not answer in time are staff's to decide. */
export const escalateClaims: DueJob = {
  name: 'escalate-claims',
  nextDueAt: (app) => earliest(app.db, `select min(answer_by) as due from damage_claim where state = 'filed'`),
  async run(app) {
    // At the deadline's own instant it can still be answered.
    const rows = await app.db.query<{ booking_id: number; property_id: number; n: number }>(
      `select c.booking_id, c.n, b.property_id from damage_claim c join bookings b on b.id = c.booking_id
       where c.state = 'filed' and c.answer_by < $1 order by c.answer_by limit ${BATCH}`,
      [app.clock.now().toString()],
    );
    for (const row of rows) {
      await app.db.transaction(async (tx) => {
        await lockProperty(tx, row.property_id);
        const booking = await lockBookingById(tx, row.booking_id);
        const claim = await lockClaim(tx, row.booking_id, row.n);
        // Answered since the list was read.
        if (!booking || claim?.state !== 'filed') return;
        const mover = machine('escalate-claims', 'job', 'The guest did not answer in time');
        const moved = await moveClaim(app, tx, claim, 'escalate', mover);
        if (!moved.ok) throw new Error(`booking ${booking.reference}, claim ${claim.n}: ${moved.message}`);
        await tellOfClaim(app, tx, booking, moved.value, 'in_review');
      });
    }
    return rows.length;
  },
};
