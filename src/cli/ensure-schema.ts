import { createStrapi } from '@strapi/strapi';
import { constraintSteps } from '../adapters/postgres/content-type-constraints';
import type { Sql } from '../adapters/postgres/sql';
import { appDir, distDir } from './environment';
import { withMigrationTurn } from './migration-turn';

/** Makes the tables where they are missing or older than this code, by starting the app once, without its doors. */
export async function ensureSchema(sql: Sql, databaseUrl: string, log: (line: string) => void): Promise<void> {
  if (await isCurrent(sql)) return;
  log('Making the tables (once) …');
  await withLogsOnStandardError(() =>
    withMigrationTurn(databaseUrl, log, async () => {
      const strapi = createStrapi({ appDir, distDir });
      await strapi.load();
      await strapi.destroy();
    }),
  );
}

async function isCurrent(sql: Sql): Promise<boolean> {
  const [found] = await sql.query<{ exists: boolean }>(
    `select to_regclass('content_type_constraint') is not null as exists`,
  );
  if (!found?.exists) return false;
  const done = await sql.query<{ name: string }>('select name from content_type_constraint');
  const names = new Set(done.map((row) => row.name));
  return constraintSteps.every((step) => names.has(step));
}

/** Standard output belongs to the command's own answer; Strapi logs there. */
async function withLogsOnStandardError(work: () => Promise<void>): Promise<void> {
  const write = process.stdout.write;
  process.stdout.write = process.stderr.write.bind(process.stderr) as typeof write;
  try {
    await work();
  } finally {
    process.stdout.write = write;
  }
}
