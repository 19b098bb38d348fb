/** The page of a home, from the cache: ours against what Koa does for a trivial answer, and for the same bytes. */
import { homePages } from '../asks.mjs';
import { homesDatabase, withClient } from '../database.mjs';
import { startBare, startOurs } from '../servers.mjs';
import { answerTo, planFile } from '../statements.mjs';

/** Homes that are looked at: a cache of a thousand entries holds them. */
const looked = 200;

/** @param {import('../bench.mjs').Bench} bench */
export async function measureHomePage(bench) {
  const homes = Math.min(...bench.sizes);
  const url = await homesDatabase(bench.server, homes, bench.say);
  const ids = await withClient(url, async (client) => {
    const { rows } = await client.query(
      'select document_id from search_property where listed order by hashint4(property_id) limit $1',
      [looked],
    );
    return rows.map((row) => row.document_id);
  });
  const pages = homePages(ids);
  const ours = await startOurs(url);
  const headers = [['content-type', 'application/json; charset=utf-8']];
  const plan = { '/trivial': { waves: [], headers, body: '{"ok":true}' } };
  for (const page of pages.slice(0, ids.length)) plan[page.path] = { waves: [], ...(await answerTo(ours.url, page)) };
  const file = planFile(plan);
  const koa = await startBare('koa', file.file, url);
  try {
    bench.say('page of a home, from the cache');
    await bench.compare({
      id: 'home page',
      what: 'page of a home, from the cache',
      homes,
      contestants: {
        ours: [ours, pages],
        'bare Koa': [koa, [{ path: '/trivial' }]],
        'bare Koa, same bytes': [koa, pages.map(({ path }) => ({ path }))],
      },
      ratios: [
        { of: 'ours', to: 'bare Koa', atLeast: 0.5 },
        { of: 'ours', to: 'bare Koa, same bytes' },
      ],
    });
  } finally {
    await ours.stop();
    await koa.stop();
    file.remove();
  }
}
