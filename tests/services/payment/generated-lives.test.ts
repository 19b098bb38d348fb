import { createTestCasita, marketplaceConfig, type TestCasita } from '../support/casita';
import { instalments } from '../support/instalments';
import { kinds } from './lives/kinds';
import { liveAll } from './lives/live-all';
import { endsOf, seenOf, weatherOf } from './lives/seen';
import { converge, drift } from './lives/settled';
import { badDays, fairDays } from './lives/weather';

/**
 * Bookings with every flow there is, while a fifth of the provider's answers is lost after the deed, and its events are lost, doubled
 * and out of order. CASITA_LIVES lives more of them; CASITA_LIVES_SEED the same ones again.
 */
const count = Number(process.env['CASITA_LIVES'] ?? 100);
const seed = Number(process.env['CASITA_LIVES_SEED'] ?? Math.floor(Math.random() * 1e9));

/** What a lost answer lets fail is tried again. */
const quiet = (): void => undefined;
const log = { info: quiet, warn: quiet, error: quiet };

let world: TestCasita;
beforeAll(async () => {
  world = await createTestCasita({ log, config: { ...marketplaceConfig(), instalments } });
});
afterAll(() => world.close());

it(`${count} lives in bad weather end without drift (seed ${seed})`, async () => {
  await badDays(world);
  const started = performance.now();
  const lived = await liveAll(world, count, seed);
  await fairDays(world);
  const livedSeconds = Math.round((performance.now() - started) / 1_000);
  const convergedSeconds = Math.round(await converge(world)) / 1_000;
  const [found, ends, seen] = [await drift(world), await endsOf(world, lived), await seenOf(world)];
  const figures = { seed, count, livedSeconds, convergedSeconds, ...found, seen, ...(await weatherOf(world)), ends };
  process.stdout.write(`${JSON.stringify(figures)}\n`);
  expect(found).toEqual({ drift: { EUR: 0, USD: 0 }, hosts: {}, broken: [], raised: 0, differences: [] });
  const without = (counts: Record<string, number>) => Object.keys(counts).filter((name) => counts[name] === 0);
  expect(without(Object.fromEntries(Object.entries(ends).map(([name, { ended }]) => [name, ended])))).toEqual([]);
  if (Object.keys(ends).length === kinds.length) expect(without(seen)).toEqual([]);
}, 14_400_000);
