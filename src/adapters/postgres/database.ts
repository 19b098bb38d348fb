import { Pool, type PoolConfig } from 'pg';
import { planNameOf } from './kept-plans';
import type { Database, HowAsked, Tx } from './sql';
import { parsers, txOn } from './tx-on';

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
    // What is asked together goes in one round trip.
    pipeline: true,
    options: `-c lock_timeout=${options.lockTimeoutMs} -c statement_timeout=${options.statementTimeoutMs} -c timezone=UTC`,
  };
  const pool = new Pool(config);
  // A connection that breaks while idle is thrown away by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return {
    pool,
    query: async <Row>(text: string, values: readonly unknown[] = [], { planKeptAs }: HowAsked = {}) => {
      const name = planKeptAs ?? planNameOf(text, values);
      return (await pool.query({ text, values: [...values], ...(name === undefined ? {} : { name }) })).rows as Row[];
    },
    transaction: (work) => inTransaction(pool, work),
    close: () => pool.end(),
  };
}

async function inTransaction<T>(pool: Pool, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let open = true;
  let broken: Error | undefined;
  try {
    await client.query('BEGIN');
    const result = await work(onlyWhile(() => open, txOn(client)));
    open = false;
    await client.query('COMMIT');
    return result;
  } catch (error) {
    open = false;
    await client.query('ROLLBACK').catch((rollbackError: Error) => {
      broken = rollbackError;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

/** Of statements that were asked together one may fail while what follows another is still to be asked: after the rollback it must not be. */
const onlyWhile = (isOpen: () => boolean, tx: Tx): Tx => ({
  ...tx,
  query: async (...asked) => {
    if (!isOpen()) throw new Error('the transaction is over');
    return tx.query(...asked);
  },
});
