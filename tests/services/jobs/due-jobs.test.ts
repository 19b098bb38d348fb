import { setTimeout as sleep } from 'node:timers/promises';
import { Temporal } from 'temporal-polyfill';
import { brokenInvariants } from '../../../src/api/payment/queries/invariants';
import { bookingsWithDueCalls } from '../../../src/api/payment/queries/calls';
import { settleIntent } from '../../../src/api/payment/use-cases/take-event';
import { writeReview } from '../../../src/api/review/use-cases/write-review';
import { dueJobs } from '../../../src/jobs';
import { completeStays } from '../../../src/jobs/complete-stays';
import type { DueJob } from '../../../src/jobs/due-job';
import { endHolds, endRequests } from '../../../src/jobs/end-unpaid';
import { openReviews } from '../../../src/jobs/open-reviews';
import { runDueJobs } from '../../../src/jobs/run-due-jobs';
import type { AccountActor, Casita } from '../../../src/ports';
import { TickingClock, forgetRun } from '../booking/model/real';
import { startsAt } from '../booking/model/model';
import { createTestCasita, type TestCasita } from '../support/casita';
import { paymentsDouble, type PaymentsDouble } from '../support/payments-double';
import { book, makeAccount, makeHome, pay, viewOf, type TestHome } from '../support/world';

let world: TestCasita;
let app: Casita;
let clock: TickingClock;
let provider: PaymentsDouble;
let guest: AccountActor;
let homes: Record<'instant' | 'request', TestHome[]>;

const PLACES = 20;

beforeAll(async () => {
  world = await createTestCasita({ jobs: { add: async () => undefined } });
  guest = await makeAccount(world.app);
  const many = (instantBook: boolean) =>
    Promise.all(
      Array.from({ length: PLACES }, () =>
        makeHome(world.app, {
          bookingRules: { instantBook, minNights: 1, maxNights: 60, cancellationPolicy: 'moderate' },
        }),
      ),
    );
  homes = { instant: await many(true), request: await many(false) };
});
afterAll(() => world.close());

beforeEach(async () => {
  await forgetRun(world.app.db);
  clock = new TickingClock();
  clock.ms = startsAt;
  provider = paymentsDouble(clock);
  app = { ...world.app, clock, payments: provider };
});
afterEach(async () => {
  expect(await brokenInvariants(app.db)).toEqual([]);
});

type Wanted = 'held' | 'requested' | 'confirmed' | 'reviewed';

async function makeStay(wanted: Wanted, index: number): Promise<void> {
  const own = homes[wanted === 'requested' ? 'request' : 'instant'];
  const night = (day: number) => Temporal.PlainDate.from('2027-03-20').add({ days: day }).toString();
  const first = Math.floor(index / PLACES);
  const booking = await book(app, own[index % PLACES] as TestHome, guest, {
    checkIn: night(first),
    checkOut: night(first + 1),
  });
  if (wanted === 'held') return;
  const intent = booking.payment?.clientSecret?.split('_secret_')[0] ?? '';
  provider.confirm(intent, 'good');
  await settleIntent(app, intent, 'job');
}

/** So many stays of a kind, made ten at a time. */
async function makeStays(wanted: Wanted, count: number): Promise<void> {
  for (let made = 0; made < count; made += 10) {
    await Promise.all(Array.from({ length: Math.min(10, count - made) }, (_, at) => makeStay(wanted, made + at)));
  }
  if (wanted === 'reviewed') await reviewAll();
}

async function reviewAll(): Promise<void> {
  wait('P7D');
  await completeStays.run(app);
  const stays = await app.db.query<{ document_id: string }>('select document_id from bookings');
  const scores = { overall: 5, cleanliness: 5, accuracy: 5, checkIn: 5, communication: 5, location: 5, value: 5 };
  for (const { document_id: bookingDocumentId } of stays) {
    const written = await writeReview(app, {
      actor: guest,
      bookingDocumentId,
      ratings: scores,
      body: 'Quiet and clean, as described.',
      privateNote: null,
    });
    if (!written.ok) throw new Error(JSON.stringify(written.reasons));
  }
}

const wait = (duration: string): void => {
  clock.ms += Temporal.Duration.from(duration).total({ unit: 'milliseconds', relativeTo: '2027-03-18' });
};

interface DueCase {
  readonly job: DueJob;
  readonly wanted: Wanted;
  readonly after: string;
  /** How many are done, however they were. */
  readonly done: string;
}

const movedTo = (move: string, state: string) =>
  `select count(*) as count from bookings b where b.state = '${state}' and 1 =
     (select count(*) from booking_events e where e.booking_id = b.id and e.move = '${move}')`;

const cases: Readonly<Record<string, DueCase>> = {
  'holds end': { job: endHolds, wanted: 'held', after: 'PT16M', done: movedTo('expire', 'expired') },
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
};

const doneBy = async ({ done }: DueCase): Promise<number> =>
  (await app.db.query<{ count: number }>(done))[0]?.count ?? 0;

/** Until a run finds nothing: a run takes on a batch. */
async function runOut(job: DueJob): Promise<void> {
  for (let round = 0; round < 20; round += 1) if ((await job.run(app)) === 0) return;
  throw new Error(`${job.name} does not come to an end`);
}

describe.each(Object.entries(cases))('%s', (_name, due) => {
  it('not before their time, and a year late just as well', async () => {
    await makeStays(due.wanted, 12);
    expect([await due.job.run(app), await doneBy(due)]).toEqual([0, 0]);
    wait('P365D');
    await runOut(due.job);
    expect(await doneBy(due)).toBe(12);
    expect(await due.job.run(app)).toBe(0);
    expect(await due.job.nextDueAt(app)).toBeNull();
  });

  it('once, where two do it at once', async () => {
    await makeStays(due.wanted, 30);
    wait(due.after);
    await Promise.all([runOut(due.job), runOut(due.job), runOut(due.job)]);
    expect(await doneBy(due)).toBe(30);
  });

  it('as well when it is killed half-way', async () => {
    const count = due.wanted === 'held' ? 220 : 60;
    await makeStays(due.wanted, count);
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
  await makeStays('held', 1);
  wait('PT16M');
  await endHolds.run(app);
  // The first call is postponed, and a second one of the same booking is due.
  await app.db.query(
    `insert into stripe_call (booking_id, payment_id, kind, idempotency_key, next_attempt_at, created_at)
     select booking_id, payment_id, kind, idempotency_key || '-again', now(), now() from stripe_call where state = 'pending'`,
  );
  await app.db.query(
    `update stripe_call set next_attempt_at = now() + interval '1 hour' where id = (select min(id) from stripe_call where state = 'pending')`,
  );
  expect(await bookingsWithDueCalls(app.db, 10)).toEqual([]);
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
