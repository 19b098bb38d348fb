import { Temporal } from 'temporal-polyfill';
import type { Casita } from '../../../src/ports';
import { jsonOf } from '../../../src/contract/kept-answer';
import { JsonList, type AnyOperation } from '../../../src/contract/operation';
import { keepPage, pageAgain, type PageFound } from '../../../src/search/known-pages';
import { searchOperations } from '../../../src/search/operations';
import { searchHomes } from '../../../src/search/search-homes';
import { forgetShown } from '../../../src/search/per-marketplace';
import { readSearch, searchQuery } from '../../../src/search/search-query';
import type { ShownHome } from '../../../src/search/show-homes';

const search = searchOperations.find(({ id }) => id === 'searchProperties') as AnyOperation;
const market = () => ({ searchDb: {}, config: {} }) as unknown as Casita;
const found = (id: number, version = `${id}00`) => `${id},${version},1`;
const foundAll = (...homes: readonly string[]) => homes.join(';');
const shown = (id: number, version: string | null = `${id}00`): ShownHome => ({
  total: null,
  version,
  pieces: [Buffer.from(`{"id":${id}`), Buffer.from('}')],
  read: () => ({ id }),
});
const asked: PageFound = {
  search: readSearch(searchQuery.parse({ q: 'casa' })),
  quarter: 2_011_240,
  pageSize: 2,
  count: 3,
  found: foundAll(found(1), found(2), found(3)),
};
const page = { homes: [shown(1), shown(2)], nextCursor: 'next', total: 3, totalIsExact: true };

test('gives the page again for the same homes of the same versions', () => {
  const app = market();
  expect(pageAgain(app, asked)).toBeNull();
  keepPage(app, asked, page);
  const later = { ...asked, found: foundAll(found(1), found(2), found(3)) };
  expect(pageAgain(app, later)).toBe(page);
  expect(pageAgain(market(), asked)).toBeNull();
  forgetShown();
  expect(pageAgain(app, asked)).toBeNull();
});

test.each<[string, Partial<PageFound>]>([
  ['another version', { found: foundAll(found(1), found(2, '201'), found(3)) }],
  ['another version of the home after the page', { found: foundAll(found(1), found(2), found(3, '301')) }],
  ['another order', { found: foundAll(found(2), found(1), found(3)) }],
  ['a home less', { found: foundAll(found(1), found(2)) }],
  ['a home more', { found: foundAll(found(1), found(2), found(3), found(4)) }],
  ['no home', { found: '' }],
  ['another stay', { found: foundAll(found(1), `${found(2)},2027-06-01,2027-06-03`, found(3)) }],
  ['another count', { count: 4 }],
  ['another size', { pageSize: 3 }],
  ['the next quarter of an hour', { quarter: asked.quarter + 1 }],
  ['another search', { search: readSearch(searchQuery.parse({ q: 'casa' })) }],
])('does not give it for %s', (_what, change) => {
  const app = market();
  keepPage(app, asked, page);
  expect(pageAgain(app, { ...asked, ...change })).toBeNull();
});

/** A market of homes 1 to 5 where a search finds three at a time, and reads of them what it is told. */
function marketOf(rows: (id: number) => object | null, versionOf: (id: number) => string, countOf = () => 3) {
  const read = (ids: readonly number[]) =>
    ids.flatMap((id) => {
      const row = rows(id);
      return row ? [{ property_id: id, version: versionOf(id), card: `{"id":${id}}`, photos: '[]', currency: 'EUR', base_price: 1, ...row }] : []; // prettier-ignore
    });
  const query = async (text: string, [ids]: readonly unknown[]) => {
    if (text.includes('from unnest')) return read(String(ids).match(/\d+/g)?.map(Number) ?? []);
    const batch = text.includes('with matching') ? [1, 2, 3] : [4, 5];
    return [{ count: countOf(), found: foundAll(...batch.map((id) => found(id, versionOf(id)))) }];
  };
  const clock = { now: () => Temporal.Instant.from('2027-05-01T10:00:00Z') };
  return { searchDb: { query, isBusy: () => false }, config: {}, clock } as unknown as Casita;
}

async function searched(app: Casita) {
  const outcome = await searchHomes(app, asked.search, { cursor: undefined, pageSize: 2 });
  return outcome.ok ? outcome.value.homes : [];
}

test('keeps the page that a search found', async () => {
  const app = marketOf(
    () => ({}),
    () => '7',
  );
  expect(await searched(app)).toBe(await searched(app));
});

test.each<[string, (id: number) => object | null]>([
  ['left out a home', (id) => (id === 1 ? null : {})],
  ['read a home anew in another version', (id) => (id === 2 ? { version: '8' } : {})],
  ['shows a price that hangs on more than the row', (id) => (id === 2 ? { bookings: 0 } : {})],
])('does not keep a page that %s', async (_what, rows) => {
  const app = marketOf(rows, () => '7');
  const first = await searched(app);
  expect(first).toHaveLength(2);
  expect(await searched(app)).not.toBe(first);
});

test('does not keep a page whose last homes are of a further batch, where those of the first are gone and all were written at once', async () => {
  let written = '7';
  const versionOf = (id: number) => (id === 4 ? written : '7');
  const app = marketOf((id) => (id === 2 || id === 3 ? null : { card: `{"written":"${versionOf(id)}"}` }), versionOf);
  const shownOf = async () => (await searched(app)).map((home) => home.read());
  expect(await shownOf()).toMatchObject([{ written: '7' }, { written: '7' }]);
  written = '8';
  expect(await shownOf()).toMatchObject([{ written: '7' }, { written: '8' }]);
});

test('keeps some megabytes of pages, the last ones', () => {
  const app = market();
  const big = { ...shown(1), pieces: [Buffer.alloc(6_000_000)] };
  const searches = [1, 2, 3].map((adults) => readSearch(searchQuery.parse({ q: 'casa', adults: String(adults) })));
  const pages = searches.map((search) => ({ ...asked, search, found: found(1) }));
  for (const each of pages) keepPage(app, each, { ...page, homes: [big] });
  expect(pages.map((each) => pageAgain(app, each) !== null)).toEqual([false, true, true]);
});

test('puts the text of an answer together once, and anew for another meta', () => {
  const list = new JsonList(page.homes);
  const meta = { total: 3 };
  const text = list.answered(meta);
  expect(JSON.parse(text.toString())).toEqual({ data: [{ id: 1 }, { id: 2 }], meta });
  expect(list.answered(meta)).toBe(text);
  expect(JSON.parse(list.answered({ total: 4 }).toString())).toMatchObject({ meta: { total: 4 } });
  expect(new JsonList([]).textBetween('', '').toString()).toBe('[]');
  expect(list.read()).toEqual([{ id: 1 }, { id: 2 }]);
});

test('answers the page that a search found before in the very same bytes, and in others once more homes are counted', async () => {
  let count = 3;
  const app = marketOf(
    () => ({}),
    () => '7',
    () => count,
  );
  const query = Object.freeze(searchQuery.parse({ q: 'casa', pageSize: '2' }));
  const answered = async () => {
    const outcome = await search.handle(app, { query } as never);
    if (!outcome.ok) throw new Error(outcome.message);
    return jsonOf(search, outcome.value);
  };
  const first = await answered();
  expect(await answered()).toBe(first);
  expect(JSON.parse(first.toString())).toMatchObject({ meta: { pagination: { pageSize: 2, total: 3 } } });
  count = 4;
  expect(JSON.parse((await answered()).toString())).toMatchObject({ meta: { pagination: { total: 4 } } });
});
