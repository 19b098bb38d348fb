import type { MarketplaceConfig } from '../../../../src/marketplace-config';
import { staleSearchRows } from '../../../../src/search/refresh-search-rows';
import type { TestCasita } from '../../support/casita';
import { allProofs } from '../../support/proofs';
import { randomFrom, type Random } from '../random-world';
import { compareFacets, compareSearches } from './compare';
import { liveOn } from './live-on';
import type { Query } from './naive-search';
import { randomQuery, subjectOf } from './questions';
import { readTruths } from './truth';

/** How much of the proof is asked: a part in each run, another one every time. */
const size = allProofs ? { queries: 2_000, facets: 500, acts: 1_000 } : { queries: 25, facets: 4, acts: 30 };

interface City {
  readonly name: string;
  readonly world: TestCasita;
  readonly taxes: MarketplaceConfig['taxes'];
}

/**
 * Searches of a whole city against the naive search, before and after it has lived on; half of those after are the ones that were asked
 * before, of which the app may have kept something. @param seed printed with every figure: SEED=… asks the same again
 */
export async function proveCity(city: City, seed: number): Promise<void> {
  const random = randomFrom(seed);
  const config = { ...city.world.app.config, taxes: city.taxes };
  const asked = await compareAll(city, config, random, 'before', []);
  const started = performance.now();
  const done = await liveOn(city.world, random, size.acts);
  say(`${city.name}: ${size.acts} acts in ${seconds(started)}, ${JSON.stringify(done)}`);
  const { db } = city.world.app;
  const ids = (await db.query<{ id: number }>('select id from properties')).map(({ id }) => id);
  expect(await staleSearchRows(db, ids)).toEqual([]);
  await compareAll(city, config, random, 'after', asked.slice(0, size.queries / 2));
}

/** @returns what was asked: `again`, and others */
async function compareAll(
  { name, world }: City,
  config: MarketplaceConfig,
  random: Random,
  when: string,
  again: readonly Query[],
): Promise<readonly Query[]> {
  const { app } = world;
  const now = app.clock.now();
  const today = now.toString().slice(0, 10) as Parameters<typeof readTruths>[1];
  const known = { truths: await readTruths(app.db, today), config, now };
  const subject = subjectOf(random, known.truths, today);
  const started = performance.now();
  const others = Array.from({ length: size.queries - again.length }, () => randomQuery(random, subject));
  const queries = [...again, ...others];
  const found = await compareSearches(app, known, queries);
  const { facetValues } = await compareFacets(app, known, random, subject, size.facets);
  say(
    `${name} ${when}, ${known.truths.length} homes: ${size.queries} searches found ${found.shown} (${found.dated} for dates, ${found.flexible} for flexible ones), ${size.facets} counted ${facetValues} values, in ${seconds(started)}`,
  );
  // The questions must have been worth asking; of a few of them, that any found something is all that can be said.
  expect(found.shown).toBeGreaterThan(0);
  if (!allProofs) return queries;
  expect(found.shown).toBeGreaterThan(size.queries * 5);
  expect(found.dated).toBeGreaterThan(size.queries);
  expect(found.flexible).toBeGreaterThan(size.queries / 4);
  expect(facetValues).toBeGreaterThan(size.facets * 5);
  return queries;
}

const seconds = (started: number) => `${((performance.now() - started) / 1_000).toFixed(1)} s`;
const say = (line: string) => process.stderr.write(`${line}\n`);
