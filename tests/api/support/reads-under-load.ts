import { setTimeout as sleep } from 'node:timers/promises';
import { call } from './client';
import type { TwoApps } from './two-apps';

/** How old an answer of the other instance may be, also on a busy machine. */
const ALLOWED_MS = 500;
const READERS = 3;

interface Read {
  readonly asked: number;
  readonly version: number;
}

/**
 * Writes a home's name again and again through the first instance, while both are read all the time and `disturb` breaks something between
 * the writes. @returns what was wrong: an own write not read at once, an old name long after, an answer that was none
 */
export async function wrongReads(
  world: TwoApps,
  writes: number,
  disturb: (write: number) => Promise<unknown>,
): Promise<string[]> {
  const path = `/api/properties/${world.home.documentId}`;
  const wrong: string[] = [];
  const written: { version: number; at: number }[] = [];
  let over = false;
  const versionIn = async (app: TwoApps['one']): Promise<Read> => {
    const asked = performance.now();
    const { status, body } = await call(app, 'GET', path);
    if (status !== 200) wrong.push(`answered ${status}`);
    return { asked, version: Number(/^Version (\d+)$/.exec(String(body.data?.name))?.[1] ?? 0) };
  };
  const reader = async (app: TwoApps['one']) => {
    while (!over) {
      const { asked, version } = await versionIn(app);
      const due = written.findLast(({ at }) => at < asked - ALLOWED_MS)?.version ?? 0;
      if (version < due) wrong.push(`${version} ${ALLOWED_MS} ms after ${due} was written`);
      await sleep(5);
    }
  };
  const readers = [world.one, world.other].flatMap((app) => Array.from({ length: READERS }, () => reader(app)));
  for (let version = 1; version <= writes; version += 1) {
    await disturb(version);
    const put = { token: world.host.token, body: { name: `Version ${version}` } };
    const { status } = await call(world.one, 'PUT', path, put);
    if (status !== 200) wrong.push(`not written: ${status}`);
    written.push({ version, at: performance.now() });
    const own = await versionIn(world.one);
    if (own.version !== version) wrong.push(`its own instance said ${own.version} after ${version} was written`);
    await sleep(100);
  }
  await sleep(ALLOWED_MS + 100);
  over = true;
  await Promise.all(readers);
  return wrong;
}
