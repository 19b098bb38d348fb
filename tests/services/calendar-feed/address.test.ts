import { addFeed, changeFeed, listFeeds } from '../../../src/api/calendar-feed/use-cases/manage-feeds';
import { exportCalendar, renewExport } from '../../../src/api/calendar-feed/use-cases/export-calendar';
import { pollFeed } from '../../../src/api/calendar-feed/use-cases/poll-feed';
import { readCalendar } from '../../../src/api/calendar-feed/icalendar/read-calendar';
import { nightOf } from '../../../src/domain/night';
import { createTestCasita, type TestCasita } from '../support/casita';
import { makeHome } from '../support/world';
import { tableNames } from '../support/catalogue';
import { FakeFeeds, feedUrl } from './fake-feeds';
import { follow } from './following';

let casita: TestCasita;
let feeds: FakeFeeds;
const lines: string[] = [];
const log = (line: string) => void lines.push(line);

beforeAll(async () => {
  feeds = new FakeFeeds();
  casita = await createTestCasita({ feeds, log: { info: log, warn: log, error: log } });
});
afterAll(() => casita.close());

const refusal = (code: string) => ({ ok: false, kind: 'refused', reasons: [{ code, field: 'url' }] });

test('the address is in no table, no answer and no log, and the token of an export is in no table', async () => {
  const it1 = await follow(casita, feeds);
  feeds.answer('<html>');
  await pollFeed(casita.app, it1.feedId);
  const exported = await renewExport(casita.app, it1.home.hostId, it1.home.documentId);
  const token = exported.ok ? new URL(exported.value.url ?? '').searchParams.get('token') : null;
  expect(token).toMatch(/^[0-9a-f]{64}$/);
  for (const table of await tableNames(casita.app.db)) {
    const rows = await casita.app.db.query(
      `select 1 from ${table} t where t::text like '%secret-of-the-host%' or t::text like '%' || $1 || '%'`,
      [token],
    );
    expect([table, rows.length]).toEqual([table, 0]);
  }
  const jobs = await casita.app.db.query(
    "select 1 from graphile_worker._private_jobs j where j::text like '%secret-of-the-host%'",
  );
  expect(jobs).toEqual([]);
  const shown = await listFeeds(casita.app, it1.home.hostId, it1.home.documentId);
  expect(JSON.stringify(shown)).not.toContain('secret');
  expect(shown).toMatchObject({ ok: true, value: [{ server: 'platform.test' }] });
  expect(lines.join('\n')).not.toContain('secret');
});

test('a home follows an address once, ten calendars at the most, and none of the own network', async () => {
  const home = await makeHome(casita.app);
  const add = (url: string) => addFeed(casita.app, home.hostId, home.documentId, { name: 'F', url });
  expect(await add(feedUrl)).toMatchObject({ ok: true });
  expect(await add(`${feedUrl}#same`)).toMatchObject(refusal('already_followed'));
  expect(await add('https://inside.test/x')).toMatchObject(refusal('not_public'));
  const second = await add('https://platform.test/2');
  const key = { hostId: home.hostId, property: home.documentId, feed: second.ok ? second.value.documentId : '' };
  expect(await changeFeed(casita.app, key, { url: feedUrl })).toMatchObject(refusal('already_followed'));
  const rest = await Promise.all(Array.from({ length: 12 }, (_, i) => add(`https://platform.test/${i + 3}`)));
  expect(rest.filter(({ ok }) => ok)).toHaveLength(8);
  expect(rest.find(({ ok }) => !ok)).toMatchObject({
    kind: 'refused',
    reasons: [{ code: 'too_many_feeds', limit: 10 }],
  });
});

test('our own calendar is refused, under any name of this server, and left out wherever it comes back', async () => {
  const it1 = await follow(casita, feeds);
  const exported = await renewExport(casita.app, it1.home.hostId, it1.home.documentId);
  const url = new URL(exported.ok ? (exported.value.url ?? '') : '');
  const add = (address: string) =>
    addFeed(casita.app, it1.home.hostId, it1.home.documentId, { name: 'F', url: address });
  expect(await add(url.href)).toMatchObject(refusal('own_calendar'));
  expect(await add(`${url.origin}${url.pathname}`)).toMatchObject(refusal('own_calendar'));
  expect(await add(`https://other.test${url.pathname}${url.search}`)).toMatchObject(refusal('own_calendar'));
  expect(await add(`https://other.test${url.pathname}?token=${'0'.repeat(64)}`)).toMatchObject({ ok: true });

  await casita.app.db.query(
    `insert into calendar_ranges (document_id, property_id, first_night, last_night, closed, source, created_at, updated_at)
     values ('own', $1, current_date + 20, current_date + 25, true, 'host', now(), now())`,
    [it1.home.id],
  );
  const token = url.searchParams.get('token') ?? '';
  const own = await exportCalendar(casita.app, it1.home.documentId, token);
  if (!own.ok) throw new Error(own.message);
  expect(own.value.text).toContain('BEGIN:VEVENT');
  const reading = { timeZone: 'Europe/Lisbon', today: nightOf('2020-01-01'), until: nightOf('2099-01-01') };
  expect(readCalendar(own.value.text, { ...reading, ownMark: 'somebody else' })).toMatchObject({
    ok: true,
    value: [{ uid: expect.stringContaining(it1.home.documentId) }],
  });
  await it1.poll(own.value.text);
  await it1.poll(own.value.text.replace(/UID:/g, 'UID:copied-'));
  const events = await casita.app.db.query('select 1 from calendar_feed_event where feed_id = $1', [it1.feedId]);
  expect(events).toEqual([]);
  const again = await exportCalendar(casita.app, it1.home.documentId, token);
  expect(again).toEqual(own);
});
