import { openDatabase } from '../adapters/postgres/database';
import type { Database } from '../adapters/postgres/sql';
import { obtainDatabase } from './database-address';
import { ensureSchema } from './ensure-schema';
import { loadEnvironment, missingInProduction } from './environment';

/** A statement may write a thousand rows; a home may be locked by somebody's booking for a moment. */
const limits = { poolMax: 2, lockTimeoutMs: 60_000, statementTimeoutMs: 600_000 };

/** For commands that need the database and nothing else of the app: opens it, makes its tables where they are missing, closes it. */
export async function withDatabase<T>(say: (line: string) => void, work: (db: Database) => Promise<T>): Promise<T> {
  loadEnvironment();
  const missing = missingInProduction(process.env);
  if (missing.length > 0) throw new Error(`In production these must be set: ${missing.join(', ')}`);
  const address = await obtainDatabase(say);
  try {
    const db = openDatabase({ connectionString: address.url, ...limits });
    try {
      await ensureSchema(db, address.url, say);
      return await work(db);
    } finally {
      await db.close();
    }
  } finally {
    await address.stop();
  }
}
