import { Temporal } from 'temporal-polyfill';
import type { HowAsked, Sql } from '../../../src/adapters/postgres/sql';
import { countAndFindHomes } from '../../../src/search/queries/find-homes';
import { readSearch, searchQuery } from '../../../src/search/search-query';

/** What is kept of searches is bounded, whatever is asked. */

const far = { checkIn: '2027-05-10', checkOut: '2027-05-13' };

it('a search is made once for a query that comes again, unless it has so many stays that keeping thousands would fill the memory', () => {
  const once = searchQuery.parse({ flexible: '7', ...far });
  expect(readSearch(once)).toBe(readSearch(once));
  const months = searchQuery.parse({ flexible: 'week', months: '2027-01,2027-02,2027-03' });
  expect(readSearch(months)).not.toBe(readSearch(months));
});

it('however many shapes of a search are asked for, connections keep the plans of a hundred', async () => {
  const names = new Set<string | undefined>();
  const sql = { query: async (_text: string, _values: unknown, how?: HowAsked) => (names.add(how?.planKeptAs), []) };
  const filters = [
    { infants: '1' },
    { pets: '1' },
    { roomType: 'hotel_room' },
    { instantBook: 'true' },
    { currency: 'EUR' },
    far,
  ];
  const ask = async (query: object) => {
    const search = readSearch(searchQuery.parse({ bbox: '0,0,1,1', ...query }));
    for (const most of [10, 20, 30])
      await countAndFindHomes(sql as unknown as Sql, search, Temporal.Now.instant(), {
        position: null,
        limit: 21,
        most,
      });
  };
  await ask({});
  const [first] = names;
  for (let set = 1; set < 2 ** filters.length; set += 1)
    await ask(Object.assign({}, ...filters.filter((_filter, n) => (set >> n) & 1)) as object);
  expect(first).toEqual(expect.stringMatching(/^search-/));
  expect(names).toContain(undefined);
  expect(names.size).toBeLessThanOrEqual(101);
  names.clear();
  await ask({});
  expect(names).toContain(first);
});
