/** What a hundred times as many homes cost a search that has the same number of them in its box. */
import { homesDatabase } from '../database.mjs';
import { startOurs } from '../servers.mjs';
import { boxSizesIn, searchesBySize } from './search.mjs';

/** @param {import('../bench.mjs').Bench} bench */
export async function measureScale(bench) {
  const [small, large] = [Math.min(...bench.sizes), Math.max(...bench.sizes)];
  if (small === large) return bench.say('scale: needs two sizes (--homes 10000,1000000)');
  const urls = [
    await homesDatabase(bench.server, small, bench.say),
    await homesDatabase(bench.server, large, bench.say),
  ];
  const [few, many] = [`at ${small.toLocaleString('en')}`, `at ${large.toLocaleString('en')}`];
  const sizes = boxSizesIn(small);
  const asks = await Promise.all(urls.map((url) => searchesBySize(url, sizes)));
  const servers = [await startOurs(urls[0]), await startOurs(urls[1])];
  try {
    for (const size of sizes) {
      bench.say(`the same search at ${small} and at ${large} homes, ${size} in the box`);
      await bench.compare({
        id: `scale ${size}`,
        what: `p50 of search with ${size.toLocaleString('en')} homes in the box`,
        homes: large,
        contestants: { [few]: [servers[0], asks[0].get(size)], [many]: [servers[1], asks[1].get(size)] },
        ratios: [{ of: many, to: few, figure: 'p50', atMost: 1.5 }],
      });
    }
  } finally {
    for (const server of servers) await server.stop();
  }
}
