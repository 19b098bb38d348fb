/** What one process of the app needs: time until it is ready, and memory once it has worked. */
import { setTimeout as sleep } from 'node:timers/promises';
import { homesDatabase } from '../database.mjs';
import { ask } from '../load.mjs';
import { median } from '../rounds.mjs';
import { residentMegabytes, startOurs } from '../servers.mjs';
import { boxSizesIn, searchesBySize } from './search.mjs';

const starts = 3;
/** Sockets are closed, and what can be freed soon is. */
const settleMs = 3_000;

/** @param {import('../bench.mjs').Bench} bench */
export async function measureProcess(bench) {
  const homes = Math.max(...bench.sizes);
  const url = await homesDatabase(bench.server, homes, bench.say);
  const seconds = [];
  let app;
  for (let n = 0; n < starts; n += 1) {
    await app?.stop();
    app = await startOurs(url);
    seconds.push(app.readyAfterMs / 1_000);
  }
  try {
    const asks = [...(await searchesBySize(url, boxSizesIn(homes))).values()].flat();
    const seen = [];
    for (let n = 0; n < bench.rounds; n += 1) seen.push(await ask(app.url, asks, bench.seconds));
    await sleep(settleMs);
    const megabytes = residentMegabytes(app.pid);
    const row = { homes, figures: { ours: { notOk: seen.reduce((sum, each) => sum + each.notOk, 0) } } };
    bench.add({ id: 'start', what: 'start to /ready', ...row, ratios: [{ of: 'seconds', atMost: 6, ratio: median(seconds) }] }); // prettier-ignore
    if (megabytes === null) return bench.say('memory: this system does not say it (/proc)');
    bench.add({ id: 'memory', what: 'memory after the load', ...row, ratios: [{ of: 'MB', atMost: 450, ratio: megabytes }] }); // prettier-ignore
  } finally {
    await app.stop();
  }
}
