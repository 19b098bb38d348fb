import { graphileQueue } from '../../src/adapters/jobs/graphile-queue';
import { keyedSecrets } from '../../src/adapters/keyed-secrets';
import type { Database } from '../../src/adapters/postgres/sql';
import { addFeed } from '../../src/api/calendar-feed/use-cases/manage-feeds';
import { brokenInvariants } from '../../src/api/payment/queries/invariants';
import type { Casita } from '../../src/ports';
import { systemClock } from '../../src/sandbox/clock';
import { staleSearchRows } from '../../src/search/refresh-search-rows';
import { call } from '../api/support/client';
import { until } from '../api/support/stays';
import { waiting } from '../services/booking/lock-barrier';
import { FakeFeeds, calendar, event, feedUrl } from '../services/calendar-feed/fake-feeds';
import { startApp } from '../services/support/app-process';
import { marketplaceConfig, testKeys } from '../services/support/casita';
import { onlyDatabase } from '../services/support/test-database';
import { makeHome, type TestHome } from '../services/support/world';
import { startPoll, type PollProcess } from './feed-process';

/** Whoever asks another platform's calendar is killed in the middle of it. */

let database: Awaited<ReturnType<typeof onlyDatabase>>;
let db: Database;
let home: TestHome;
let feedId: number;

beforeEach(async () => {
  database = await onlyDatabase();
  db = database.db;
  home = await makeHome({ db, clock: systemClock } as unknown as Casita);
  feedId = await follow(home);
});
afterEach(() => database.drop());

async function follow(followed: TestHome): Promise<number> {
  const app = {
    ...{ db, clock: systemClock, config: marketplaceConfig(), secrets: keyedSecrets(testKeys) },
    ...{ feeds: new FakeFeeds(), jobs: graphileQueue() },
  } as unknown as Casita;
  const added = await addFeed(app, followed.hostId, followed.documentId, { name: 'Other', url: feedUrl });
  if (!added.ok) throw new Error(added.message);
  return added.value.id;
}

const stateOf = async (id: number): Promise<unknown> =>
  (await db.query('select state, last_error as error, events from calendar_feeds where id = $1', [id]))[0];

/** The nights that the feed keeps closed, as [first, last], with search knowing as much. */
async function closed(): Promise<string[]> {
  expect(await staleSearchRows(db, [home.id])).toEqual([]);
  const rows = await db.query<{ nights: string }>(
    `select first_night || ' ' || last_night as nights from calendar_ranges where property_id = $1 and source = 'feed' and closed order by 1`,
    [home.id],
  );
  return rows.map((row) => row.nights);
}

const events = async (): Promise<number> =>
  (await db.query('select 1 from calendar_feed_event where feed_id = $1', [feedId])).length;

const CLAIM_SECONDS = 61;

describe('between claim and commit', () => {
  let ahead = 0;
  beforeEach(() => (ahead = 0));
  const poll = (answer: string | null): PollProcess =>
    startPoll({
      ...{ url: database.url, config: marketplaceConfig(), secrets: testKeys, feedId, answer },
      aheadSeconds: (ahead += CLAIM_SECONDS),
    });

  /** Killed with the feed's new nights written and not committed: the search row, which comes after them, is kept from it. */
  async function killWhileWriting(answer: string): Promise<void> {
    await db.transaction(async (tx) => {
      await tx.query('select 1 from search_property where property_id = $1 for update', [home.id]);
      const writer = poll(answer);
      await until(async () => (await waiting(db)) > 0);
      await writer.kill();
    });
    await until(async () => (await others()) === 0);
  }

  /** Sessions that PostgreSQL has not yet found to be without a client. */
  const others = async (): Promise<number> =>
    (
      await db.query(
        `select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'`,
      )
    ).length;

  async function killWhileAsking(): Promise<void> {
    const asker = poll(null);
    await until(async () => {
      const rows = await db.query('select 1 from calendar_feed_poll where feed_id = $1 and claim is not null', [
        feedId,
      ]);
      return rows.length > 0;
    });
    await asker.kill();
  }

  const one = event('a', '20270510', '20270514');
  const two = event('b', '20270601', '20270603');

  it('nothing is half there, and the next one closes the right nights', async () => {
    await killWhileAsking();
    await killWhileWriting(calendar(one));
    expect([await stateOf(feedId), await closed(), await events()]).toEqual([
      { state: 'waiting', error: null, events: 0 },
      [],
      0,
    ]);
    expect(await poll(calendar(one)).ended).toBe(0);
    expect([await stateOf(feedId), await closed()]).toMatchObject([
      { state: 'fresh', events: 1 },
      ['2027-05-10 2027-05-13'],
    ]);

    await killWhileWriting(calendar(one, two));
    await killWhileAsking();
    expect([await stateOf(feedId), await closed(), await events()]).toMatchObject([
      { state: 'fresh', events: 1 },
      ['2027-05-10 2027-05-13'],
      1,
    ]);
    expect(await poll(calendar(one, two)).ended).toBe(0);
    expect([await stateOf(feedId), await closed()]).toMatchObject([
      { state: 'fresh', events: 2 },
      ['2027-05-10 2027-05-13', '2027-06-01 2027-06-02'],
    ]);
    expect(await brokenInvariants(db)).toEqual([]);
  }, 120_000);
});

it('a killed app leaves its queue to the next one, which asks that feed again, and the others', async () => {
  // An address that no key of the app opens: each poll ends at once, without a network, as one that has failed.
  await db.query(`update calendar_feed_poll set sealed_url = 'sealed'`);
  const first = await db.transaction(async (tx) => {
    await tx.query('select 1 from properties where id = $1 for update', [home.id]);
    const app = await startApp({ database });
    await until(async () => (await waiting(db)) > 0);
    await app.kill();
    return app;
  });
  expect(first.log()).not.toContain('died at their work');
  expect(await stateOf(feedId)).toEqual({ state: 'waiting', error: null, events: 0 });
  const locked = await db.query('select queue_name from graphile_worker.jobs where locked_by is not null');
  expect(locked).toHaveLength(1);

  const second = await startApp({ database });
  const started = Date.now();
  // Two queues: one of these waits behind the job of the dead.
  const later = [];
  for (let count = 0; count < 2; count += 1) later.push(await follow(await makeHome({ db, clock: systemClock } as unknown as Casita))); // prettier-ignore
  await db.query(`update calendar_feed_poll set sealed_url = 'sealed'`);
  for (const id of later) await until(async () => ((await stateOf(id)) as { state: string }).state !== 'waiting');
  expect(Date.now() - started).toBeLessThan(60_000);

  // The one that was being asked is due again once its claim is over.
  expect((await call(second, 'POST', '/sandbox/clock', { body: { advance: 'PT6M' } })).status).toBe(200);
  await db.query(`update calendar_feed_poll set asked_at = asked_at - interval '1 minute'`);
  await until(async () => ((await stateOf(feedId)) as { state: string }).state === 'failing');
  expect(await closed()).toEqual([]);
  await second.stop();
}, 180_000);
