import type { HostWorld, PanelCaller } from './support/panel-world';
import { startPanelApp, type PanelApp } from './support/panel-app';

/** Calendar feeds and conflicts in the panel: hosts see their own, staff all, nobody writes them by a form. */

let world: PanelApp;
const ids = new Map<HostWorld, { feed: string; conflict: string; range: string }>();

beforeAll(async () => {
  world = await startPanelApp();
  for (const host of [world.a, world.b]) ids.set(host, await makeCalendar(host));
});
afterAll(() => world?.stop());

const name = (host: HostWorld, letter: string) =>
  `${letter}${host.canary.replace(/[^a-z]/g, '')}`.padEnd(24, '0').slice(0, 24);

async function makeCalendar(host: HostWorld) {
  const made = { feed: name(host, 'f'), conflict: name(host, 'c'), range: name(host, 'r') };
  const property = host.entry['api::property.property']?.id;
  const booking = host.entry['api::booking.booking']?.id;
  const feed = await world.sql.query(
    `insert into calendar_feeds (document_id, property_id, name, server, state, last_error, created_at, updated_at, published_at)
     values ($1, $2, $3, 'platform.test', 'failing', 'The answer is not a calendar.', now(), now(), now()) returning id`,
    [made.feed, property, `Feed ${host.canary}`],
  );
  const feedId = feed.rows[0].id;
  await world.sql.query(
    `insert into calendar_feed_poll (feed_id, property_id, sealed_url, url_hash, next_poll_at, stale_at)
     values ($1, $2, 'sealed-canary', 'hash-canary', now() + interval '1 day', now() + interval '1 day')`,
    [feedId, property],
  );
  await world.sql.query(
    `insert into calendar_conflicts (document_id, property_id, feed_id, booking_id, feed_name, state, first_night, last_night, note, found_at,
       created_at, updated_at, published_at) values ($1, $2, $3, $4, $5, 'open', '2027-02-01', '2027-02-02', null, now(), now(), now(), now())`,
    [made.conflict, property, feedId, booking, `Feed ${host.canary}`],
  );
  await world.sql.query(
    `insert into calendar_ranges (document_id, property_id, feed_id, first_night, last_night, closed, source, created_at, updated_at, published_at)
     values ($1, $2, $3, '2027-02-01', '2027-02-02', true, 'feed', now(), now(), now())`,
    [made.range, property, feedId],
  );
  return made;
}

const of = (host: HostWorld) => ids.get(host) ?? { feed: '', conflict: '', range: '' };
const entries = (kind: 'feed' | 'conflict' | 'range', id = '') =>
  `/content-manager/collection-types/api::calendar-${kind}.calendar-${kind}${id && `/${id}`}`;
const decide = (caller: PanelCaller, id: string, decision = 'dismiss') =>
  caller.call('POST', `/casita/calendar-conflicts/${id}/decision`, { decision, note: 'Seen' });

test.each(['feed', 'conflict'] as const)(
  'a host lists, counts and opens their own %ss only; staff see all',
  async (kind) => {
    const own = await world.a.panel.call('GET', entries(kind));
    const ofTheWorld = world.a.entry[`api::calendar-${kind}.calendar-${kind}`]?.documentId;
    expect(own.body.results.map(({ documentId }: { documentId: string }) => documentId).sort()).toEqual(
      [of(world.a)[kind], ofTheWorld].sort(),
    );
    expect(own.body.pagination.total).toBe(2);
    expect(own.text).not.toContain(world.b.canary);
    const theirs = await world.a.panel.call('GET', entries(kind, of(world.b)[kind]));
    const missing = await world.a.panel.call('GET', entries(kind, 'a'.repeat(24)));
    expect([theirs.status, theirs.text]).toEqual([404, missing.text]);
    const all = await world.operator.call('GET', entries(kind));
    expect(all.body.pagination.total).toBe(4);
    expect((await world.moderator.call('GET', entries(kind))).status).toBe(403);
    for (const { text } of [own, all]) expect(text).not.toMatch(/sealed|hash-canary/);
  },
);

test('what is wrong with a feed is said in words', async () => {
  const opened = await world.a.panel.call('GET', entries('feed', of(world.a).feed));
  expect(opened.body.data).toMatchObject({
    state: 'failing',
    lastError: 'The answer is not a calendar.',
    server: 'platform.test',
  });
});

test.each([
  ['feed', 'PUT', { name: 'Other' }],
  ['feed', 'DELETE', undefined],
  ['conflict', 'PUT', { state: 'ended' }],
  ['conflict', 'DELETE', undefined],
  ['range', 'PUT', { closed: false }],
  ['range', 'DELETE', undefined],
] as const)('nobody writes a %s of a feed by a form: %s', async (kind, method, body) => {
  const table = `calendar_${kind}s`;
  const read = async () =>
    (await world.sql.query(`select * from ${table} where document_id = $1`, [of(world.a)[kind]])).rows;
  const before = await read();
  expect(before).toHaveLength(1);
  for (const caller of [world.a.panel, world.b.panel, world.operator, world.moderator]) {
    expect((await caller.call(method, entries(kind, of(world.a)[kind]), body)).status).toBeGreaterThanOrEqual(400);
  }
  expect(await read()).toEqual(before);
});

test.each(['feed', 'conflict', 'range'] as const)('nobody makes a %s of a feed by a form', async (kind) => {
  const body = {
    name: 'F',
    state: 'fresh',
    firstNight: '2027-03-01',
    lastNight: '2027-03-02',
    source: 'feed',
    property: world.a.entry['api::property.property']?.id,
  };
  for (const caller of [world.operator, world.moderator]) {
    expect((await caller.call('POST', entries(kind), body)).status).toBeGreaterThanOrEqual(400);
  }
  if (kind !== 'range')
    expect((await world.a.panel.call('POST', entries(kind), body)).status).toBeGreaterThanOrEqual(400);
});

test('a host settles their own conflict, staff any, nobody else one of another', async () => {
  const theirs = await decide(world.a.panel, of(world.b).conflict);
  const missing = await decide(world.a.panel, 'a'.repeat(24));
  expect([theirs.status, theirs.text]).toEqual([404, missing.text]);
  expect((await decide(world.moderator, of(world.b).conflict)).status).toBe(403);
  expect((await decide(world.a.panel, of(world.a).conflict)).body.data).toMatchObject({ state: 'dismissed' });
  expect((await decide(world.operator, of(world.b).conflict, 'resolve')).body.data).toMatchObject({
    state: 'resolved',
  });
  expect((await decide(world.operator, of(world.b).conflict, 'forget')).status).toBe(400);
});
