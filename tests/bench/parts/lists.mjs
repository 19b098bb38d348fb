/** The generated list of homes by each filter and order that docs/search.md names: the slowest of them against the list without any. */
import { from } from '../asks.mjs';
import { homesDatabase, withClient } from '../database.mjs';
import { ask } from '../load.mjs';
import { startOurs } from '../servers.mjs';

/** Enough to tell which one is slow. */
const lookSeconds = 1;

/** Several addresses, and some pages where there are as many. */
const asksOf = (query, pages = [1]) =>
  Array.from({ length: 40 }, (_, n) => ({
    path: `/api/properties?${query}&pagination[page]=${pages[n % pages.length]}&pagination[pageSize]=25&populate[0]=host&populate[1]=amenities`,
    headers: from(n),
  }));

const hostsBy = (query) =>
  asksOf('').map(({ headers }) => ({ path: `/api/host-profiles?${query}&pagination[pageSize]=25`, headers }));

const plain = asksOf('', [1, 2, 3, 5, 8, 13, 21, 34]);

/** Values that many homes have, and that none has: a list of these is not to be looked for in all homes. */
async function documentedFilters(url) {
  const { rows } = await withClient(url, (client) =>
    client.query(
      `select home.document_id as id, host.document_id as host from properties home join host_profiles host on host.id = home.host_id
       where home.id > (select max(id) / 2 from properties) order by home.id limit 25`,
    ),
  );
  const values = {
    roomType: ['hotel_room', 'shared_room'],
    propertyType: ['Apartment', 'Castle'],
    currency: ['EUR', 'JPY'],
  };
  const newest = 'sort=publishedOn:desc';
  const byValue = Object.entries(values).flatMap(([name, [often, never]]) => [
    [`${name}, newest first`, asksOf(`filters[${name}][$eq]=${often}&${newest}`, [1, 5, 34])],
    [`${name} that no home has`, asksOf(`filters[${name}][$eq]=${never}`)],
    [`${name} that no home has, newest first`, asksOf(`filters[${name}][$eq]=${never}&${newest}`)],
  ]);
  return Object.fromEntries([
    ['25 by id', asksOf(rows.map(({ id }, n) => `filters[documentId][$in][${n}]=${id}`).join('&'))],
    ['host', asksOf(`filters[host][documentId][$eq]=${rows[0].host}`)],
    ['newest first', asksOf(newest, [1, 5, 34])],
    ['newest first, page 400', asksOf(newest, [400])],
    ...byValue,
    ['hosts', hostsBy('')],
    ['hosts by name', hostsBy('sort=displayName')],
    ['superhosts, by name downwards', hostsBy('filters[superhost][$eq]=true&sort=displayName:desc')],
    ['hosts of a name that none has', hostsBy('filters[displayName][$eq]=Nobody')],
  ]);
}

/** @param {import('../bench.mjs').Bench} bench */
export async function measureLists(bench) {
  const homes = Math.max(...bench.sizes);
  const url = await homesDatabase(bench.server, homes, bench.say);
  const filters = await documentedFilters(url);
  const ours = await startOurs(url);
  try {
    bench.say('the generated list by each documented filter');
    await ask(ours.url, plain, lookSeconds);
    const seen = [];
    for (const [name, asks] of Object.entries(filters)) {
      const { p50 } = await ask(ours.url, asks, lookSeconds);
      bench.say(`  ${name.padEnd(44)} p50 ${p50.toFixed(2)} ms`);
      seen.push({ name, p50 });
    }
    const [{ name }] = seen.sort((one, other) => other.p50 - one.p50);
    await bench.compare({
      id: 'slowest list filter',
      what: `generated list by its slowest documented filter (${name})`,
      homes,
      contestants: { filtered: [ours, filters[name]], 'no filter': [ours, plain] },
      ratios: [{ of: 'filtered', to: 'no filter', figure: 'p50', atMost: 1.5 }],
    });
  } finally {
    await ours.stop();
  }
}
