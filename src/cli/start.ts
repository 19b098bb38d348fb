/** `npm start`: the whole app in one process. */
import { executionAsyncResource } from 'node:async_hooks';
import { setFlagsFromString } from 'node:v8';
import { attachDrain } from '../adapters/http-drain';
import { answerForCompiler } from './compiled-already';
import { obtainDatabase } from './database-address';
import { appDir, distDir, loadEnvironment, missingInProduction } from './environment';
import { withMigrationTurn } from './migration-turn';
import { onStopSignal, takeOverSignals } from './signals';

const drainPatienceMs = 25_000;

/**
 * By how much more than lives in it the heap may grow before V8 looks through it again. Left alone it lets a process that answers much grow by half, and
 * most of that is garbage.
 */
const heapGrowthPercent = 25;

/**
 * V8 makes what lived long at first, such as pages that were kept, in the old space for ever after, where each holds what it points to until the
 * whole heap is looked through, seconds later. Of what searches leave behind that is all that ever grew old: without it nothing does.
 */
const isBornYoung = '--no-allocation-site-pretenuring';

/**
 * V8 forgets the shape of node:process's ticks when it looks through the heap while none is under way, and from then on may make each of
 * them the slow way: eight for an answer, at ten times their price. One that stays keeps the shape.
 */
const keptTicks: object[] = [];

const say = (line: string) => console.log(`[casita] ${line}`);

async function main(): Promise<void> {
  setFlagsFromString(`--heap-growing-percent=${heapGrowthPercent}`);
  setFlagsFromString(isBornYoung);
  process.nextTick(() => keptTicks.push(executionAsyncResource()));
  loadEnvironment();
  const missing = missingInProduction(process.env);
  if (missing.length > 0) throw new Error(`In production these must be set: ${missing.join(', ')}`);

  const stopping = onStopSignal();
  const database = await obtainDatabase(say);
  const app = await Promise.race([startApp(database.url), stopping.then(() => undefined)]);
  if (app) {
    await stopping;
    await app.stop();
  }
  await database.stop();
  process.exit(0);
}

async function startApp(databaseUrl: string): Promise<{ stop(): Promise<void> }> {
  answerForCompiler(distDir);
  const { createStrapi } = await import('@strapi/strapi');
  const strapi = takeOverSignals(() => createStrapi({ appDir, distDir }));
  await withMigrationTurn(databaseUrl, say, () => strapi.load());
  const http = attachDrain(strapi.server.httpServer);
  await strapi.start();
  return {
    stop: async () => {
      const cut = await http.drain(drainPatienceMs);
      if (cut > 0) say(`${cut} requests were still running after ${drainPatienceMs / 1000} s and are cut off`);
      await strapi.destroy();
    },
  };
}

main().catch((error: unknown) => {
  console.error(error instanceof Error && error.message ? error : String(error));
  process.exit(1);
});
