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
const CONVERGES_MS = 60_000;

const points: Readonly<Record<string, KillPoint>> = {
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
};

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

it(`is killed ${runs} times at each of ${Object.keys(points).length} points, and converges`, async () => {
  let total = 0;
  for (const batch of runs > 2 ? Object.entries(points).map((one) => [one]) : [Object.entries(points)]) {
    const errands: Errand[] = [];
    for (const [name, point] of batch) {
      const own: Errand[] = [];
      for (let run = 0; run < runs; run += 1) own.push(await errand());
      errands.push(...own);
      // One after the other: two at once would do each other's work, and one could live.
      for (const one of own) {
        const { signal } = await runProcess(settingsFor([one], point));
        expect([name, signal]).toEqual([name, 'SIGKILL']);
      }
    }
    expect(await brokenInvariants(world.app.db)).toEqual([]);
    const { code, ms } = await runProcess(settingsFor(errands, null));
    total += errands.length;
    expect(code).toBe(0);
    expect(ms).toBeLessThan(CONVERGES_MS);
    const what = batch.length > 1 ? 'all points' : batch[0]?.[0];
    process.stdout.write(`| ${what} | ${errands.length} | ${(ms / 1_000).toFixed(1)} s |\n`);
    expect(await brokenInvariants(world.app.db)).toEqual([]);
    // No charge without its booking, no posting missing or doubled: one of each for every guest.
    expect(await made()).toEqual({
      ...{ booking: total, payment_intent: total, charge: total, refund: total },
      ...{ captured: total, refunded: total, refund_succeeded: total },
    });
  }
}, 7_200_000);
