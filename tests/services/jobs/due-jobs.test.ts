import { setTimeout as sleep } from 'node:timers/promises';
import { Temporal } from 'temporal-polyfill';
import { brokenInvariants } from '../../../src/api/payment/queries/invariants';
import { lanesWithDueCalls } from '../../../src/outbox/queries/calls';
import { graphileQueue } from '../../../src/adapters/jobs/graphile-queue';
import { dueJobs } from '../../../src/jobs';
import { completeStays } from '../../../src/jobs/complete-stays';
import type { DueJob } from '../../../src/jobs/due-job';
import { endProposals, endUnpaidAlterations } from '../../../src/jobs/end-alterations';
import { endHolds, endRequests } from '../../../src/jobs/end-unpaid';
import { openReviews } from '../../../src/jobs/open-reviews';
import { pollFeeds } from '../../../src/jobs/poll-feeds';
import { runDueJobs } from '../../../src/jobs/run-due-jobs';
import type { AccountActor, Casita } from '../../../src/ports';
import { TickingClock, forgetRun } from '../booking/model/real';
import { startsAt } from '../booking/model/model';
import { createTestCasita, type TestCasita } from '../support/casita';
import { noBalances, paymentsDouble, type PaymentsDouble } from '../support/payments-double';
import { book, makeAccount, makeHome, pay, viewOf } from '../support/world';
import { homesFor, makeDue, type TestHomes, type Wanted } from './due-stays';

let world: TestCasita;
let app: Casita;
let clock: TickingClock;
let provider: PaymentsDouble;
let guest: AccountActor;
let homes: TestHomes;

beforeAll(async () => {
  world = await createTestCasita({ jobs: { add: async () => undefined } });
  guest = await makeAccount(world.app);
  homes = await homesFor(world.app);
});
afterAll(() => world.close());

beforeEach(async () => {
  await forgetRun(world.app.db);
  clock = new TickingClock();
  clock.ms = startsAt;
  provider = paymentsDouble(clock);
  app = { ...world.app, clock, payments: provider, balances: noBalances };
});
afterEach(async () => {
  expect(await brokenInvariants(app.db)).toEqual([]);
});

const make = (wanted: Wanted, count: number) => makeDue({ app, clock, provider, guest, homes }, wanted, count);

const wait = (duration: string): void => {
  clock.ms += Temporal.Duration.from(duration).total({ unit: 'milliseconds', relativeTo: '2027-03-18' });
};

interface DueCase {
  readonly job: DueJob;
  readonly wanted: Wanted;
  readonly after: string;
  /** How many are done, each once. */
  readonly done: string;
  /** How many to make for one that is killed half-way; a job of one transaction needs several batches. */
  readonly many?: number;
}

const movedTo = (move: string, state: string) =>
  `select count(*) as count from bookings b where b.state = '${state}' and 1 =
     (select count(*) from booking_events e where e.booking_id = b.id and e.move = '${move}')`;

/** The booking is as it was, and holds no night beside its own. */
const alterationEnded = `select count(*) as count from booking_alteration a join bookings b on b.id = a.booking_id
  where a.state = 'expired' and b.state = 'confirmed' and 1 =
     (select count(*) from booking_events e where e.booking_id = b.id and e.alteration = a.n and e.move = 'expire_alteration')
   and not exists (select from stay_night n where n.booking_id = b.id and n.night >= b.check_out)`;

const cases: Readonly<Record<string, DueCase>> = {
  'holds end': { job: endHolds, wanted: 'held', after: 'PT16M', done: movedTo('expire', 'expired'), many: 220 },
  'requests end': { job: endRequests, wanted: 'requested', after: 'PT25H', done: movedTo('expire', 'expired') },
  'stays are complete': {
    job: completeStays,
    wanted: 'confirmed',
    after: 'P30D',
    done: movedTo('complete', 'completed'),
  },
  'reviews open': {
    job: openReviews,
    wanted: 'reviewed',
    after: 'P15D',
    done: `select count(*) as count from reviews where state = 'pending'`,
  },
  'proposals end': { job: endProposals, wanted: 'proposed', after: 'PT25H', done: alterationEnded },
  'unpaid alterations end': { job: endUnpaidAlterations, wanted: 'accepted', after: 'PT25H', done: alterationEnded },
  'feeds are asked': {
    job: pollFeeds,
    wanted: 'followed',
    after: 'PT3H',
    // A job that is queued under its key a second time has another revision.
    done: `select count(*) as count from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
      where t.identifier = 'poll-feed' and j.revision = 0`,
    many: 400,
  },
};

const doneBy = async ({ done }: DueCase): Promise<number> =>
  (await app.db.query<{ count: number }>(done))[0]?.count ?? 0;

/** Until a run finds nothing: a run takes on a batch. */
async function runOut(job: DueJob): Promise<void> {
  for (let round = 0; round < 20; round += 1) if ((await job.run(app)) === 0) return;
  throw new Error(`${job.name} does not come to an end`);
}

