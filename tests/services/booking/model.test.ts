import fc from 'fast-check';
import { updateListing } from '../../../src/api/property/use-cases/save-listing';
import type { AccountActor } from '../../../src/ports';
import { refreshNights } from '../../../src/search/refresh-search-rows';
import { createTestCasita, type TestCasita } from '../support/casita';
import { allProofs } from '../support/proofs';
import { makeCoupon } from '../support/coupons';
import { makeAccount, makeHome, type TestHome } from '../support/world';
import * as alteration from './model/alteration-commands';
import { openAlteration } from './model/alterations';
import { coupon } from './model/coupon-uses';
import { importAgain, paint, reprice } from './model/calendar-commands';
import * as booking from './model/commands';
import type { Step } from './model/commands';
import { Model } from './model/model';
import { Real, forgetRun } from './model/real';

/**
 * The real use cases against a model in memory: random lives of a home, step by step, and after each step the nights and states must be the
 * model's. A failure names its seed and path; with CASITA_MODEL_SEED and CASITA_MODEL_PATH the same run is made again and made smaller.
 */
const RUNS = Number(process.env.CASITA_MODEL_RUNS ?? (allProofs ? 500 : 60));
const STEPS = 40;
/** Databases that are worked at once: one waits for PostgreSQL while another computes. */
const SHARDS = 2;
/** Steps between two looks at the invariants, and lives between two at the search row. */
const CHECK_EVERY = 10;
const SEARCH_EVERY = 5;
/** Of a night, until a step changes it. */
const PRICE = 10_000;

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  // First: what a step is made smaller to.
  { withCrossShrink: true },
  { arbitrary: booking.nothing, weight: 1 },
  { arbitrary: booking.hold, weight: 8 },
  { arbitrary: booking.sell, weight: 6 },
  { arbitrary: booking.pay, weight: 8 },
  { arbitrary: booking.cancel, weight: 4 },
  { arbitrary: booking.approve, weight: 4 },
  { arbitrary: booking.deliver, weight: 2 },
  { arbitrary: booking.decline, weight: 4 },
  { arbitrary: booking.quoteOnly, weight: 1 },
  { arbitrary: booking.placeEarlier, weight: 3 },
  { arbitrary: booking.arrive, weight: 2 },
  { arbitrary: booking.makeCalls, weight: 2 },
  { arbitrary: booking.expire, weight: 2 },
  { arbitrary: booking.wait, weight: 3 },
  { arbitrary: booking.advance, weight: 4 },
  { arbitrary: alteration.proposeOther, weight: 6 },
  { arbitrary: alteration.answer, weight: 5 },
  { arbitrary: alteration.payDifference, weight: 5 },
  { arbitrary: paint, weight: 3 },
  { arbitrary: importAgain, weight: 1 },
  { arbitrary: reprice, weight: 1 },
);

const anyLife = fc.record({
  instant: fc.boolean(),
  prepared: fc.boolean(),
  steps: fc.array(anyStep, { minLength: STEPS, maxLength: STEPS }),
});
type Life = typeof anyLife extends fc.Arbitrary<infer T> ? T : never;

interface Stage {
  readonly world: TestCasita;
  readonly guests: readonly AccountActor[];
  readonly homes: ReadonlyMap<string, TestHome>;
  /** Those whose price a life has changed. */
  readonly repriced: Set<TestHome>;
  lives: number;
}

const homeOf = ({ instant, prepared }: Pick<Life, 'instant' | 'prepared'>) => `model-${instant}-${prepared}`;

async function openStage(): Promise<Stage> {
  const world = await createTestCasita({ jobs: { add: async () => undefined } });
  const guests = [await makeAccount(world.app), await makeAccount(world.app), await makeAccount(world.app)];
  await makeCoupon(world.app.db, coupon);
  const homes = new Map<string, TestHome>();
  for (const instant of [true, false]) {
    for (const prepared of [true, false]) {
      const bookingRules = {
        instantBook: instant,
        minNights: 1,
        maxNights: 60,
        preparationNights: prepared ? 1 : 0,
        cancellationPolicy: 'moderate' as const,
      };
      const sourceId = homeOf({ instant, prepared });
      homes.set(sourceId, await makeHome(world.app, { sourceId, bookingRules, prices: { base: PRICE } }));
    }
  }
  return { world, guests, homes, repriced: new Set(), lives: 0 };
}

async function startAnew({ world: { app }, repriced }: Stage, home: TestHome): Promise<void> {
  await forgetRun(app.db);
  if (repriced.delete(home)) await updateListing(app, home.hostId, home.documentId, { prices: { base: PRICE } });
  else await app.db.transaction((tx) => refreshNights(tx, home.id));
}

const counts = new Map<string, number>();

