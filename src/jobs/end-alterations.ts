import { lockAlteration } from '../api/alteration/queries/load-alteration';
import { endAlteration } from '../api/alteration/use-cases/end-alteration';
import { lockBookingById } from '../api/booking/queries/load-booking';
import { lockProperty } from '../api/booking/queries/lock-property';
import { machine } from '../api/booking/use-cases/mover';
import type { Casita } from '../ports';
import { BATCH, type DueJob } from './due-job';
import { earliest } from './due-rows';

/** Proposals that nobody answered in time, and accepted alterations that nobody paid in time: their additional nights are free again. */
export const endProposals = deadlineJob('end-proposals', 'proposed', 'expires_at', 'Nobody answered in time');
export const endUnpaidAlterations = deadlineJob(
  'end-unpaid-alterations',
  'accepted',
  'payment_due_at',
  'The payment did not come in time',
);

type Deadline = 'expires_at' | 'payment_due_at';

interface DueAlteration {
  readonly booking_id: number;
  readonly property_id: number;
  readonly n: number;
}

function deadlineJob(name: string, state: 'proposed' | 'accepted', column: Deadline, reason: string): DueJob {
  const isOpen = `a.state = '${state}' and a.${column} is not null`;
  return {
    name,
    nextDueAt: (app) => earliest(app.db, `select min(a.${column}) as due from booking_alteration a where ${isOpen}`),
    async run(app) {
      // At the deadline's own instant it can still be answered or paid: it ends after it.
      const rows = await app.db.query<DueAlteration>(
        `select a.booking_id, a.n, b.property_id from booking_alteration a join bookings b on b.id = a.booking_id
         where ${isOpen} and a.${column} < $1 order by a.${column} limit ${BATCH}`,
        [app.clock.now().toString()],
      );
      for (const row of rows) await end(app, row, state, column, name, reason);
      return rows.length;
    },
  };
}

async function end(
  app: Casita,
  row: DueAlteration,
  state: 'proposed' | 'accepted',
  column: Deadline,
  name: string,
  reason: string,
): Promise<void> {
  await app.db.transaction(async (tx) => {
    await lockProperty(tx, row.property_id);
    const booking = await lockBookingById(tx, row.booking_id);
    const alteration = await lockAlteration(tx, row.booking_id, row.n);
    const now = app.clock.now();
    const deadline = alteration?.[column];
    // Answered, paid or ended with its booking since the list was read.
    if (!booking || alteration?.state !== state || !deadline || deadline.getTime() >= now.epochMilliseconds) return;
    await endAlteration(app, tx, booking, alteration, 'expire', machine(name, 'job', reason), now);
  });
}
