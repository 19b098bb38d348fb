/** `npm run worker`: the jobs alone, without HTTP. Any number of workers share the work; start the apps with WORKERS=apart. */
import { obtainDatabase } from './database-address';
import { appDir, distDir, loadEnvironment, missingInProduction } from './environment';
import { withMigrationTurn } from './migration-turn';
import { onStopSignal, takeOverSignals } from './signals';

const say = (line: string) => console.log(`[casita worker] ${line}`);

async function main(): Promise<void> {
  loadEnvironment();
  const missing = missingInProduction(process.env);
  if (missing.length > 0) throw new Error(`In production these must be set: ${missing.join(', ')}`);
  // Here the jobs are what the process is for, whatever the apps beside it do.
  process.env.WORKERS = 'in-process';
  const stopping = onStopSignal();
  const database = await obtainDatabase(say);
  const worker = await Promise.race([startWorker(database.url), stopping.then(() => undefined)]);
  if (worker) {
    say('at work');
    await stopping;
    await worker.stop();
  }
  await database.stop();
  process.exit(0);
}

/** Stopping lets the jobs under way finish. */
async function startWorker(databaseUrl: string): Promise<{ stop(): Promise<void> }> {
  const { createStrapi } = await import('@strapi/strapi');
  const strapi = takeOverSignals(() => createStrapi({ appDir, distDir, serveAdminPanel: false }));
  await withMigrationTurn(databaseUrl, say, () => strapi.load());
  return { stop: () => strapi.destroy() };
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
