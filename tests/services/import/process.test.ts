import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { onlyDatabase } from '../support/test-database';
import { closedNightsOf, contentOf, emptyTables, fixture, folderOf, idOf, big } from './support';

/** The command as its operator runs it: a process of its own, which can be killed. */

type TestDatabase = Awaited<ReturnType<typeof onlyDatabase>>;
let database: TestDatabase;
beforeAll(async () => {
  database = await onlyDatabase();
});
afterAll(() => database.drop());
beforeEach(() => emptyTables(database.db));

const root = resolve(__dirname, '../../..');
const running = new Set<ChildProcess>();
afterEach(() => running.forEach((child) => child.kill('SIGKILL')));

function start(...args: string[]) {
  const child = spawn(process.execPath, [resolve(root, 'dist/src/cli/import.js'), ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, DATABASE_URL: database.url },
  });
  running.add(child);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((done) =>
    child.once('close', (code) => (running.delete(child), done({ code, stdout, stderr }))),
  );
  const printed = async (line: RegExp) => {
    while (!line.test(stderr)) {
      if (child.exitCode !== null) throw new Error(`ended without having printed ${line}:\n${stderr}`);
      await sleep(50);
    }
  };
  return { child, ended, printed };
}

const run = (...args: string[]) => start(...args).ended;
const importArgs = (name: string) => ['inside-airbnb', fixture(name), '--currency', 'EUR'];

/** Whoever asks for what `statement` has locked waits; in the middle of an import, so does the import. */
async function whileLocked(
  statement: string,
  values: unknown[],
  work: (blocker: Client) => Promise<void>,
): Promise<void> {
  const blocker = new Client({ connectionString: database.url });
  await blocker.connect();
  try {
    await blocker.query('begin');
    await blocker.query(statement, values);
    await work(blocker);
  } finally {
    await blocker.end();
  }
}

/** Until another session waits for one that we hold. */
async function untilBlocked(): Promise<void> {
  for (let waited = 0; waited < 30_000; waited += 50) {
    const waiting = await database.db.query(
      'select from pg_stat_activity where datname = current_database() and cardinality(pg_blocking_pids(pid)) > 0',
    );
    if (waiting.length > 0) return;
    await sleep(50);
  }
  throw new Error('the import never came to the lock');
}

test('prints its report as JSON, and nothing else, to standard output', async () => {
  const { code, stdout, stderr } = await run(...importArgs('first'), '--json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('Reading the calendar') });
  expect(stdout.trim().split('\n')).toHaveLength(1);
  expect(JSON.parse(stdout)).toMatchObject({ listings: { added: 5, published: 4 }, skipped: { count: 16 } });
  const second = await run(...importArgs('second'));
  expect(second.stdout).toContain('1 new, 3 kept, 0 back, 1 gone; 4 published');
  expect(second.stdout).toContain('listings.csv:5: no coordinates on earth');
});

const places: [string, string, (sql: TestDatabase['db']) => Promise<unknown[]>][] = [
  [
    'while it waits for a home',
    'select from properties where id = $1 for update',
    async (sql) => [await idOf(sql, big)],
  ],
  ['after the homes are written', 'lock table amenities in share mode', async () => []],
  ['at the reviews', `select from reviews where source_id = '900719925474099301' for update`, async () => []],
  ['at its last step', 'lock table imported_listing in exclusive mode', async () => []],
];

test.each(places)(
  'killed %s, it leaves nothing behind; run again, it ends as if nothing had been',
  async (_name, lock, values) => {
    const { db } = database;
    await run(...importArgs('first'));
    const before = await contentOf(db);
    await whileLocked(lock, await values(db), async () => {
      const { child, ended } = start(...importArgs('second'));
      await untilBlocked();
      child.kill('SIGKILL');
      await ended;
      expect(await contentOf(db)).toBe(before);
    });
    const again = await run(...importArgs('second'), '--json');
    expect(JSON.parse(again.stdout)).toMatchObject({
      listings: { inFile: 4, added: 1, kept: 3, gone: 1, published: 4 },
      calendar: { closedNights: 2 },
      reviews: { onListings: 3 },
    });
    expect(await closedNightsOf(db, await idOf(db, big), '2026-09-01', 40)).toEqual(['2026-09-17', '2026-09-18']);
  },
);

test('of two imports at once the second waits for the first', async () => {
  const added = ({ stdout }: { stdout: string }) =>
    (JSON.parse(stdout) as { listings: { added: number } }).listings.added;
  await whileLocked('lock table amenities in share mode', [], async (blocker) => {
    const first = start(...importArgs('first'), '--json');
    await untilBlocked();
    const second = start(...importArgs('first'), '--json');
    await second.printed(/Another import is running/);
    await blocker.query('rollback');
    expect([added(await first.ended), added(await second.ended)]).toEqual([5, 0]);
  });
}, 60_000);

const mistakes: [string, () => string[], RegExp][] = [
  ['no source', () => [], /The source must be inside-airbnb/],
  ['another source', () => ['elsewhere', fixture('first')], /The source must be inside-airbnb, not elsewhere/],
  ['no folder', () => ['inside-airbnb', '/no/such/folder'], /No such folder/],
  ['an empty folder', () => ['inside-airbnb', folderOf({})], /No listings.csv.gz and no listings.csv/],
  ['a fund', () => [...importArgs('first').slice(0, 2), '--currency', 'CHW'], /No card is charged in CHW/],
  ['a currency that is none', () => [...importArgs('first').slice(0, 2), '--currency', 'XYZ'], /Not a currency/],
  ['a time zone that is none', () => [...importArgs('first'), '--time-zone', 'Europe/Atlantis'], /Not a time zone/],
  ['an unknown option', () => [...importArgs('first'), '--force'], /--force/],
  ['a URL without encryption', () => ['inside-airbnb', 'http://example.org/data/'], /must begin with https/],
  ['a URL of this machine', () => ['inside-airbnb', 'https://127.0.0.1:1/data/'], /not on the public internet/],
];

test.each(mistakes)('%s is refused', async (_name, args, message) => {
  const { code, stdout, stderr } = await run(...args());
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(message);
});
