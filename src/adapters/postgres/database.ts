import { Pool, types, type PoolClient, type PoolConfig } from 'pg';
import type { Database, Sql, Tx } from './sql';

const JSON_OID = 114;
const JSONB_OID = 3802;
const DATE_OID = 1082;
const INT8_OID = 20;
const TIMESTAMP_OID = 1114;

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`integer out of safe range: ${text}`);
  return value;
}

/** Types are set on this pool alone: Strapi's own pool keeps its parsers. */
const parsers = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    // Strapi turns the driver's own JSON and date parsers off for the whole process.
    if (oid === JSON_OID || oid === JSONB_OID) return (text: string) => JSON.parse(text) as unknown;
    if (oid === DATE_OID) return (text: string) => text;
    if (oid === INT8_OID) return safeInteger;
    // Strapi's datetime columns have no zone; what is in them is UTC.
    if (oid === TIMESTAMP_OID) return (text: string) => new Date(`${text.replace(' ', 'T')}Z`);
    return types.getTypeParser(oid, format as 'text');
  },
};

export interface DatabaseOptions {
  readonly connectionString: string;
  readonly poolMax: number;
  readonly lockTimeoutMs: number;
  readonly statementTimeoutMs: number;
}

/** Opens our own connection pool. A lock or a statement that takes too long is ended by PostgreSQL, never waited for for ever. */
export function openDatabase(options: DatabaseOptions): Database & { readonly pool: Pool } {
  const config: PoolConfig = {
    connectionString: options.connectionString,
    max: options.poolMax,
    types: parsers as NonNullable<PoolConfig['types']>,
    application_name: 'casita',
    options: `-c lock_timeout=${options.lockTimeoutMs} -c statement_timeout=${options.statementTimeoutMs} -c timezone=UTC`,
  };
  const pool = new Pool(config);
  // A connection that breaks while idle is thrown away by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return {
    pool,
    query: async <Row>(text: string, values: readonly unknown[] = []) =>
      (await pool.query(text, [...values])).rows as Row[],
    transaction: (work) => inTransaction(pool, work),
    close: () => pool.end(),
  };
}

/** Wraps a raw connection (ours, or the one under a Strapi transaction) as `Tx`. */
export function txOn(client: Pick<PoolClient, 'query'>): Tx {
  const sql: Sql = {
    query: async <Row>(text: string, values: readonly unknown[] = []) =>
      (await client.query({ text, values: [...values], types: parsers as never })).rows as Row[],
  };
  return { ...sql, inTransaction: true };
}

async function inTransaction<T>(pool: Pool, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('BEGIN');
    const result = await work(txOn(client));
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((rollbackError: Error) => {
      broken = rollbackError;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
