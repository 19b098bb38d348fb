import { Temporal } from 'temporal-polyfill';
import { firstUnclosed } from '../api/balance/queries/closes';
import { closeDay } from '../api/balance/use-cases/close-day';
import type { Casita } from '../ports';
import type { DueJob } from './due-job';

/**
 * The daily close: once the UTC day is over in which money moved. Days that nobody was there to close are covered by the next close;
 * a quiet day needs none.
 */
export const dailyClose: DueJob = {
  name: 'daily-close',
  nextDueAt: dueAt,
  async run(app) {
    const due = await dueAt(app);
    const now = app.clock.now();
    if (!due || Temporal.Instant.compare(due, now) > 0) return 0;
    const yesterday = now.toZonedDateTimeISO('UTC').toPlainDate().subtract({ days: 1 });
    await closeDay(app, yesterday.toString());
    return 1;
  },
};

async function dueAt(app: Casita): Promise<Temporal.Instant | null> {
  const first = await firstUnclosed(app.db);
  if (!first) return null;
  const moved = Temporal.Instant.fromEpochMilliseconds(first.getTime()).toZonedDateTimeISO('UTC');
  return moved.toPlainDate().add({ days: 1 }).toZonedDateTime('UTC').toInstant();
}
