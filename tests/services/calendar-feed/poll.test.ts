import { addFeed, removeFeed } from '../../../src/api/calendar-feed/use-cases/manage-feeds';
import { pollFeed } from '../../../src/api/calendar-feed/use-cases/poll-feed';
import { paintCalendar } from '../../../src/api/property/use-cases/paint-calendar';
import { nightOf } from '../../../src/domain/night';
import { staleSearchRows } from '../../../src/search/refresh-search-rows';
import { createTestCasita, type TestCasita } from '../support/casita';
import { makeHome, type TestHome } from '../support/world';
import { calendar, event, FakeFeeds, feedUrl } from './fake-feeds';

let casita: TestCasita;
let feeds: FakeFeeds;
let home: TestHome;
let feedId: number;
let feed: string;

/** 2027-01-10, noon in Lisbon. */
const begin = '2027-01-10T12:00:00Z';

beforeAll(async () => {
  feeds = new FakeFeeds();
  casita = await createTestCasita({ feeds });
  await casita.clock.moveTo(instant(begin));
});
afterAll(() => casita.close());

const instant = (text: string) =>
  casita.clock.now().until(casita.clock.now()).sign === 0 ? fromText(text) : fromText(text);
function fromText(text: string) {
  const now = casita.clock.now();
  return now.add({ milliseconds: Date.parse(text) - now.epochMilliseconds });
}

async function newFeed(timeZone = 'Europe/Lisbon'): Promise<void> {
  home = await makeHome(casita.app, { timeZone });
  const added = await addFeed(casita.app, home.hostId, home.documentId, { name: 'Other', url: feedUrl });
  if (!added.ok) throw new Error(added.message);
  feed = added.value.documentId;
  feedId = added.value.id;
}

/** The closed ranges of the feed as [first night, day of departure). */
async function closed(): Promise<string[]> {
  const rows = await casita.app.db.query<{ a: string; b: string }>(
    `select first_night as a, last_night + 1 as b from calendar_ranges where property_id = $1 and source = 'feed' and closed order by 1, 2`,
    [home.id],
  );
  expect(await staleSearchRows(casita.app.db, [home.id])).toEqual([]);
  return rows.map(({ a, b }) => `${a} ${b}`);
}

async function poll(answer: string): Promise<string[]> {
  feeds.answer(answer);
  expect(await pollFeed(casita.app, feedId)).toMatchObject({ ok: true });
  return closed();
}

const stateOf = async () => {
  const [row] = await casita.app.db.query<{ state: string; last_error: string | null; events: number }>(
    'select state, last_error, events from calendar_feeds where id = $1',
    [feedId],
  );
  return row;
};

const one = event('a', '20270201', '20270205');
const two = event('b', '20270301', '20270303');
const three = event('c', '20270401', '20270411');

