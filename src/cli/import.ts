/** `npm run import -- inside-airbnb <folder or URL>`: see docs/import.md. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../adapters/postgres/database';
import type { Database } from '../adapters/postgres/sql';
import { downloadDataset } from '../adapters/public-download/download-dataset';
import type { Clock } from '../domain/clock';
import { type Outcome, refuse } from '../domain/refusal';
import { openDataset } from '../import/inside-airbnb/dataset';
import { importInsideAirbnb } from '../import/inside-airbnb/import-inside-airbnb';
import { type ImportReport, reportText } from '../import/inside-airbnb/import-report';
import { sandboxClock, systemClock } from '../sandbox/clock';
import { readSettings } from '../settings';
import { obtainDatabase } from './database-address';
import { ensureSchema } from './ensure-schema';
import { loadEnvironment, missingInProduction } from './environment';
import { type ImportCommand, importUsage, readImportCommand } from './import-command';

const say = (line: string) => console.error(`[import] ${line}`);

/** A statement may write tens of thousands of rows; a home may be locked by somebody's booking for a moment. */
const limits = { poolMax: 2, lockTimeoutMs: 60_000, statementTimeoutMs: 600_000 };

const exitCodes = { done: 0, fault: 1, refused: 2 } as const;

async function main(): Promise<number> {
  const command = readImportCommand(process.argv.slice(2));
  if (!command.ok) {
    say(command.message);
    console.error(importUsage);
    return exitCodes.refused;
  }
  loadEnvironment();
  const missing = missingInProduction(process.env);
  if (missing.length > 0) throw new Error(`In production these must be set: ${missing.join(', ')}`);
  const outcome = await withFolder(command.value, (folder) => importFolder(folder, command.value));
  if (!outcome.ok) {
    say(outcome.message);
    return exitCodes.refused;
  }
  console.log(command.value.json ? JSON.stringify(outcome.value) : reportText(outcome.value));
  return exitCodes.done;
}

/** A URL's files are fetched whole before anything is opened: no transaction waits for the network. */
async function withFolder(
  { from }: ImportCommand,
  work: (folder: string) => Promise<Outcome<ImportReport>>,
): Promise<Outcome<ImportReport>> {
  if (from.kind === 'folder') return work(from.path);
  const folder = await mkdtemp(join(tmpdir(), 'casita-import-'));
  try {
    const fetched = await downloadDataset(from.url, folder, say);
    return fetched.ok ? await work(folder) : fetched;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function importFolder(folder: string, command: ImportCommand): Promise<Outcome<ImportReport>> {
  const dataset = await openDataset(folder);
  if (dataset === null) return refuse('not_found', `No listings.csv.gz and no listings.csv in ${folder}`);
  const address = await obtainDatabase(say);
  try {
    const db = openDatabase({ connectionString: address.url, ...limits });
    try {
      await ensureSchema(db, address.url, say);
      return await withClock(db, (clock) => importInsideAirbnb({ db, clock, progress: say }, dataset, command.options));
    } finally {
      await db.close();
    }
  } finally {
    await address.stop();
  }
}

/** The installation's time: in a sandbox it may have been moved. */
async function withClock<T>(db: Database, work: (clock: Clock) => Promise<T>): Promise<T> {
  if (!readSettings(process.env).sandbox) return work(systemClock);
  const clock = sandboxClock(db);
  await clock.start();
  try {
    return await work(clock);
  } finally {
    clock.stop();
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error && error.message ? error.message : String(error));
    process.exit(exitCodes.fault);
  },
);
