/** What it costs to be known: the same searches with a token and without, and a read that does next to nothing else. */
import { homesDatabase } from '../database.mjs';
import { signInAll } from '../people.mjs';
import { startOurs } from '../servers.mjs';
import { searchesBySize } from './search.mjs';

const homesInBox = 25;

/** @param {import('../bench.mjs').Bench} bench */
export async function measureSignedIn(bench) {
  const homes = Math.min(...bench.sizes);
  const url = await homesDatabase(bench.server, homes, bench.say);
  const anonymous = (await searchesBySize(url, [homesInBox])).get(homesInBox);
  const ours = await startOurs(url);
  try {
    const tokens = await signInAll(url, ours.url);
    const signedIn = anonymous.map((each, n) => ({
      ...each,
      headers: { ...each.headers, authorization: `Bearer ${tokens[n % tokens.length]}` },
    }));
    bench.say('search with dates, signed in and not');
    await bench.compare({
      id: 'signed in',
      what: `search with dates, ${homesInBox} homes in the box`,
      homes,
      contestants: { 'signed in': [ours, signedIn], anonymous: [ours, anonymous] },
      ratios: [{ of: 'signed in', to: 'anonymous', atLeast: 0.7 }],
    });
  } finally {
    await ours.stop();
  }
}
