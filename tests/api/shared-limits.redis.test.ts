import { setTimeout as sleep } from 'node:timers/promises';
import Redis from 'ioredis';
import { redisCache } from '../../src/adapters/redis/cache';
import { redisRateLimiter } from '../../src/adapters/redis/rate-limiter';
import { startApp, type AppProcess } from '../services/support/app-process';
import { createTestDatabase, type TestDatabase } from '../services/support/test-database';
import { call, reasonsOf } from './support/client';
import { ownRedis, type OwnRedis } from './support/own-redis';

let redis: OwnRedis;
beforeAll(async () => {
  redis = await ownRedis();
  await redis.start();
});
afterAll(() => redis.end());

describe('the adapters', () => {
  let client: Redis;
  const rule = { name: 'of-tests', points: 3, seconds: 60 };
  beforeAll(async () => {
    client = new Redis({
      host: '127.0.0.1',
      port: redis.port,
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
    await redis.kill();
    const started = performance.now();
    expect(await cache.get('c')).toBeNull();
    await cache.set('c', 'lost', 60);
    await cache.delete(['c']);
    const taken = [];
    for (let index = 0; index < 4; index += 1) taken.push(await limiter.take(rule, 'bo'));
    expect(taken.map((one) => one?.kind ?? null)).toEqual([null, null, null, 'too_many']);
    expect(performance.now() - started).toBeLessThan(2_000);
    await redis.start();
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
    const env = { REDIS_URL: redis.url, WORKERS: 'apart' };
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
    await redis.kill();
    for (let index = 0; index < 4; index += 1) {
      expect([200, 400, 401]).toContain((await signIn(index, 'other@example.test')).status);
      expect((await call(apps[index % 2] as AppProcess, 'GET', '/api/search')).status).toBe(200);
      expect((await call(apps[index % 2] as AppProcess, 'GET', '/ready')).status).toBe(200);
    }
    await sleep(1_000);
    for (const app of apps) expect(app.log().match(/Redis is away/g)).toHaveLength(1);
    expect(await (apps[1] as AppProcess).stop()).toBe(0);
    await redis.start();
    const deadline = Date.now() + 10_000;
    while (!apps[0]?.log().includes('Redis is back') && Date.now() < deadline) await sleep(100);
    expect(apps[0]?.log()).toContain('Redis is back');
  });
});
