import { forgetKeys } from '../idempotency/queries/forget-keys';
import { forgetEvents } from '../inbox/queries/forget-events';
import { forgetCalls, oldCalls } from '../outbox/queries/forget-calls';
import type { Casita } from '../ports';
import { walkDaily } from './daily-walk';
import type { DueJob } from './due-job';

/** Rows that one transaction deletes: some milliseconds, whatever there is to delete. */
const ROWS = 1_000;

const daysAgo = (app: Casita, days: number): string =>
  app.clock
    .now()
    .subtract({ hours: 24 * days })
    .toString();

/** Nothing waits for these: the sandbox's clock need not stop for them. */
const nextDueAt = async () => null;

/** Idempotency keys that no client comes back with. */
export const forgetOldKeys: DueJob = {
  name: 'forget-keys',
  nextDueAt,
  run: (app) => forgetKeys(app.db, daysAgo(app, app.config.retention.idempotencyKeyDays), ROWS),
};

/** The provider's events, long after they were worked off. */
export const forgetOldEvents: DueJob = {
  name: 'forget-events',
  nextDueAt,
  run: (app) => forgetEvents(app.db, daysAgo(app, app.config.retention.stripeEventDays), ROWS),
};

/** Calls to the provider, long after all of their booking has come to rest; a walk, since most of what is old may have to stay. */
export const forgetOldCalls: DueJob = {
  name: 'forget-calls',
  nextDueAt,
  run: (app) =>
    walkDaily(app, 'calls', async (tx, afterId) => {
      const days = app.config.retention.stripeCallDays;
      const ids = await oldCalls(tx, afterId, days, ROWS);
      await forgetCalls(tx, ids, days);
      return { seen: ids.length, last: ids.length < ROWS ? null : (ids.at(-1) ?? null) };
    }),
};
