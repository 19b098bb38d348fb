import { memoryRateLimiter } from '../../../../src/adapters/memory/rate-limiter';
import { dataOf, type AnyOperation } from '../../../../src/contract/operation';
import { perform } from '../../../../src/contract/perform';
import type { Casita } from '../../../../src/ports';
import { searchOperations } from '../../../../src/search/operations';
import type { Random } from '../random-world';
import { facetNames, naiveFacet, naiveSearch, type Known, type Query } from './naive-search';
import { randomQuery, type Subject } from './questions';

/** Few pages tell whether the next one goes on where the last one ended. */
const PAGES_MAX = 4;

interface Page {
  readonly data: {
    readonly documentId: string;
    readonly stay: { readonly checkIn: string; readonly checkOut: string; readonly total: { amount: number } } | null;
  }[];
  readonly meta: {
    readonly facets: { readonly name: string; readonly values: { readonly value: string; readonly count: number }[] }[];
    readonly pagination: { readonly nextCursor: string | null; readonly total: number; readonly totalIsExact: boolean };
    readonly correctedQ: string | null;
  };
}

export const performSearch = (app: Casita, query: Query) =>
  perform(app, searchOperations[0] as AnyOperation, {
    ...{ door: 'rest' as const, bearer: null, address: '1', params: {}, query, body: undefined, idempotencyKey: null },
  });

async function ask(app: Casita, query: Query): Promise<Page> {
  const outcome = await performSearch({ ...app, limiter: memoryRateLimiter() }, query);
  if (!outcome.ok) throw new Error(`${outcome.message} ${JSON.stringify(query)}`);
  return { ...outcome.value, data: dataOf(outcome.value) } as never;
}

/** All pages, one after the other, or the first `PAGES_MAX` of them. */
async function askAll(app: Casita, query: Query): Promise<Page & { readonly isWhole: boolean }> {
  const first = await ask(app, query);
  const data = [...first.data];
  let page = first;
  for (let pages = 1; page.meta.pagination.nextCursor !== null && pages < PAGES_MAX; pages += 1) {
    expect(page.data).toHaveLength(Number(query['pageSize']));
    page = await ask(app, { ...query, cursor: page.meta.pagination.nextCursor });
    data.push(...page.data);
  }
  return { data, meta: first.meta, isWhole: page.meta.pagination.nextCursor === null };
}

/** The app at the one instant at which the naive search is asked too. */
const appAt = (app: Casita, { config, now }: Known): Casita => ({ ...app, config, clock: { now: () => now } });

/** What was asked and what came of it, so that a proof can say whether it was worth anything. */
export interface Compared {
  queries: number;
  shown: number;
  dated: number;
  flexible: number;
  facetValues: number;
}

/** Throws at the first question that is answered otherwise than by the naive search. */
export async function compareSearches(app: Casita, known: Known, queries: readonly Query[]) {
  const compared: Compared = { queries: queries.length, shown: 0, dated: 0, flexible: 0, facetValues: 0 };
  for (const query of queries) await compareOne(appAt(app, known), known, query, compared);
  return compared;
}

/** What was searched for: words are read as others only where nothing is found, and some word is no home's. */
function meantBy(known: Known, query: Query, { correctedQ }: Page['meta']): Query {
  if (correctedQ === null) return query;
  expect([query, naiveSearch(known, query).length]).toEqual([query, 0]);
  expect((query['q'] ?? '').split(' ').filter((word) => naiveSearch(known, { q: word }).length === 0)).not.toEqual([]);
  return { ...query, q: correctedQ };
}

async function compareOne(app: Casita, known: Known, query: Query, compared: Compared): Promise<void> {
  const found = await askAll(app, query);
  const expected = naiveSearch(known, meantBy(known, query, found.meta));
  const context = JSON.stringify(query);
  const wanted = found.isWhole ? expected : expected.slice(0, found.data.length);
  expect([
    context,
    ...found.data.map(
      (home) => `${home.documentId} ${home.stay?.checkIn} ${home.stay?.checkOut} ${home.stay?.total.amount ?? null}`,
    ),
  ]).toEqual([context, ...wanted.map((home) => `${home.documentId} ${home.stay} ${home.total}`)]);
  const { total, totalIsExact } = found.meta.pagination;
  expect([context, total, totalIsExact]).toEqual([context, expected.length, true]);
  compared.shown += expected.length;
  compared.dated += query['checkIn'] ? expected.length : 0;
  compared.flexible += query['months'] || /\d/.test(query['flexible'] ?? '') ? expected.length : 0;
}

/** The same for the counts of all facets. */
export async function compareFacets(app: Casita, known: Known, random: Random, subject: Subject, queries: number) {
  const compared: Compared = { queries, shown: 0, dated: 0, flexible: 0, facetValues: 0 };
  for (let n = 0; n < queries; n += 1) {
    const query = { ...randomQuery(random, subject), facets: facetNames.join(',') };
    const { meta } = await ask(appAt(app, known), query);
    const { facets } = meta;
    const meant = meantBy(known, query, meta);
    for (const { name, values } of facets) {
      const counted = values.map(({ value, count }) => [value, count]);
      expect([name, query, ...counted]).toEqual([name, query, ...naiveFacet(known, meant, name)]);
      compared.facetValues += values.length;
    }
    expect(facets.map(({ name }) => name)).toEqual(facetNames);
  }
  return compared;
}
