import { setImmediate } from 'node:timers/promises';
import { isDatabaseGone } from '../../../src/adapters/postgres/database-gone';
import { openSearchDatabase, type OpenSearchDatabase } from '../../../src/adapters/postgres/search-database';
import type { Casita } from '../../../src/ports';
import { searchHomes } from '../../../src/search/search-homes';
import { readSearch, searchQuery } from '../../../src/search/search-query';
import { marketplaceConfig } from '../support/casita';
import { lineTo } from '../../api/support/broken-line';
import { onlyDatabase } from '../support/test-database';
import { Temporal } from 'temporal-polyfill';

/** Where searches are asked: apart from what bookings need, and of the primary where the replica cannot. */
let database: Awaited<ReturnType<typeof onlyDatabase>>;
const opened: OpenSearchDatabase[] = [];
beforeAll(async () => {
  database = await onlyDatabase();
});
afterAll(async () => {
  await Promise.all(opened.map((each) => each.close()));
  await database?.drop();
});

function open(options: {
  primaryUrl?: string;
  replicaUrl?: string;
  poolMax?: number;
  waitingMax?: number;
  statementTimeoutMs?: number;
}) {
  const defaults = { primaryUrl: database.url, replicaUrl: null, poolMax: 1, waitingMax: 2, statementTimeoutMs: 5_000 };
  const searchDb = openSearchDatabase({ ...defaults, ...options });
  opened.push(searchDb);
  return searchDb;
}

const ask = (searchDb: OpenSearchDatabase) =>
  searchHomes(
    { searchDb, clock: { now: () => Temporal.Now.instant() }, config: marketplaceConfig() } as unknown as Casita,
    readSearch(searchQuery.parse({})),
    { cursor: undefined, pageSize: 5 },
  );

test('a search beyond those that may wait is told to come back, and bookings’ connections are free', async () => {
  const searchDb = open({});
  const slow = [1, 2, 3].map(() => searchDb.query('select pg_sleep(0.5)'));
  const refused = await ask(searchDb);
  expect(refused).toMatchObject({
    ok: false,
    kind: 'unavailable',
    reasons: [{ code: 'overload' }],
    retryAfterSeconds: 1,
  });
  expect(await database.db.query('select 1 as one')).toEqual([{ one: 1 }]);
  await Promise.all(slow);
  expect((await ask(searchDb)).ok).toBe(true);
});

test('a search that takes too long is ended, and not asked again of the primary', async () => {
  const searchDb = open({ statementTimeoutMs: 100, replicaUrl: database.url });
  const started = performance.now();
  await expect(searchDb.query('select pg_sleep(20)')).rejects.toThrow('statement timeout');
  expect(performance.now() - started).toBeLessThan(10_000);
});

test('searches cannot write', async () => {
  await expect(open({}).query('delete from search_property')).rejects.toThrow('read-only transaction');
});

test('a replica that is away is stood in for by the primary, one that is there is asked', async () => {
  const away = new URL(database.url);
  away.port = '1';
  expect((await ask(open({ replicaUrl: away.href }))).ok).toBe(true);
  const name = 'select application_name from pg_stat_activity where pid = pg_backend_pid()';
  expect(await open({ replicaUrl: database.url }).query(name)).toEqual([{ application_name: 'casita search' }]);
  expect(await open({ replicaUrl: away.href }).query(name)).toEqual([{ application_name: 'casita search stand-in' }]);
});

test('a replica that ends our connections is stood in for, and asked again later', async () => {
  const searchDb = open({ replicaUrl: database.url });
  const ended = searchDb.query<{ one: number }>('select pg_sleep(1)::text, 1 as one');
  await database.db.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'casita search' and query like 'select pg_sleep(1)%' and datname = current_database()`,
  );
  expect((await ended)[0]?.one).toBe(1);
});

const whoAnswers = `select application_name || ' ' || current_setting('default_transaction_read_only') as who from pg_stat_activity where pid = pg_backend_pid()`;

test('while the replica is away searches ask the primary over connections of their own, no more than those', async () => {
  const away = new URL(database.url);
  away.port = '1';
  const searchDb = open({ replicaUrl: away.href, poolMax: 1, waitingMax: 2 });
  expect(await searchDb.query(whoAnswers)).toEqual([{ who: 'casita search stand-in on' }]);
  const slow = [1, 2, 3].map(() => searchDb.query('select pg_sleep(0.5)'));
  await setImmediate();
  expect(searchDb.waiting()).toBe(2);
  expect(await ask(searchDb)).toMatchObject({ ok: false, kind: 'unavailable', reasons: [{ code: 'overload' }] });
  await Promise.all(slow);
});

test('a search that waits too long behind others is not asked of the primary: the replica is busy, not away', async () => {
  const searchDb = open({ replicaUrl: database.url, poolMax: 1, waitingMax: 10 });
  const slow = searchDb.query('select pg_sleep(3)');
  const late = await searchDb.query('select 1').catch((error: unknown) => error);
  expect(isDatabaseGone(late)).toBe(true);
  await slow;
  expect(await searchDb.query(whoAnswers)).toEqual([{ who: 'casita search on' }]);
});

test('a line that goes dead in silence is given up for another one', async () => {
  const line = await lineTo(database.url);
  const searchDb = open({ primaryUrl: line.url, statementTimeoutMs: 500 });
  await searchDb.query('select 1');
  line.freeze();
  const lost = await searchDb.query('select 1').catch((error: unknown) => error);
  expect(isDatabaseGone(lost)).toBe(true);
  line.thaw();
  expect(await searchDb.query('select 1 as one')).toEqual([{ one: 1 }]);
  await line.cut();
});

test('and a replica behind such a line is stood in for', async () => {
  const line = await lineTo(database.url);
  const searchDb = open({ replicaUrl: line.url, statementTimeoutMs: 500 });
  await searchDb.query('select 1');
  line.freeze();
  expect(await searchDb.query('select 1 as one')).toEqual([{ one: 1 }]);
  await line.cut();
});
