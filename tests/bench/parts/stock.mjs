/** Ours against a stock Strapi: its list of 25 homes with two relations, over REST and GraphQL. */
import { graphqlLists, graphqlSearches, stockLists } from '../asks.mjs';
import { homesDatabase } from '../database.mjs';
import { startOurs } from '../servers.mjs';
import { startStock, stockHomes } from '../stock/server.mjs';
import { searchesBySize } from './search.mjs';

/** As a guest's map of a quarter and of a town has them. */
const homesInBox = [25, 1_500];

/** @param {import('../bench.mjs').Bench} bench */
export async function measureStock(bench) {
  const homes = Math.max(...bench.sizes);
  const url = await homesDatabase(bench.server, homes, bench.say);
  const sizes = homesInBox.filter((size) => size * 6 <= homes);
  const searches = await searchesBySize(url, sizes);
  // First: its rows are copied from homes that nobody may be connected to.
  const stock = await startStock(bench.server, Math.min(stockHomes, homes), bench.say);
  const ours = await startOurs(url);
  const against = async (id, what, mine, theirs, atLeast) => {
    bench.say(what);
    await bench.compare({
      id,
      what,
      homes,
      contestants: { ours: [ours, mine], 'stock Strapi': [stock, theirs] },
      ratios: [{ of: 'ours', to: 'stock Strapi', atLeast }],
    });
  };
  try {
    for (const [size, asks] of searches) {
      const inBox = `${size.toLocaleString('en')} homes in the box`;
      await against(`stock rest ${size}`, `search with dates, ${inBox}, against a list of 25 with host and pictures`, asks, stockLists.rest, 30); // prettier-ignore
      await against(`stock graphql ${size}`, `GraphQL search with dates, ${inBox}, against a GraphQL list of 25 with host and pictures`, graphqlSearches(asks), stockLists.graphql, 30); // prettier-ignore
    }
    await against('stock generated graphql', 'generated GraphQL list of 25 with host and amenities', graphqlLists, graphqlLists, 5); // prettier-ignore
    await against('stock generated rest', 'generated REST list of 25 with host and amenities', stockLists.generated, stockLists.generated, 1.5); // prettier-ignore
  } finally {
    await ours.stop();
    await stock.stop();
  }
}
