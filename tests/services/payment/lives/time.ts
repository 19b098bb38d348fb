import { openEvents } from '../../../../src/inbox/queries/events';
import { workEvent } from '../../../../src/inbox/take-event';
import { dueJobs } from '../../../../src/jobs';
import type { DueJob } from '../../../../src/jobs/due-job';
import { makeOwedCalls, workEvents } from '../../../../src/jobs/settle-payments';
import { endHolds } from '../../../../src/jobs/end-unpaid';
import { runDueJobs } from '../../../../src/jobs/run-due-jobs';
import { lanesWithDueCalls } from '../../../../src/outbox/queries/calls';
import { runLane } from '../../../../src/outbox/run-calls';
import type { Temporal } from 'temporal-polyfill';
import type { TestCasita } from '../../support/casita';

const AT_ONCE = 48;
const QUEUED_MAX = 5_000;
/** How often what got no answer is asked again before time goes on: of calls that lose a fifth of their answers one in a hundred stays open. */
const TRIES = 3;

/** Time passes for everybody: the provider's own doings, webhooks, the workers of the queue, and the jobs. */
export async function passTo(world: TestCasita, instant: Temporal.Instant): Promise<void> {
  await world.clock.moveTo(instant);
  await world.stripe.advance();
  await work(world);
}

/** The same, and the seconds are over for which a call without an answer waits in real time. */
export async function passPatiently(world: TestCasita, instant: Temporal.Instant): Promise<void> {
  await passTo(world, instant);
  for (let turn = 0; turn < TRIES; turn += 1) {
    if (!(await hasten(world))) return;
    await work(world);
  }
}

/** Nobody waits any more. Nobody else may be making calls meanwhile. @returns whether anybody did */
export async function hasten({ app }: TestCasita, lane: string | null = null): Promise<boolean> {
  const rows = await app.db.query(
    `update stripe_call set next_attempt_at = now() where state = 'pending' and ($1::text is null or lane = $1) returning id`,
    [lane],
  );
  return rows.length > 0;
}

/** Holds end, and nothing else happens: the provider has not been told yet that their money is not wanted any more. */
export async function endHoldsAt(world: TestCasita, instant: Temporal.Instant): Promise<void> {
  await world.clock.moveTo(instant);
  await runDueJobs(world.app, [endHolds]);
}

async function work(world: TestCasita): Promise<void> {
  await world.stripe.deliverWebhooks();
  await runDueJobs(world.app, jobs);
}

/** What the workers of the queue do many of at once; one that fails is tried again at the next turn. */
const queued: readonly DueJob[] = [
  {
    ...workEvents,
    async run(app) {
      const events = await openEvents(app.db, QUEUED_MAX);
      const isDone: boolean[] = [];
      await abreast(events, async (id) =>
        isDone.push(
          await workEvent(app, id).then(
            () => true,
            () => false,
          ),
        ),
      );
      return isDone.filter(Boolean).length;
    },
  },
  {
    ...makeOwedCalls,
    async run(app) {
      const lanes = await lanesWithDueCalls(app.db, QUEUED_MAX);
      await abreast(lanes, (lane) => runLane(app, lane));
      return lanes.length;
    },
  },
];

const jobs: readonly DueJob[] = dueJobs.map((job) => queued.find(({ name }) => name === job.name) ?? job);

export async function abreast<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  let next = 0;
  const one = async () => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}
