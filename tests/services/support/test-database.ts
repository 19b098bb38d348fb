import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { openDatabase } from '../../../src/adapters/postgres/database';
import type { Database } from '../../../src/adapters/postgres/sql';

/** A database of one test's own: migrated, empty, dropped at the end. */
export interface TestDatabase {
  readonly name: string;
  readonly url: string;
  drop(): Promise<void>;
}

/** Copies the template that the test run has made by starting the app once. Takes about a tenth of a second. */
export async function createTestDatabase(template = setting('CASITA_TEST_TEMPLATE')): Promise<TestDatabase> {
  const name = `casita_test_${process.pid}_${randomBytes(6).toString('hex')}`;
  await asAdmin(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`);
  const address = new URL(setting('CASITA_TEST_POSTGRES_URL'));
  address.pathname = `/${name}`;
  return { name, url: address.href, drop: () => asAdmin(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

/** For tests of use cases and queries, which need no app: the same connection pool as the app's, on a database of its own. */
export async function onlyDatabase(lockTimeoutMs?: number): Promise<TestDatabase & { readonly db: Database }> {
  const database = await createTestDatabase();
  const db = openTestDatabase(database.url, 10, lockTimeoutMs);
  const drop = async () => {
    await db.close();
    await database.drop();
  };
  return { ...database, db, drop };
}

/** A pool of its own into a database of the tests, also one that an app is running on. */
export const openTestDatabase = (url: string, poolMax = 3, lockTimeoutMs = 5_000): Database =>
  openDatabase({ connectionString: url, poolMax, lockTimeoutMs, statementTimeoutMs: 30_000 });

async function asAdmin(statement: string): Promise<void> {
  const admin = new Client({ connectionString: setting('CASITA_TEST_POSTGRES_URL') });
  await admin.connect();
  try {
    await admin.query(statement);
  } finally {
    await admin.end();
  }
}

function setting(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: this file must run in one of the suites of jest.config.js`);
  return value;
}