describe('what one answer closes', () => {
  test.each<[string, string, string[]]>([
    ['whole days, the end exclusive', calendar(one), ['2027-02-01 2027-02-05']],
    ['LF line ends', calendar(one, two).replaceAll('\r\n', '\n'), ['2027-02-01 2027-02-05', '2027-03-01 2027-03-03']],
    ['a byte order mark', `\uFEFF${calendar(one)}`, ['2027-02-01 2027-02-05']],
    ['no DTSTAMP', calendar(one.filter((line) => !line.startsWith('DTSTAMP'))), ['2027-02-01 2027-02-05']],
    [
      'folded lines',
      calendar(one).replace('UID:a', 'UI\r\n D:a').replace('20270201', '2027\r\n\t0201'),
      ['2027-02-01 2027-02-05'],
    ],
    ['an end before its start', calendar(event('a', '20270205', '20270201')), ['2027-02-05 2027-02-06']],
    ['an end at its start', calendar(event('a', '20270205', '20270205')), ['2027-02-05 2027-02-06']],
    ['no end', calendar(event('a', '20270205', null)), ['2027-02-05 2027-02-06']],
    ['a duration in days', calendar(event('a', '20270205', null, 'DURATION:P3D')), ['2027-02-05 2027-02-08']],
    ['a duration in weeks', calendar(event('a', '20270205', null, 'DURATION:P1W')), ['2027-02-05 2027-02-12']],
    ['times in UTC', calendar(event('a', '20270205T150000Z', '20270207T100000Z')), ['2027-02-05 2027-02-07']],
    ['floating times', calendar(event('a', '20270205T230000', '20270207T100000')), ['2027-02-05 2027-02-07']],
    [
      'times of another zone',
      calendar(event('a', ';TZID=America/New_York:20270205T200000', ';TZID=America/New_York:20270207T040000')),
      ['2027-02-06 2027-02-07'],
    ],
    ['an hour within a day', calendar(event('a', '20270205T100000Z', '20270205T110000Z')), ['2027-02-05 2027-02-06']],
    [
      'a time and a duration',
      calendar(event('a', '20270205T150000Z', null, 'DURATION:PT20H')),
      ['2027-02-05 2027-02-06'],
    ],
    [
      'what is cancelled',
      calendar(one, event('x', '20270210', '20270212', 'STATUS:CANCELLED')),
      ['2027-02-01 2027-02-05'],
    ],
    [
      'what takes no time',
      calendar(one, event('x', '20270210', '20270212', 'TRANSP:TRANSPARENT')),
      ['2027-02-01 2027-02-05'],
    ],
    [
      'a series',
      calendar(event('a', '20270201', '20270203', 'RRULE:FREQ=WEEKLY;COUNT=3', 'EXDATE;VALUE=DATE:20270208')),
      ['2027-02-01 2027-02-03', '2027-02-15 2027-02-17'],
    ],
    [
      'a series with a changed occurrence',
      calendar(
        event('a', '20270201', '20270203', 'RRULE:FREQ=WEEKLY;COUNT=2'),
        event('a', '20270220', '20270222', 'RECURRENCE-ID;VALUE=DATE:20270208'),
      ),
      ['2027-02-01 2027-02-03', '2027-02-20 2027-02-22'],
    ],
    [
      'a series with a cancelled occurrence',
      calendar(
        event('a', '20270201', '20270203', 'RRULE:FREQ=WEEKLY;COUNT=2'),
        event('a', '20270208', '20270210', 'RECURRENCE-ID;VALUE=DATE:20270208', 'STATUS:CANCELLED'),
      ),
      ['2027-02-01 2027-02-03'],
    ],
    [
      'one name twice',
      calendar(one, event('a', '20270301', '20270303')),
      ['2027-02-01 2027-02-05', '2027-03-01 2027-03-03'],
    ],
    ['no name', calendar(one.filter((line) => !line.startsWith('UID'))), ['2027-02-01 2027-02-05']],
    [
      'neighbours and overlaps as one',
      calendar(one, event('b', '20270205', '20270207'), event('c', '20270203', '20270206')),
      ['2027-02-01 2027-02-07'],
    ],
    [
      'unknown properties, also broken ones',
      calendar([...one.slice(0, -1), 'X-FOO;BAR=1:x', 'no colon at all', 'DTSTAMP:never', 'END:VEVENT']),
      ['2027-02-01 2027-02-05'],
    ],
    ['for ever', calendar(event('a', '20270201', '99991231')), ['2027-02-01 9998-12-30']],
    ['what is over', calendar(one, event('old', '20270101', '20270105')), ['2027-02-01 2027-02-05']],
    ['what is under way', calendar(event('a', '20270105', '20270112')), ['2027-01-05 2027-01-12']],
  ])('%s', async (_name, answer, nights) => {
    await newFeed();
    expect(await poll(answer)).toEqual(nights);
    expect(await stateOf()).toMatchObject({ state: 'fresh', last_error: null });
  });

  test('a zone that only the calendar knows', async () => {
    await newFeed();
    const zone = [
      'BEGIN:VTIMEZONE',
      'TZID:Far East',
      'BEGIN:STANDARD',
      'DTSTART:19700101T000000',
      'TZOFFSETFROM:+0900',
      'TZOFFSETTO:+0900',
      'END:STANDARD',
      'END:VTIMEZONE',
    ];
    const stay = event('a', ';TZID=Far East:20270205T060000', ';TZID=Far East:20270207T100000');
    expect(await poll(calendar(zone, stay))).toEqual(['2027-02-04 2027-02-07']);
  });
});

