import { randomUUID } from 'node:crypto';
import { brokenInvariants } from '../../src/api/payment/queries/invariants';
import { createTestCasita, marketplaceConfig, testKeys, type TestCasita } from '../services/support/casita';
import { makeAccount, makeHome, quote } from '../services/support/world';
import { calling, committing, type KillPoint } from './killed-process';
import { runProcess, type Errand, type MoneySettings } from './money-process';

/**
 * The process that books, calls the provider and works off its news is killed (SIGKILL) at each of these points, and another takes
 * over. CASITA_KILL_RUNS kills at each point so often; one process then makes all of them good, as a restart would.
 */
const runs = Number(process.env['CASITA_KILL_RUNS'] ?? 1);
/** A part of the points: those whose names are like this. */
const only = new RegExp(process.env['CASITA_KILL_POINTS'] ?? '');
const CONVERGES_MS = 60_000;

const points: readonly (readonly [string, KillPoint])[] = Object.entries({
  'key and hold written, not committed': committing('insert into bookings', 'before commit'),
  'key and hold committed, not answered': committing('insert into bookings', 'after commit'),
  'intent owed, not asked for': calling('createIntent', 'before'),
  'intent made, its answer lost': calling('createIntent', 'after'),
  "intent's answer written, not committed": committing('update stripe_call set state', 'before commit'),
  "intent's answer committed": committing('update stripe_call set state', 'after commit'),
  'payment looked at': calling('retrieveIntent', 'after'),
  'event written, not committed': committing('insert into stripe_event', 'before commit'),
  'event committed, not worked off': committing('insert into stripe_event', 'after commit'),
  'capture posted, not committed': committing('insert into ledger_transaction', 'before commit'),
  'capture committed': committing('insert into ledger_transaction', 'after commit'),
  'cancellation and refund written, not committed': committing('insert into refunds', 'before commit'),
  'cancellation and refund committed': committing('insert into refunds', 'after commit'),
  'refund owed, not asked for': calling('refund', 'before'),
  'refund made, its answer lost': calling('refund', 'after'),
  "refund's answer written, not committed": committing('update refunds set state', 'before commit'),
  "refund's answer committed": committing('update refunds set state', 'after commit'),
}).filter(([name]) => only.test(name));

let world: TestCasita;
beforeAll(async () => {
  world = await createTestCasita();
});
afterAll(() => world.close());

async function errand(): Promise<Errand> {
  const home = await makeHome(world.app, {
    bookingRules: { instantBook: true, minNights: 1, maxNights: 60, cancellationPolicy: 'flexible' },
  });
  const actor = await makeAccount(world.app);
  const token = await quote(world.app, home, actor, { checkIn: '2027-08-10', checkOut: '2027-08-13' });
  return { actor, quote: token, key: randomUUID() };
}

const settingsFor = (errands: readonly Errand[], kill: KillPoint | null): MoneySettings => ({
  ...{ url: world.databaseUrl, stripeUrl: world.stripeUrl, secretKey: world.secretKey },
  ...{ publishableKey: world.publishableKey, config: marketplaceConfig(), secrets: testKeys, errands, kill },
});

/** What the provider and the ledger have of everything, as counts. */
async function made(): Promise<Record<string, number>> {
  const rows = await world.app.db.query<{ what: string; count: number }>(
    `select type as what, count(*)::int as count from stripe_sandbox.object where type in ('payment_intent', 'charge', 'refund') group by 1
     union all select kind, count(*)::int from ledger_transaction group by 1 union all select 'booking', count(*)::int from bookings`,
  );
  return Object.fromEntries(rows.map(({ what, count }) => [what, count]));
}

let total = 0;

/** One after the other: two at once would do each other's work, and one could live. */
async function killed(names: readonly (readonly [string, KillPoint])[]): Promise<Errand[]> {
  const errands: Errand[] = [];
  for (const [name, point] of names) {
    for (let run = 0; run < runs; run += 1) {
      const one = await errand();
      errands.push(one);
      const { signal } = await runProcess(settingsFor([one], point));
      expect([name, signal]).toEqual([name, 'SIGKILL']);
    }
  }
  expect(await brokenInvariants(world.app.db)).toEqual([]);
  return errands;
}

/** A few runs of all points are made good together, many of each point by themselves. */
const batches: readonly (readonly [name: string, points: readonly (readonly [string, KillPoint])[]])[] =
  runs > 2 ? points.map((one) => [one[0], [one]]) : [['all points', points]];

test.each(batches)(
  '%s',
  async (name, names) => {
    const errands = await killed(names);
    total += errands.length;
    const { code, ms } = await runProcess(settingsFor(errands, null));
    process.stdout.write(`| ${name} | ${errands.length} | ${(ms / 1_000).toFixed(1)} s |\n`);
    expect(code).toBe(0);
    expect(await brokenInvariants(world.app.db)).toEqual([]);
    // No charge without its booking, no posting missing or doubled: one of each for every guest.
    expect(await made()).toEqual({
      ...{ booking: total, payment_intent: total, charge: total, refund: total },
      ...{ captured: total, refunded: total, refund_succeeded: total },
    });
    expect(ms).toBeLessThan(CONVERGES_MS);
  },
  3_600_000,
);
