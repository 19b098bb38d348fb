import { setTimeout as sleep } from 'node:timers/promises';
import { addDays, nightOf } from '../../../src/domain/night';
import { call, type Answer } from './client';
import type { TwoApps } from './two-apps';

/** How old an answer of the other instance may be, also on a busy machine. */
const ALLOWED_MS = 500;
const READERS_OF_EACH = 2;
const SOME_PRICE = 10_000;

/** Where a version that was written is read again. */
interface Read {
  readonly what: string;
  readonly path: string;
  versionIn(body: Answer['body']): number;
}

const night = addDays(nightOf(new Date().toISOString().slice(0, 10)), 250);
const versionOf = (name: unknown): number => Number(/^Version (\d+)$/.exec(String(name))?.[1] ?? 0);

const readsOf = (home: string): Read[] => [
  { what: 'page', path: `/api/properties/${home}`, versionIn: (body) => versionOf(body.data?.name) },
  {
    what: 'calendar',
    path: `/api/properties/${home}/availability?from=${night}&to=${addDays(night, 1)}`,
    versionIn: (body) => Math.max(0, body.data?.nights[0]?.price - SOME_PRICE),
  },
  {
    what: 'search',
    path: '/api/search?q=version&pageSize=1',
    versionIn: (body) => versionOf(body.data?.[0]?.name),
  },
];

/**
 * Writes a home's name and a night's price again and again through the first instance, while both are read all the time and `disturb`
 * breaks something between the writes. @returns what was wrong: an own write not read at once, something old long after, an answer that
 * was none
 */
export async function wrongReads(
  world: TwoApps,
  writes: number,
  disturb: (write: number) => Promise<unknown>,
): Promise<string[]> {
  const reads = readsOf(world.home.documentId);
  const wrong: string[] = [];
  const written: { version: number; at: number }[] = [];
  let over = false;
  const versionIn = async (app: TwoApps['one'], { what, path, versionIn: version }: Read) => {
    const { status, body } = await call(app, 'GET', path);
    if (status !== 200) wrong.push(`${what} answered ${status}`);
    return status === 200 ? version(body) : 0;
  };
  const reader = async (app: TwoApps['one'], read: Read) => {
    while (!over) {
      const asked = performance.now();
      const version = await versionIn(app, read);
      const due = written.findLast(({ at }) => at < asked - ALLOWED_MS)?.version ?? 0;
      if (version < due) wrong.push(`${read.what} ${version} ${ALLOWED_MS} ms after ${due} was written`);
      await sleep(5);
    }
  };
  const readers = [world.one, world.other].flatMap((app) =>
    reads.flatMap((read) => Array.from({ length: READERS_OF_EACH }, () => reader(app, read))),
  );
  for (let version = 1; version <= writes; version += 1) {
    await disturb(version);
    wrong.push(...(await write(world, version)));
    written.push({ version, at: performance.now() });
    for (const read of reads) {
      const own = await versionIn(world.one, read);
      if (own !== version) wrong.push(`${read.what}: its own instance said ${own} after ${version} was written`);
    }
    await sleep(100);
  }
  await sleep(ALLOWED_MS + 100);
  over = true;
  await Promise.all(readers);
  return wrong;
}

/** @returns what was not taken */
async function write(world: TwoApps, version: number): Promise<string[]> {
  const path = `/api/properties/${world.home.documentId}`;
  const ranges = [{ firstNight: night, lastNight: night, price: SOME_PRICE + version }];
  const writes = [
    { path, body: { name: `Version ${version}` } },
    { path: `${path}/calendar`, body: { ranges } },
  ];
  const wrong: string[] = [];
  for (const each of writes) {
    const { status } = await call(world.one, 'PUT', each.path, { token: world.host.token, body: each.body });
    if (status !== 200) wrong.push(`${each.path} not written: ${status}`);
  }
  return wrong;
}