describe('an answer that is none changes nothing', () => {
  test.each<[string, string, string]>([
    ['an HTML page', '<!doctype html><html><body>Please sign in</body></html>', 'not a calendar'],
    ['a JSON error', '{"error":"rate limited"}', 'not a calendar'],
    ['an empty body', '', 'empty'],
    ['blank lines', '\r\n \r\n', 'empty'],
    ['a calendar that ends in the middle', calendar(one, two).slice(0, -40), 'ends in the middle'],
    ['a calendar without its last line', calendar().replace('END:VCALENDAR\r\n', ''), 'ends in the middle'],
    [
      'events beyond all measure',
      calendar(...Array.from({ length: 5_001 }, (_, i) => event(`e${i}`, '20270201', '20270202'))),
      'too many events',
    ],
    ['a series by the second', calendar(event('a', '20270201', '20270202', 'RRULE:FREQ=SECONDLY')), 'series'],
    [
      'a series that never comes',
      calendar(event('a', '20270201', '20270202', 'RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30')),
      'series',
    ],
    [
      'a series without end from long ago',
      calendar(...Array.from({ length: 5 }, (_, i) => event(`e${i}`, '19700101', '19700102', 'RRULE:FREQ=DAILY'))),
      'series',
    ],
    ['nonsense within a calendar', calendar(['BEGIN:VEVENT', 'DTSTART:yesterday', 'END:VTODO']), 'not a calendar'],
  ])('%s', async (_name, answer, said) => {
    await newFeed();
    await poll(calendar(one));
    expect(await poll(answer)).toEqual(['2027-02-01 2027-02-05']);
    expect(await stateOf()).toMatchObject({ state: 'failing', last_error: expect.stringContaining(said) });
    await poll(calendar(one));
    expect(await stateOf()).toMatchObject({ state: 'fresh', last_error: null });
  });

  test('a server that does not answer, or answers with a status', async () => {
    await newFeed();
    await poll(calendar(one));
    feeds.fail('status', 503);
    await pollFeed(casita.app, feedId);
    expect(await closed()).toEqual(['2027-02-01 2027-02-05']);
    expect(await stateOf()).toMatchObject({ state: 'failing', last_error: 'The server answers with status 503.' });
  });
});

