import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Redis from 'ioredis';
import { redisCache } from '../../src/adapters/redis/cache';
import { redisRateLimiter } from '../../src/adapters/redis/rate-limiter';
import { startApp, type AppProcess } from '../services/support/app-process';
import { createTestDatabase, type TestDatabase } from '../services/support/test-database';
import { call, reasonsOf } from './support/client';

/** A Redis of this test's own, since it is killed. */
const folder = mkdtempSync(join(tmpdir(), 'casita-redis-'));
let port: number;
let server: ChildProcess;

async function startRedis(): Promise<void> {
  server = spawn('redis-server', ['--port', String(port), '--dir', folder, '--save', '', '--bind', '127.0.0.1'], {
    stdio: 'ignore',
  });
  const probe = new Redis({ host: '127.0.0.1', port, retryStrategy: () => 50, maxRetriesPerRequest: null });
  probe.on('error', () => undefined);
  await probe.ping();
  probe.disconnect();
}

async function killRedis(): Promise<void> {
  const ended = new Promise((done) => server.once('exit', done));
  server.kill('SIGKILL');
  await ended;
}

beforeAll(async () => {
  port = await new Promise((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => done(address && typeof address === 'object' ? address.port : 0));
    });
  });
  await startRedis();
});
afterAll(async () => {
  await killRedis();
  rmSync(folder, { recursive: true, force: true });
});

describe('the adapters', () => {
  let client: Redis;
  const rule = { name: 'of-tests', points: 3, seconds: 60 };
  beforeAll(async () => {
    client = new Redis({
      host: '127.0.0.1',
      port,
      maxRetriesPerRequest: 1,
      commandTimeout: 500,
      enableOfflineQueue: false,
      retryStrategy: () => 100,
    });
    client.on('error', () => undefined);
    while (client.status !== 'ready') await sleep(20);
  });
  afterAll(() => client.disconnect());

  const eventually = async (is: () => Promise<boolean> | boolean) => {
    const deadline = Date.now() + 10_000;
    while (!(await is()) && Date.now() < deadline) await sleep(50);
    expect(await is()).toBe(true);
  };

  test('one keeps what another has put in, until it is deleted or too old', async () => {
    const [one, other] = [redisCache(client), redisCache(client)];
    await one.set('a', 'first', 60);
    expect(await other.get('a')).toBe('first');
    await other.delete(['a', 'never there']);
    expect(await one.get('a')).toBeNull();
    await one.set('b', 'short', 1);
    await sleep(1_200);
    expect(await one.get('b')).toBeNull();
  });

  test('two instances count together, and say when to come back', async () => {
    const [one, other] = [redisRateLimiter(client), redisRateLimiter(client)];
    expect([await one.take(rule, 'ana'), await other.take(rule, 'ana'), await one.take(rule, 'ana')]).toEqual([
      null,
      null,
      null,
    ]);
    const refusal = await other.take(rule, 'ana');
    expect(refusal).toMatchObject({ kind: 'too_many', reasons: [{ code: 'rate_limit', limit: 3 }] });
    expect(refusal?.retryAfterSeconds).toBeGreaterThan(50);
    expect(await other.take(rule, 'somebody else')).toBeNull();
  });

  test('gone in mid-run: the cache misses, each counts for itself, nobody gets an error; and back', async () => {
    const [cache, limiter] = [redisCache(client), redisRateLimiter(client)];
    await cache.set('c', 'there', 60);
    await killRedis();
    const started = performance.now();
    expect(await cache.get('c')).toBeNull();
    await cache.set('c', 'lost', 60);
    await cache.delete(['c']);
    const taken = [];
    for (let index = 0; index < 4; index += 1) taken.push(await limiter.take(rule, 'bo'));
    expect(taken.map((one) => one?.kind ?? null)).toEqual([null, null, null, 'too_many']);
    expect(performance.now() - started).toBeLessThan(2_000);
    await startRedis();
    await eventually(() => client.status === 'ready');
    await cache.set('c', 'again', 60);
    expect(await cache.get('c')).toBe('again');
    expect(await limiter.take(rule, 'bo')).toBeNull();
  });
});

describe('two instances of the app', () => {
  let database: TestDatabase;
  let apps: AppProcess[];
  beforeAll(async () => {
    database = await createTestDatabase();
    const env = { REDIS_URL: `redis://127.0.0.1:${port}/0`, WORKERS: 'apart' };
    apps = await Promise.all([startApp({ env, database }), startApp({ env, database })]);
  });
  afterAll(async () => {
    await Promise.all(apps.map((app) => app.end()));
    await database.drop();
  });

  /** The limit on sign-ins for one account, whatever the address: 20 in a quarter of an hour. */
  const signIn = (index: number, identifier: string) =>
    call(apps[index % 2] as AppProcess, 'POST', '/api/auth/local', { body: { identifier, password: 'not the one' } });

  test('guess for one account together, not twice', async () => {
    const answers = [];
    for (let index = 0; index < 22; index += 1) answers.push(await signIn(index, 'target@example.test'));
    const refused = answers.filter((answer) => answer.status === 429);
    expect(answers.slice(0, 20).map((answer) => answer.status)).not.toContain(429);
    expect(refused).toHaveLength(2);
    expect(reasonsOf(refused[0] as (typeof refused)[0])).toEqual([expect.objectContaining({ code: 'rate_limit' })]);
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  test('go on without Redis, log it once, and stop cleanly', async () => {
    await killRedis();
    for (let index = 0; index < 4; index += 1) {
      expect([200, 400, 401]).toContain((await signIn(index, 'other@example.test')).status);
      expect((await call(apps[index % 2] as AppProcess, 'GET', '/api/search')).status).toBe(200);
      expect((await call(apps[index % 2] as AppProcess, 'GET', '/ready')).status).toBe(200);
    }
    await sleep(1_000);
    for (const app of apps) expect(app.log().match(/Redis is away/g)).toHaveLength(1);
    expect(await (apps[1] as AppProcess).stop()).toBe(0);
    await startRedis();
    const deadline = Date.now() + 10_000;
    while (!apps[0]?.log().includes('Redis is back') && Date.now() < deadline) await sleep(100);
    expect(apps[0]?.log()).toContain('Redis is back');
  });
});