async function live(stage: Stage, life: Life): Promise<void> {
  const home = stage.homes.get(homeOf(life)) as TestHome;
  await startAnew(stage, home);
  const model = new Model(life.instant, life.prepared ? 1 : 0);
  const real = new Real(stage.world.app, home, stage.guests, homeOf(life));
  for (const [at, step] of life.steps.entries()) {
    booking.passTime(model, real, 1_000);
    try {
      await step.run(model, real);
      await real.expectLike(model);
      if (at % CHECK_EVERY === CHECK_EVERY - 1) await real.expectInvariants();
    } catch (error) {
      throw new Error(`step ${at + 1}, ${step.name}, of:\n${story(life, at)}`, { cause: error });
    }
    for (const { state, alterations, couponUse } of model.bookings) {
      seen.add(state);
      if (couponUse !== null) seen.add(`coupon ${couponUse}`);
      for (const { state: its } of alterations) seen.add(`alteration ${its}`);
    }
    counts.set(word(step), (counts.get(word(step)) ?? 0) + 1);
  }
  if (model.price !== PRICE) stage.repriced.add(home);
  stage.lives += 1;
  if (stage.lives % SEARCH_EVERY === 0) await real.expectSearchKnows();
  await endAll(model, real);
}

/** Time passes until nothing is open: then everything has come to its end, and nothing is owed. */
async function endAll(model: Model, real: Real): Promise<void> {
  const advance = async () => {
    booking.passTime(model, real, 40 * 24 * 3_600_000);
    await real.runJobs();
    model.runJobs();
  };
  for (let time = 0; time < 3; time += 1) await advance();
  await real.expectLike(model);
  await real.expectInvariants();
  expect(await real.callsAreDue()).toBe(0);
  const open = model.bookings.filter(({ state }) => ['held', 'requested', 'confirmed', 'checked_in'].includes(state));
  expect(open).toEqual([]);
  expect(model.bookings.flatMap((one) => openAlteration(one) ?? [])).toEqual([]);
}

const seen = new Set<string>();
const word = (step: Step): string => step.name.split(/ [#\d-]/)[0] as string;
const story = (life: Life, upTo: number): string =>
  [
    `${life.instant ? 'instant' : 'request'}, ${life.prepared ? 'one night' : 'no'} preparation`,
    ...life.steps.slice(0, upTo + 1).flatMap(({ name }, at) => (name === 'nothing' ? [] : [`${at + 1} ${name}`])),
  ].join('\n');

const stages: Stage[] = [];
beforeAll(async () => {
  for (let shard = 0; shard < SHARDS; shard += 1) stages.push(await openStage());
});
afterAll(() => Promise.all(stages.map(({ world }) => world.close())));

const number = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text));

it(`is at every step as the rules say, in ${RUNS} lives of ${STEPS} steps`, async () => {
  const path = process.env.CASITA_MODEL_PATH;
  const seed = number(process.env.CASITA_MODEL_SEED) ?? Date.now() & 0x3fffffff;
  const runs = path === undefined ? stages : stages.slice(0, 1);
  process.stderr.write(`model: seed ${seed}\n`);
  const started = performance.now();
  await Promise.all(
    runs.map(async (stage, shard) => {
      const result = await fc.check(
        fc.asyncProperty(anyLife, (life) => live(stage, life)),
        {
          seed: seed + shard,
          numRuns: Math.ceil(RUNS / SHARDS),
          // A failure is said at once; it is made smaller when it is asked for by its path.
          endOnFailure: path === undefined,
          ...(path === undefined ? {} : { path }),
        },
      );
      if (!result.failed) return;
      const cause =
        result.errorInstance instanceof Error ? result.errorInstance : new Error(String(result.errorInstance));
      const again = `CASITA_MODEL_SEED=${result.seed} CASITA_MODEL_PATH=${result.counterexamplePath}`;
      throw new Error(`${cause.message}\n${String(cause.cause)}\nMake it again, smaller: ${again}`, { cause });
    }),
  );
  process.stderr.write(
    `model: ${RUNS} lives × ${STEPS} steps in ${((performance.now() - started) / 1_000).toFixed(1)} s; ${[...counts].map(([name, n]) => `${name} ${n}`).join(', ')}\n`,
  );
  process.stderr.write(`seen ${[...seen].join()}\n`);
  // A model that never comes to these states proves nothing about them.
  if (path === undefined && RUNS >= 250) {
    expect([...seen].sort()).toEqual(
      [
        'alteration accepted',
        'alteration applied',
        'alteration cancelled',
        'alteration declined',
        'alteration expired',
        'alteration proposed',
        'alteration withdrawn',
        'cancelled',
        'checked_in',
        'completed',
        'confirmed',
        'coupon given back',
        'coupon used',
        'declined',
        'expired',
        'held',
        'no_show',
        'requested',
      ].sort(),
    );
  }
}, 600_000);