describe('answers in a row', () => {
  const later = async (duration: string) =>
    casita.clock.moveTo(casita.clock.now().toZonedDateTimeISO('UTC').add(duration).toInstant());

  test('the same UID with other dates', async () => {
    await newFeed();
    await poll(calendar(one, two, three));
    expect(await poll(calendar(event('a', '20270202', '20270206'), two, three))).toEqual([
      '2027-02-02 2027-02-06',
      '2027-03-01 2027-03-03',
      '2027-04-01 2027-04-11',
    ]);
  });

  test('a UID that vanishes and returns', async () => {
    await newFeed();
    await poll(calendar(one, three));
    expect(await poll(calendar(three))).toEqual(['2027-04-01 2027-04-11']);
    expect(await poll(calendar(one, three))).toEqual(['2027-02-01 2027-02-05', '2027-04-01 2027-04-11']);
  });

  test('once empty: nights stay until it was so three times, and for a day', async () => {
    await newFeed();
    const all = ['2027-02-01 2027-02-05', '2027-04-01 2027-04-11'];
    await poll(calendar(one, three));
    expect(await poll(calendar())).toEqual(all);
    expect(await stateOf()).toMatchObject({ state: 'unsure', last_error: expect.stringContaining('empty') });
    expect(await poll(calendar())).toEqual(all);
    expect(await poll(calendar())).toEqual(all);
    await later('PT25H');
    expect(await poll(calendar())).toEqual([]);
    expect(await stateOf()).toMatchObject({ state: 'fresh' });
  });

  test('once empty, and then as before: the count begins anew', async () => {
    await newFeed();
    await poll(calendar(one));
    await poll(calendar());
    await poll(calendar());
    await poll(calendar(one));
    await later('PT25H');
    expect(await poll(calendar())).toEqual(['2027-02-01 2027-02-05']);
  });

  test('an empty answer after a day of errors is still the first one', async () => {
    await newFeed();
    await poll(calendar(one));
    for (let i = 0; i < 4; i += 1) await poll('<html>');
    await later('PT25H');
    expect(await poll(calendar())).toEqual(['2027-02-01 2027-02-05']);
  });

  test('most of the nights gone at once: they go with the second such answer, what is new closes with the first', async () => {
    await newFeed();
    await poll(calendar(one, three));
    const fresh = event('d', '20270501', '20270502');
    expect(await poll(calendar(one, fresh))).toEqual([
      '2027-02-01 2027-02-05',
      '2027-04-01 2027-04-11',
      '2027-05-01 2027-05-02',
    ]);
    expect(await poll(calendar(one, fresh))).toEqual(['2027-02-01 2027-02-05', '2027-05-01 2027-05-02']);
  });

  test('a rolling block at the horizon, and an event under way that is re-issued each day, touch no range but their own', async () => {
    await newFeed();
    const block = (first: string, last: string) => event('horizon', first, last);
    await poll(calendar(event('stay-1', '20270111', '20270120'), one, block('20280110', '20280710')));
    const ids = () =>
      casita.app.db.query('select id, first_night from calendar_ranges where property_id = $1 order by 1', [home.id]);
    const before = await ids();
    const day = casita.clock.now().toZonedDateTimeISO('UTC').toPlainDate();
    expect(day.toString() < '2027-01-15').toBe(true);
    await casita.clock.moveTo(fromText('2027-01-15T12:00:00Z'));
    const [event1] = await casita.app.db.query<{ id: number }>(
      "select id from calendar_feed_event where feed_id = $1 and uid = 'stay-1'",
      [feedId],
    );
    expect(await poll(calendar(event('stay-2', '20270115', '20270120'), one, block('20280110', '20280710')))).toEqual([
      '2027-01-11 2027-01-20',
      '2027-02-01 2027-02-05',
      '2028-01-10 2028-07-10',
    ]);
    expect(await ids()).toEqual(before);
    const [event2] = await casita.app.db.query<{ id: number }>(
      "select id from calendar_feed_event where feed_id = $1 and uid = 'stay-2'",
      [feedId],
    );
    expect(event2).toEqual(event1);
    expect(await poll(calendar(event('stay-2', '20270115', '20270120'), one, block('20280115', '20280715')))).toContain(
      '2028-01-15 2028-07-15',
    );
    expect((await ids()).slice(0, 2)).toEqual(before.slice(0, 2));
  });
});

test("the host's painting and a feed leave each other alone, and a feed that goes frees its own", async () => {
  await newFeed();
  await poll(calendar(one));
  const second = await addFeed(casita.app, home.hostId, home.documentId, {
    name: 'Second',
    url: 'https://second.test/',
  });
  if (!second.ok) throw new Error(second.message);
  feeds.answer(calendar(event('z', '20270203', '20270207')), 'https://second.test/');
  await pollFeed(casita.app, second.value.id);
  const range = {
    closed: false,
    price: 20_000,
    minNights: null,
    minNightsThrough: null,
    maxNights: null,
    reason: null,
    source: 'host' as const,
  };
  const painted = [{ ...range, firstNight: nightOf('2027-02-01'), lastNight: nightOf('2027-02-10') }];
  expect(await paintCalendar(casita.app, home.hostId, home.documentId, painted)).toMatchObject({ ok: true });
  expect(await closed()).toEqual(['2027-02-01 2027-02-05', '2027-02-03 2027-02-07']);
  expect(await removeFeed(casita.app, { hostId: home.hostId, property: home.documentId, feed })).toMatchObject({
    ok: true,
  });
  expect(await closed()).toEqual(['2027-02-03 2027-02-07']);
  const host = await casita.app.db.query("select 1 from calendar_ranges where property_id = $1 and source = 'host'", [
    home.id,
  ]);
  expect(host).toHaveLength(1);
});
