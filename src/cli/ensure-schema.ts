import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { constraintSteps } from '../adapters/postgres/content-type-constraints';
import type { Sql } from '../adapters/postgres/sql';

/** Makes the tables where they are missing or older than this code: by `migrate`, in a process of its own. */
export async function ensureSchema(sql: Sql, databaseUrl: string, log: (line: string) => void): Promise<void> {
  if (await isCurrent(sql)) return;
  log('Bringing the tables up to date (once) …');
  const code = await migrate(databaseUrl);
  if (code !== 0) throw new Error(`The tables could not be made: migrate ended with ${code}`);
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

/** What it prints goes to standard error: standard output belongs to this command's own answer. */
function migrate(databaseUrl: string): Promise<number | null> {
  const child = spawn(process.execPath, [join(__dirname, 'migrate.js')], {
    stdio: ['ignore', 2, 2],
    env: { ...process.env, DATABASE_URL: databaseUrl },
  });
  return new Promise((resolve, reject) => child.once('error', reject).once('exit', resolve));
}
