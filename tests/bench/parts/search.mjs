/** Search with dates, by the number of homes in the box: ours against a bare server with the same statements and bytes. */
import { datedSearches, newSearches } from '../asks.mjs';
import { boxesAround, boxSizes } from '../boxes.mjs';
import { homesDatabase, withClient } from '../database.mjs';
import { ask } from '../load.mjs';
import { startBare, startOurs } from '../servers.mjs';
import { planFile, recordPlan } from '../statements.mjs';

const boxesEach = 50;
/** A box is much smaller than all homes: of ten thousand homes, fifteen thousand are in none. */
export const boxSizesIn = (homes) => boxSizes.filter((size) => size * 6 <= homes);

/** @param {import('../bench.mjs').Bench} bench */
export async function measureSearch(bench) {
  for (const homes of bench.sizes) await measureAt(bench, homes);
}

async function measureAt(bench, homes) {
  const url = await homesDatabase(bench.server, homes, bench.say);
  const asks = await searchesBySize(url, boxSizesIn(homes), asksFor(bench));
  const plan = {};
  for (const each of asks.values()) Object.assign(plan, await recordPlan(url, each));
  const file = planFile(plan);
  const ours = await startOurs(url);
  const bare = await startBare('http', file.file, url);
  try {
    for (const [homesInBox, each] of asks) {
      bench.say(`search with dates, ${homesInBox} of ${homes} homes in the box`);
      await bench.compare({
        id: `search ${homesInBox}`,
        what: `search with dates, ${homesInBox.toLocaleString('en')} homes in the box`,
        homes,
        contestants: { ours: [ours, each], 'bare http': [bare, each] },
        ratios: [{ of: 'ours', to: 'bare http', atLeast: 0.85 }],
      });
    }
    await measureNew(bench, { url, homes, ours, before: asks.get(boxSizes[0]) });
  } finally {
    await ours.stop();
    await bare.stop();
    file.remove();
  }
}

/** As many as are answered in a round, and no more than there are days for. */
const newSearchesFor = ({ seconds }) => Math.min(2_000, seconds * 400);

/** What keeping homes does for those who ask what was asked before, and does not for the others: their stays are new for every home. */
async function measureNew(bench, { url, homes, ours, before }) {
  const [size] = boxSizes;
  const boxes = await withClient(url, (client) => boxesAround(client, size, boxesEach));
  let round = 0;
  bench.say(`stays that nobody asked for, ${size} of ${homes} homes in the box`);
  await bench.takeTurns({
    id: 'search new',
    what: `search with dates, ${size} homes in the box, each stay asked for the first time`,
    homes,
    turns: {
      'first time': () => ask(ours.url, newSearches(boxes, newSearchesFor(bench), (round += 1)), 'once'),
      'asked before': () => ask(ours.url, before, bench.seconds),
    },
    ratios: [{ of: 'first time', to: 'asked before' }],
  });
}

/** Enough that a round does not ask them many times over: each is recorded first. */
const asksFor = ({ seconds }) => Math.min(400, seconds * 80);

/** @returns {Promise<Map<number, import('../load.mjs').Ask[]>>} by the number of homes in the box */
export const searchesBySize = (url, sizes, count) =>
  withClient(url, async (client) => {
    const asks = new Map();
    for (const size of sizes) asks.set(size, datedSearches(await boxesAround(client, size, boxesEach), count));
    return asks;
  });