describe.each(Object.entries(cases))('%s', (_name, due) => {
  beforeEach(() => {
    if (due.wanted === 'followed') app = { ...app, jobs: graphileQueue() };
  });

  it('not before their time, and a year late just as well', async () => {
    await make(due.wanted, 12);
    expect([await due.job.run(app), await doneBy(due)]).toEqual([0, 0]);
    wait('P365D');
    await runOut(due.job);
    expect(await doneBy(due)).toBe(12);
    expect(await due.job.run(app)).toBe(0);
    expect(await due.job.nextDueAt(app)).toBeNull();
  });

  it('once, where two do it at once', async () => {
    await make(due.wanted, 30);
    wait(due.after);
    // All of them come to their end before this test does: one that is still at work would be in the way of the next test's.
    const runs = await Promise.allSettled([runOut(due.job), runOut(due.job), runOut(due.job)]);
    expect(runs.flatMap((run) => (run.status === 'rejected' ? [String(run.reason)] : []))).toEqual([]);
    expect(await doneBy(due)).toBe(30);
  });

  it('as well when it is killed half-way', async () => {
    const count = due.many ?? 60;
    await make(due.wanted, count);
    wait(due.after);
    let ended = false;
    const killed = runOut(due.job)
      .then(
        () => false,
        () => true,
      )
      .finally(() => (ended = true));
    while (!ended) {
      if ((await doneBy(due)) >= count / 4) await killOthers();
      await sleep(1);
    }
    expect(await killed).toBe(true);
    const half = await doneBy(due);
    expect(half).toBeGreaterThan(0);
    expect(half).toBeLessThan(count);
    expect(await brokenInvariants(app.db)).toEqual([]);
    await runOut(due.job);
    expect(await doneBy(due)).toBe(count);
  });
});

/** What happens to a process's connections when it dies. */
const killOthers = () =>
  app.db.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'`,
  );

it('a call that waits for its turn does not keep the jobs going in circles', async () => {
  await make('held', 1);
  wait('PT16M');
  await endHolds.run(app);
  // The first call is postponed, and a second one of the same booking is due.
  await app.db.query(
    `insert into stripe_call (lane, subject_id, kind, idempotency_key, next_attempt_at, created_at)
     select lane, subject_id, kind, idempotency_key || '-again', now(), now() from stripe_call where state = 'pending'`,
  );
  await app.db.query(
    `update stripe_call set next_attempt_at = now() + interval '1 hour' where id = (select min(id) from stripe_call where state = 'pending')`,
  );
  expect(await lanesWithDueCalls(app.db, 10)).toEqual([]);
  let runs = 0;
  const counted: DueJob = { name: 'counted', nextDueAt: async () => null, run: async () => ((runs += 1), 0) };
  await runDueJobs(app, [...dueJobs, counted]);
  expect(runs).toBeLessThan(5);
});

describe('a jump of the clock', () => {
  it('does everything at its own instant, in order', async () => {
    const jumping = await createTestCasita();
    try {
      const [one, two] = [
        await makeHome(jumping.app),
        await makeHome(jumping.app, { bookingRules: { instantBook: false } }),
      ];
      const day = (days: number) =>
        jumping.clock.now().toZonedDateTimeISO('Europe/Lisbon').toPlainDate().add({ days }).toString();
      const stay = await book(jumping.app, one, await makeAccount(jumping.app), { checkIn: day(3), checkOut: day(5) });
      const request = await book(jumping.app, two, await makeAccount(jumping.app), {
        checkIn: day(20),
        checkOut: day(22),
      });
      const hold = await book(jumping.app, one, await makeAccount(jumping.app), {
        checkIn: day(10),
        checkOut: day(12),
      });
      await pay(jumping, stay);
      await pay(jumping, request);
      await jumping.settle();
      await jumping.advance('P30D');
      const events = await jumping.app.db.query<{ booking_id: number; move: string; at: Date }>(
        `select booking_id, move, at from booking_events where actor_kind = 'system' and move in ('expire', 'complete') order by id`,
      );
      expect(events.map(({ booking_id, move }) => [booking_id, move])).toEqual([
        [hold.id, 'expire'],
        [request.id, 'expire'],
        [stay.id, 'complete'],
      ]);
      const deadlines = [
        (await viewOf(jumping.app, hold.id)).hold_expires_at,
        (await viewOf(jumping.app, request.id)).request_expires_at,
        (await viewOf(jumping.app, stay.id)).check_out_at,
      ];
      for (const [index, { at }] of events.entries()) {
        const late = at.getTime() - (deadlines[index]?.getTime() ?? 0);
        expect(late).toBeGreaterThanOrEqual(0);
        // What it takes to come to it; the jump is of thirty days.
        expect(late).toBeLessThan(30_000);
      }
      await jumping.checkInvariants();
    } finally {
      await jumping.close();
    }
  });
});
