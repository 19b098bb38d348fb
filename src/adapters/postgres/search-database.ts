import { isNativeError } from 'node:util/types';
import { LRUCache } from 'lru-cache';
import { Pool } from 'pg';
import type { SearchDatabase } from '../../ports/search-database';
import { isDatabaseGone } from './database-gone';
import type { HowAsked, Sql } from './sql';
import { JSONB_OID, parsers } from './tx-on';

export interface SearchDatabaseOptions {
  readonly primaryUrl: string;
  /** Null: searches ask the primary, over connections of their own. */
  readonly replicaUrl: string | null;
  /** Of each of the two kinds of connections. */
  readonly poolMax: number;
  readonly statementTimeoutMs: number;
  /** Searches that may wait for a connection. */
  readonly waitingMax: number;
}

/** How long the primary is asked instead of a replica that could not be reached. */
const REPLICA_REST_MS = 5_000;
const CONNECT_TIMEOUT_MS = 2_000;

/** What PostgreSQL says of a statement that took too long has this long to come: after it the line is given up. */
const SILENT_MS = 1_000;

export type OpenSearchDatabase = SearchDatabase & { waiting(): number; close(): Promise<void> };

/**
 * Connections that can only read. A replica that is away, or that cancels a search to follow its primary, is stood in for by the primary, over
 * connections that are for searches too: those of bookings are never asked. A search that takes too long is ended and not asked again.
 */
export function openSearchDatabase(options: SearchDatabaseOptions): OpenSearchDatabase {
  const { primaryUrl, replicaUrl, waitingMax } = options;
  const main = replicaUrl
    ? openPools(options, { url: replicaUrl, application_name: 'casita search', connectMs: CONNECT_TIMEOUT_MS })
    : openPools(options, { url: primaryUrl, application_name: 'casita search', connectMs: 0 });
  const standIn = replicaUrl
    ? openPools(options, { url: primaryUrl, application_name: 'casita search stand-in', connectMs: 0 })
    : null;
  const waiting = () => main.waiting() + (standIn?.waiting() ?? 0);
  return {
    ...(standIn ? withStandIn(main, standIn) : main),
    isBusy: () => waiting() >= waitingMax,
    waiting,
    close: async () => void (await Promise.all([main.close(), standIn?.close()])),
  };
}

/** A database as searches ask it. */
interface Server {
  readonly url: string;
  readonly application_name: string;
  /** How long a connection may take to come; 0: for ever. */
  readonly connectMs: number;
}

type Pools = Sql & Pick<OpenSearchDatabase, 'waiting' | 'close'>;

/**
 * What keeps its plan has connections where one plan serves all values, always: left to choose, PostgreSQL plans the statement anew each
 * time in a large table, which takes longer than doing it. The rest has connections where it is planned for its values.
 */
function openPools(options: SearchDatabaseOptions, server: Server): Pools {
  const pools = {
    kept: openPool(options, server, '-c plan_cache_mode=force_generic_plan'),
    anew: openPool(options, server, ''),
  };
  return {
    query: async <Row>(text: string, values: readonly unknown[] = [], { planKeptAs }: HowAsked = {}) => {
      const asked = { text, values: values as unknown[], name: planKeptAs };
      const { rows } = await (planKeptAs ? pools.kept : pools.anew).query(asked);
      return rows as Row[];
    },
    waiting: () => pools.kept.waitingCount + pools.anew.waitingCount,
    close: async () => void (await Promise.all([pools.kept.end(), pools.anew.end()])),
  };
}

/** The terms of the homes that are found most, some 3 kB each. */
const TERMS_MAX = 2_000;

/** The same homes are found again and again: what their terms say is read once. Nobody changes what is read. */
const readJson = new LRUCache<string, object>({ max: TERMS_MAX });

function readOnce(text: string): unknown {
  const known = readJson.get(text);
  if (known !== undefined) return known;
  const read: unknown = JSON.parse(text);
  if (typeof read === 'object' && read !== null) readJson.set(text, read);
  return read;
}

const parsersOfSearches = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === JSONB_OID ? readOnce : parsers.getTypeParser(oid, format),
};

function openPool(
  { poolMax, statementTimeoutMs }: SearchDatabaseOptions,
  { url, application_name, connectMs }: Server,
  planning: string,
): Pool {
  const pool = new Pool({
    connectionString: url,
    max: poolMax,
    connectionTimeoutMillis: connectMs,
    // A line that has gone dead in silence would be waited for until the system gives it up, a quarter of an hour later.
    query_timeout: statementTimeoutMs + SILENT_MS,
    types: parsersOfSearches as never,
    application_name,
    // Compiling a plan takes longer than what it finds.
    options: `-c statement_timeout=${statementTimeoutMs} -c default_transaction_read_only=on -c jit=off -c timezone=UTC ${planning}`,
  });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

function withStandIn(replica: Sql, primary: Sql): Sql {
  let restUntil = -Infinity;
  return {
    async query<Row>(text: string, values?: readonly unknown[], how?: HowAsked) {
      if (performance.now() < restUntil) return primary.query<Row>(text, values, how);
      try {
        return await replica.query<Row>(text, values, how);
      } catch (error) {
        if (!isDatabaseGone(error) || tookTooLong(error) || waitedTooLong(error)) throw error;
        if (!isConflict(error)) restUntil = performance.now() + REPLICA_REST_MS;
        return primary.query<Row>(text, values, how);
      }
    },
  };
}

const codeOf = (error: unknown): unknown => (error as { code?: unknown }).code;
const tookTooLong = (error: unknown): boolean => codeOf(error) === '57014';
/** For a connection, behind other searches: the replica is busy, and the primary would be next. */
const waitedTooLong = (error: unknown): boolean =>
  isNativeError(error) && error.message === 'timeout exceeded when trying to connect';
/** With what the replica has to replay: it is well itself. */
const isConflict = (error: unknown): boolean => codeOf(error) === '40001';
