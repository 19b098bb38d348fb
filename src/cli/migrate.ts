/** `npm run migrate`: brings the database up to date and ends. With several instances this goes first, alone. */
import { obtainDatabase } from './database-address';
import { appDir, distDir, loadEnvironment } from './environment';
import { withMigrationTurn } from './migration-turn';
import { takeOverSignals } from './signals';

const say = (line: string) => console.log(`[casita] ${line}`);

async function main(): Promise<void> {
  loadEnvironment();
  // Jobs belong to the running app; they would start in the middle of the migration.
  process.env.WORKERS = 'apart';
  const database = await obtainDatabase(say);
  const { createStrapi } = await import('@strapi/strapi');
  const strapi = takeOverSignals(() => createStrapi({ appDir, distDir, serveAdminPanel: false }));
  await withMigrationTurn(database.url, say, () => strapi.load());
  await strapi.destroy();
  await database.stop();
  process.exit(0);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
