import { brokenInvariants } from '../../src/api/payment/queries/invariants';
import { createTestCasita, marketplaceConfig, testKeys, type TestCasita } from '../services/support/casita';
import { instalments } from '../services/support/instalments';
import { calling, committing, type KillPoint } from './killed-process';
import { isTaken } from '../services/support/proofs';
import { runLater, type LaterErrand, type LaterSettings } from './later-process';
import { scenes, type Scene } from './later-stays';

/**
 * What happens to a stay's money after it was paid: released, sent, asked back, charged to the card that was kept, claimed for damage,
 * disputed. A process is killed (SIGKILL) at each of these points, CASITA_KILL_RUNS times, and another makes all of them good.
 */
const runs = Number(process.env['CASITA_KILL_RUNS'] ?? 1);
/** A part of the points: those whose names are like this. */
const only = new RegExp(process.env['CASITA_KILL_POINTS'] ?? '');
const CONVERGES_MS = 60_000;
const config = { ...marketplaceConfig(), instalments };

type Points = Readonly<Record<string, readonly [Scene, KillPoint]>>;

const payouts: Points = {
  'release and payout written, not committed': [
    scenes.released,
    committing('insert into booking_release ', 'before commit'),
  ],
  'release and payout committed': [scenes.released, committing('insert into booking_release ', 'after commit')],
  'transfer owed, not asked for': [scenes.released, calling('transfer', 'before')],
  'transfer made, its answer lost': [scenes.released, calling('transfer', 'after')],
  "transfer's answer written, not committed": [
    scenes.released,
    committing('update transfer set state', 'before commit'),
  ],
  "transfer's answer committed": [scenes.released, committing('update transfer set state', 'after commit')],
  'second part of a long stay written, not committed': [
    scenes.secondPart,
    committing('insert into booking_release ', 'before commit'),
  ],
  "second part's transfer made, its answer lost": [scenes.secondPart, calling('transfer', 'after')],
  "between a payout's two transfers": [scenes.twoCharges, calling('transfer', 'before', 2)],
  "second of a payout's transfers made, its answer lost": [scenes.twoCharges, calling('transfer', 'after', 2)],
  'owed payout sent on its way, not committed': [scenes.owed, committing('insert into transfer ', 'before commit')],
};

const refunds: Points = {
  'refund after the transfer written, not committed': [
    scenes.refundAfterTransfer,
    committing('insert into release_return', 'before commit'),
  ],
  'refund after the transfer committed': [
    scenes.refundAfterTransfer,
    committing('insert into release_return', 'after commit'),
  ],
  'reversal owed, not asked for': [scenes.refundAfterTransfer, calling('reverse', 'before')],
  'reversal made, its answer lost': [scenes.refundAfterTransfer, calling('reverse', 'after')],
  "reversal's answer written, not committed": [
    scenes.refundAfterTransfer,
    committing('update transfer_reversal set state', 'before commit'),
  ],
  "reversal's answer committed": [
    scenes.refundAfterTransfer,
    committing('update transfer_reversal set state', 'after commit'),
  ],
};

const charges: Points = {
  'charge of a balance written, not committed': [
    scenes.balance,
    committing('update payments set tries', 'before commit'),
  ],
  'charge of a balance committed': [scenes.balance, committing('update payments set tries', 'after commit')],
  'saved card not charged yet': [scenes.balance, calling('chargeOffSession', 'before')],
  'saved card charged, its answer lost': [scenes.balance, calling('chargeOffSession', 'after')],
  "balance's capture posted, not committed": [
    scenes.balance,
    committing('insert into ledger_transaction', 'before commit'),
  ],
  "balance's capture committed": [scenes.balance, committing('insert into ledger_transaction', 'after commit')],
};

const claims: Points = {
  'claim accepted, not committed': [scenes.claim, committing('insert into payments', 'before commit')],
  'claim accepted, its payment not asked for': [scenes.claim, calling('createIntent', 'before')],
  "claim's payment made, its answer lost": [scenes.claim, calling('createIntent', 'after')],
  "claim's money posted, not committed": [scenes.claim, committing('insert into ledger_transaction', 'before commit')],
  "claim's money committed": [scenes.claim, committing('insert into ledger_transaction', 'after commit')],
};

