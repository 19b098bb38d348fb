import { lockBooking } from '../api/booking/queries/load-booking';
import { lockProperty } from '../api/booking/queries/lock-property';
import { machine } from '../api/booking/use-cases/mover';
import { moveBooking } from '../api/booking/use-cases/move-booking';
import { letGo } from '../api/payment/use-cases/let-go';
import type { Casita } from '../ports';
import { BATCH, type DueJob } from './due-job';
import { earliest } from './due-rows';

/** Holds whose guest did not pay in time, and requests that no host answered in time: their nights are free again. */
export const endHolds = deadlineJob('end-holds', 'held', 'hold_expires_at', 'The payment did not come in time');
export const endRequests = deadlineJob(
  'end-requests',
  'requested',
  'request_expires_at',
  'The host did not answer in time',
);

function deadlineJob(
  name: string,
  state: 'held' | 'requested',
  column: 'hold_expires_at' | 'request_expires_at',
  reason: string,
): DueJob {
  const isOpen = `state = '${state}' and ${column} is not null`;
  return {
    name,
    nextDueAt: (app) => earliest(app.db, `select min(${column}) as due from bookings where ${isOpen}`),
    async run(app) {
      // At the deadline's own instant the guest can still pay and the host still answer: it ends after it.
      const rows = await app.db.query<{ document_id: string; property_id: number }>(
        `select document_id, property_id from bookings where ${isOpen} and ${column} < $1 order by ${column} limit ${BATCH}`,
        [app.clock.now().toString()],
      );
      for (const row of rows) await end(app, row, state, column, name, reason);
      return rows.length;
    },
  };
}

async function end(
  app: Casita,
  row: { readonly document_id: string; readonly property_id: number },
  state: 'held' | 'requested',
  column: 'hold_expires_at' | 'request_expires_at',
  name: string,
  reason: string,
): Promise<void> {
  await app.db.transaction(async (tx) => {
    await lockProperty(tx, row.property_id);
    const booking = await lockBooking(tx, row.document_id);
    const now = app.clock.now();
    const deadline = booking?.[column];
    // Paid, answered or cancelled since the list was read.
    if (!booking || booking.state !== state || !deadline || deadline.getTime() >= now.epochMilliseconds) return;
    const moved = await moveBooking(app, tx, booking, 'expire', machine(name, 'job', reason), now, {
      endedAt: now.toString(),
    });
    if (!moved.ok) throw new Error(`booking ${booking.reference}: ${moved.message}`);
    await letGo(app, tx, booking.id, reason);
  });
}
