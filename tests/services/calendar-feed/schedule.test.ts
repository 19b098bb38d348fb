import { changeFeed } from '../../../src/api/calendar-feed/use-cases/manage-feeds';
import { pollFeed } from '../../../src/api/calendar-feed/use-cases/poll-feed';
import { dueJobs } from '../../../src/jobs';
import { pollFeeds, tellOfStaleFeeds } from '../../../src/jobs/poll-feeds';
import { createTestCasita, type TestCasita } from '../support/casita';
import { calendar, event, FakeFeeds } from './fake-feeds';
import { follow, mailsTo, moveClock, queued, type Following } from './following';

let casita: TestCasita;
let feeds: FakeFeeds;
let it1: Following;

beforeEach(async () => {
  feeds = new FakeFeeds();
  casita = await createTestCasita({ feeds });
  await moveClock(casita, '2027-01-10T12:00:00Z');
  it1 = await follow(casita, feeds);
});
afterEach(() => casita.close());

const one = calendar(event('a', '20270201', '20270205'));
const rows = async () =>
  (await casita.app.db.query(
    `select f.state, p.failures, p.claim, extract(epoch from p.next_poll_at - $2::timestamptz)::int / 60 as minutes
     from calendar_feeds f join calendar_feed_poll p on p.feed_id = f.id where f.id = $1`,
    [it1.feedId, casita.clock.now().toString()],
  )) as [{ state: string; failures: number; claim: string | null; minutes: number }];
const polls = async () => (await queued(casita.app)).filter(({ task }) => task === 'poll-feed');
const ranges = () =>
  casita.app.db.query('select first_night from calendar_ranges where property_id = $1', [it1.home.id]);

/** Lets the due job see the feed as one that nobody has asked for a while in real time. */
const realMinuteLater = () =>
  casita.app.db.query(`update calendar_feed_poll set asked_at = asked_at - interval '61 seconds'`);

test('two workers at once: one asks', async () => {
  let open: () => void = () => undefined;
  feeds.gate = new Promise((resolve) => (open = resolve));
  feeds.answer(one);
  let refused = 0;
  const polled = [1, 2, 3].map(() => pollFeed(casita.app, it1.feedId));
  // The feed answers after two were sent away, or else the third would rightly ask once more after the first.
  for (const poll of polled) void poll.then(({ ok }) => ok || ++refused < 2 || open());
  const done = await Promise.all(polled);
  expect(done.filter(({ ok }) => ok)).toHaveLength(1);
  expect(done.find(({ ok }) => !ok)).toMatchObject({ kind: 'conflict', reasons: [{ code: 'being_read' }] });
  expect(feeds.asked).toHaveLength(1);
});

test('who dies between answer and commit leaves a feed that is due again, and who comes back late changes nothing', async () => {
  let open: () => void = () => undefined;
  feeds.gate = new Promise((resolve) => (open = resolve));
  feeds.answer(calendar(event('late', '20270601', '20270605')));
  const late = pollFeed(casita.app, it1.feedId);
  while (feeds.asked.length === 0) await new Promise((done) => setTimeout(done, 5));
  expect(await pollFeed(casita.app, it1.feedId)).toMatchObject({ ok: false });
  await casita.clock.moveTo(casita.clock.now().add({ seconds: 61 }));
  feeds.gate = Promise.resolve();
  await it1.poll(one);
  open();
  await late;
  expect(await ranges()).toEqual([{ first_night: '2027-02-01' }]);
});

test('an answer of an address that was changed meanwhile counts for nothing', async () => {
  let open: () => void = () => undefined;
  feeds.gate = new Promise((resolve) => (open = resolve));
  feeds.answer(one);
  const late = pollFeed(casita.app, it1.feedId);
  while (feeds.asked.length === 0) await new Promise((done) => setTimeout(done, 5));
  const key = { hostId: it1.home.hostId, property: it1.home.documentId, feed: it1.feed };
  expect(await changeFeed(casita.app, key, { url: 'https://new.test/x.ics' })).toMatchObject({ ok: true });
  open();
  await late;
  expect(await ranges()).toEqual([]);
  expect((await rows())[0]).toMatchObject({ state: 'waiting' });
});

test('a feed that answers is asked again after two hours; one that fails after 5, 10, 20 minutes, and at last every eight hours', async () => {
  await it1.poll(one);
  expect((await rows())[0].minutes).toBeGreaterThanOrEqual(107);
  expect((await rows())[0].minutes).toBeLessThanOrEqual(132);
  feeds.fail('unreachable');
  for (const minutes of [5, 10, 20, 40, 80, 160, 320, 480, 480]) {
    await pollFeed(casita.app, it1.feedId);
    expect((await rows())[0].minutes).toBeGreaterThanOrEqual(Math.floor(minutes * 0.89));
    expect((await rows())[0].minutes).toBeLessThanOrEqual(minutes * 1.1);
  }
  await it1.poll(one);
  expect((await rows())[0]).toMatchObject({ state: 'fresh', failures: 0, claim: null });
});

test('what is due is queued once, also by several at once and however far the clock is moved', async () => {
  expect(await polls()).toMatchObject([{ key: `poll-feed:${it1.feedId}`, payload: { feedId: it1.feedId } }]);
  await it1.poll(one);
  await casita.app.db.query('delete from graphile_worker._private_jobs');
  expect(await pollFeeds.run(casita.app)).toBe(0);
  await realMinuteLater();
  await casita.clock.moveTo(casita.clock.now().add({ hours: 3 }));
  const found = await Promise.all([1, 2, 3, 4].map(() => pollFeeds.run(casita.app)));
  expect(found.reduce((a, b) => a + b, 0)).toBe(1);
  await casita.advance('P30D');
  expect(await polls()).toHaveLength(1);
  expect(
    await Promise.all(dueJobs.filter((job) => job.name.endsWith('feeds')).map((job) => job.nextDueAt(casita.app))),
  ).toEqual([null, null]);
});

test('a silent feed is stale after a day: said once, and over with the next answer', async () => {
  await it1.poll(one);
  feeds.fail('status', 500);
  await casita.clock.moveTo(casita.clock.now().add({ hours: 23 }));
  await pollFeed(casita.app, it1.feedId);
  expect(await tellOfStaleFeeds.run(casita.app)).toBe(0);
  await casita.clock.moveTo(casita.clock.now().add({ hours: 2 }));
  expect(await tellOfStaleFeeds.run(casita.app)).toBe(1);
  await pollFeed(casita.app, it1.feedId);
  expect((await rows())[0]).toMatchObject({ state: 'stale' });
  expect(await tellOfStaleFeeds.run(casita.app)).toBe(0);
  expect(await mailsTo(casita.app, it1.home.host.userId)).toEqual([expect.stringContaining('has gone silent')]);
  expect(await ranges()).toHaveLength(1);
  await it1.poll(one);
  expect((await rows())[0]).toMatchObject({ state: 'fresh' });
});