const disputes: Points = {
  'dispute opened, not committed': [scenes.disputed, committing('insert into dispute ', 'before commit')],
  'dispute opened, committed': [scenes.disputed, committing('insert into dispute ', 'after commit')],
  "disputed transfer's reversal made, its answer lost": [scenes.disputed, calling('reverse', 'after')],
  'lost dispute posted, not committed': [
    scenes.disputeLost,
    committing('insert into ledger_transaction', 'before commit'),
  ],
  'lost dispute committed': [scenes.disputeLost, committing('insert into ledger_transaction', 'after commit')],
};

type Named = readonly [name: string, at: readonly [Scene, KillPoint]];

const wanted: readonly Named[] = Object.entries({
  ...{ ...payouts, ...refunds, ...charges, ...claims, ...disputes },
}).filter(([name]) => only.test(name));
const taken = wanted.filter(([name]) => isTaken(name, 0.12) || runs > 1);
/** Never none. */
const points = taken.length > 0 ? taken : wanted.slice(0, 1);

/** A few runs of all points of a scene are made good together, many of each point by themselves. */
const batches: readonly (readonly [name: string, scene: Scene, points: readonly Named[]])[] =
  runs > 2
    ? points.map((point) => [point[0], point[1][0], [point]])
    : Object.entries(scenes).flatMap(([name, scene]) => {
        const own = points.filter(([, at]) => at[0] === scene);
        return own.length > 0 ? [[name, scene, own]] : [];
      });

let world: TestCasita;
beforeAll(async () => {
  world = await createTestCasita({ config });
});
afterAll(() => world.close());

const settingsFor = (errands: readonly LaterErrand[], kill: KillPoint | null): LaterSettings => ({
  ...{ url: world.databaseUrl, stripeUrl: world.stripeUrl, secretKey: world.secretKey },
  ...{ publishableKey: world.publishableKey, config, secrets: testKeys, errands, kill },
});

/** What the provider and the ledger have of a booking, as counts. */
async function made(bookingId: number): Promise<Record<string, number>> {
  const rows = await world.app.db.query<{ what: string; count: number }>(
    `with intent as (select o.id from stripe_sandbox.object o join bookings b on b.document_id = o.body #>> '{metadata,booking}' where b.id = $1 and o.type = 'payment_intent'),
       sent as (select o.id from stripe_sandbox.object o join bookings b on b.document_id = o.body ->> 'transfer_group' where b.id = $1 and o.type = 'transfer')
     select type as what, count(*)::int as count from stripe_sandbox.object where id in (select id from intent) or id in (select id from sent)
       or body ->> 'payment_intent' in (select id from intent) or type = 'transfer_reversal' and body ->> 'transfer' in (select id from sent) group by 1
     union all select kind, count(*)::int from ledger_transaction where booking_id = $1 group by 1`,
    [bookingId],
  );
  return Object.fromEntries(rows.map(({ what, count }) => [what, count]));
}

/** Stays of one scene, each with a process of its own that dies at a point. */
async function killed(scene: Scene, names: readonly Named[]): Promise<LaterErrand[]> {
  await world.settle();
  const errands = await scene.make(world, runs * names.length);
  expect(errands).toHaveLength(runs * names.length);
  for (const [n, one] of errands.entries()) {
    const [name, [, point]] = names[n % names.length] as Named;
    const { signal } = await runLater(settingsFor([one], point));
    expect([name, signal]).toEqual([name, 'SIGKILL']);
  }
  expect(await brokenInvariants(world.app.db)).toEqual([]);
  return errands;
}

async function madeGood(what: string, errands: readonly LaterErrand[], scene: Scene): Promise<void> {
  const { code, ms } = await runLater(settingsFor(errands, null));
  process.stdout.write(`| ${what} | ${errands.length} | ${(ms / 1_000).toFixed(1)} s |\n`);
  expect(code).toBe(0);
  expect(await brokenInvariants(world.app.db)).toEqual([]);
  // No charge, transfer or reversal without its booking, no posting missing or doubled.
  for (const { bookingId } of errands) expect(await made(bookingId)).toEqual(scene.made);
  expect(ms).toBeLessThan(CONVERGES_MS);
}

test.each(batches)(
  '%s',
  async (name, scene, names) => {
    await madeGood(name, await killed(scene, names), scene);
  },
  3_600_000,
);

test('the daily closes on the way found nothing that is on one side only', async () => {
  await world.settle();
  expect(await world.app.db.query('select count(*)::int > 0 as closed from daily_close')).toEqual([{ closed: true }]);
  expect(await world.app.db.query('select kind, subject, detail from close_difference')).toEqual([]);
});
