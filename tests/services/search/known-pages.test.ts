import { Temporal } from 'temporal-polyfill';
import type { Night } from '../../../src/domain/night';
import type { Casita } from '../../../src/ports';
import { keepPage, listOf, pageAgain, type PageFound } from '../../../src/search/known-pages';
import { searchHomes } from '../../../src/search/search-homes';
import { forgetShown } from '../../../src/search/per-marketplace';
import { readSearch, searchQuery } from '../../../src/search/search-query';
import type { ShownHome } from '../../../src/search/show-homes';

const market = () => ({ searchDb: {}, config: {} }) as unknown as Casita;
const found = (id: number, version = `${id}00`) => ({ property_id: id, version, key: 1 });
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
  found: [found(1), found(2), found(3)],
};
const page = { homes: [shown(1), shown(2)], next: { key: 1, id: 2 } };
const all = [...page.homes, shown(3)];

test('gives the page again for the same homes of the same versions', () => {
  const app = market();
  expect(pageAgain(app, asked)).toBeNull();
  keepPage(app, asked, all, page);
  const later = { ...asked, found: [found(1), found(2), found(3)] };
  expect(pageAgain(app, later)).toMatchObject(page);
  expect(pageAgain(market(), asked)).toBeNull();
  forgetShown();
  expect(pageAgain(app, asked)).toBeNull();
});

const stay = { check_in: '2027-06-01' as Night, check_out: '2027-06-03' as Night };

test.each<[string, Partial<PageFound>]>([
  ['another version', { found: [found(1), found(2, '201'), found(3)] }],
  ['another version of the home after the page', { found: [found(1), found(2), found(3, '301')] }],
  ['another order', { found: [found(2), found(1), found(3)] }],
  ['a home less', { found: [found(1), found(2)] }],
  ['a home more', { found: [found(1), found(2), found(3), found(4)] }],
  ['no home', { found: [] }],
  ['another stay', { found: [found(1), { ...found(2), ...stay }, found(3)] }],
  ['another size', { pageSize: 3 }],
  ['the next quarter of an hour', { quarter: asked.quarter + 1 }],
  ['another search', { search: readSearch(searchQuery.parse({ q: 'casa' })) }],
])('does not give it for %s', (_what, change) => {
  const app = market();
  keepPage(app, asked, all, page);
  expect(pageAgain(app, { ...asked, ...change })).toBeNull();
});

test.each<[string, ShownHome[]]>([
  ['left out a home', [shown(1), shown(3)]],
  ['took homes of a further batch', [...all, shown(4)]],
  ['read a home anew in another version', [shown(1), shown(2, '201'), shown(3)]],
  ['shows a price that hangs on more than the row', [shown(1), shown(2, null), shown(3)]],
])('does not keep a page that %s', (_what, homes) => {
  const app = market();
  keepPage(app, asked, homes, page);
  expect(pageAgain(app, asked)).toBeNull();
});

test('does not keep a page whose last homes are of a further batch, where those of the first are gone and all were written at once', async () => {
  let written = '7';
  const versionOf = (id: number) => (id === 4 ? written : '7');
  const read = (ids: readonly number[]) =>
    ids.map((id) => ({ ...found(id, versionOf(id)), card: `{"written":"${versionOf(id)}"}`, photos: '[]', currency: 'EUR', base_price: 1 })); // prettier-ignore
  const query = async (text: string, [ids]: readonly unknown[]) => {
    if (text.includes('from unnest')) return read((ids as number[]).filter((id) => id !== 2 && id !== 3));
    const batch = text.includes('with reach') ? [1, 2, 3] : [4, 5];
    return batch.map((id) => ({ ...found(id, versionOf(id)), count: 3, is_whole: true }));
  };
  const app = {
    searchDb: { query, isBusy: () => false },
    config: {},
    clock: { now: () => Temporal.Instant.from('2027-05-01T10:00:00Z') },
  };
  const shownOf = async () => {
    const outcome = await searchHomes(app as unknown as Casita, asked.search, { cursor: undefined, pageSize: 2 });
    return outcome.ok ? outcome.value.homes.map((home) => home.read()) : outcome;
  };
  expect(await shownOf()).toMatchObject([{ written: '7' }, { written: '7' }]);
  written = '8';
  expect(await shownOf()).toMatchObject([{ written: '7' }, { written: '8' }]);
});

test('keeps some megabytes of pages, the last ones', () => {
  const app = market();
  const big = { ...shown(1), pieces: [Buffer.alloc(5_000_000)] };
  const searches = [1, 2, 3].map((adults) => readSearch(searchQuery.parse({ q: 'casa', adults: String(adults) })));
  const pages = searches.map((search) => ({ ...asked, search, found: [found(1)] }));
  for (const each of pages) keepPage(app, each, [big], { homes: [big], next: null });
  expect(pages.map((each) => pageAgain(app, each) !== null)).toEqual([false, true, true]);
});

test('puts the text of a page together once, and anew between other words', () => {
  const text = listOf(page.homes).textBetween('{"data":', ',"meta":1}');
  expect(JSON.parse(text.toString())).toEqual({ data: [{ id: 1 }, { id: 2 }], meta: 1 });
  expect(listOf(page.homes).textBetween('{"data":', ',"meta":1}')).toBe(text);
  expect(listOf(page.homes).textBetween('{"data":', ',"meta":2}').toString()).toBe(
    '{"data":[{"id":1},{"id":2}],"meta":2}',
  );
  expect(listOf([]).textBetween('', '').toString()).toBe('[]');
  expect(listOf([...page.homes]).read()).toEqual([{ id: 1 }, { id: 2 }]);
});
