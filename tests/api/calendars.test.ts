import { startApi, type Answer, type TestApi } from './support/api-with-mail';
import { publishHome, signUpHost, type Person } from './support/registered';

let api: TestApi;
let host: Person;
let id: string;

beforeAll(async () => {
  api = await startApi();
  host = await signUpHost(api);
  id = await publishHome(api, host, 'Casa Ñandú, with a name that is long enough to be folded at seventy-five octets');
});
afterAll(() => api.stop());

const as = (method: string, path: string, body?: unknown) =>
  api.call(method, path, { token: host.token, ...(body === undefined ? {} : { body }) });
const soon = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const codes = (answer: Answer): string[] =>
  answer.body.error.details.reasons.map(({ code, field }: { code: string; field?: string }) => `${code} ${field}`);

describe('the exported calendar', () => {
  const renew = async () =>
    new URL((await as('POST', `/api/properties/${id}/calendar-export`)).body.data.url as string);
  const get = (url: URL, headers = {}) => api.call('GET', `${url.pathname}${url.search}`, { headers });

  test('has no address until the host asks for one, and then the same until a new one', async () => {
    const view = async () => (await as('GET', `/api/properties/${id}/calendar-export`)).body.data;
    expect(await view()).toEqual({ url: null, createdAt: null });
    const first = await renew();
    expect((await view()).url).toBe(first.href);
    const second = await renew();
    expect((await view()).url).toBe(second.href);
    expect((await get(first)).status).toBe(404);
    expect((await get(second)).status).toBe(200);
  });

  test('is a calendar of whole days, folded, with what is closed and nothing of guests', async () => {
    const ranges = [{ firstNight: soon(30), lastNight: soon(33), closed: true, reason: 'secret painters' }];
    expect((await as('PUT', `/api/properties/${id}/calendar`, { ranges })).status).toBe(200);
    await api.sql(
      `insert into calendar_ranges (document_id, property_id, first_night, last_night, closed, source, created_at, updated_at)
       select 'from-a-feed', id, current_date + 50, current_date + 55, true, 'feed', now(), now() from properties where document_id = $1`,
      [id],
    );
    const answer = await get(await renew());
    expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    expect(answer.headers.get('cache-control')).toContain('private');
    expect(answer.text).toMatch(/^BEGIN:VCALENDAR\r\n[^]*\r\nEND:VCALENDAR\r\n$/);
    expect(answer.text.replace(/\r\n/g, '')).not.toMatch(/[\r\n]/);
    for (const line of answer.text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    const lines = answer.text.replace(/\r\n[ \t]/g, '').split('\r\n');
    const date = (days: number) => soon(days).replaceAll('-', '');
    expect(lines.filter((line) => /^(DTSTART|DTEND|SUMMARY)/.test(line))).toEqual([
      `DTSTART;VALUE=DATE:${date(30)}`,
      `DTEND;VALUE=DATE:${date(34)}`,
      'SUMMARY:Not available',
    ]);
    expect(lines.filter((line) => /^(UID|DTSTAMP):./.test(line))).toHaveLength(2);
    expect(answer.text).not.toContain('secret');
  });

  test('is not sent again as long as it says the same', async () => {
    const url = await renew();
    const etag = (await get(url)).headers.get('etag') ?? '';
    const again = await get(url, { 'if-none-match': etag, 'cache-control': 'max-age=0' });
    expect([again.status, again.text]).toEqual([304, '']);
    const ranges = [{ firstNight: soon(70), lastNight: soon(71), closed: true }];
    await as('PUT', `/api/properties/${id}/calendar`, { ranges });
    expect((await get(url, { 'if-none-match': etag, 'cache-control': 'max-age=0' })).status).toBe(200);
  });

  test('a wrong token, none, two, another home and a missing one are answered alike', async () => {
    const url = await renew();
    const path = (home: string, query: string) => `/api/properties/${home}/calendar.ics${query}`;
    const answers = await Promise.all(
      [
        path(id, `?token=${'0'.repeat(64)}`),
        path(id, ''),
        path(id, '?token='),
        path(id, `${url.search}&token=${'0'.repeat(64)}`),
        path(id, `?token[a]=b`),
        path(id, `?token=${'x'.repeat(5_000)}`),
        path('z'.repeat(24), url.search),
        path('%00', url.search),
        path('__proto__', url.search),
      ].map((address) => api.call('GET', address)),
    );
    const said = answers.map(({ status, text }) => `${status} ${text.replace(/"requestId":"[^"]+"/, '')}`);
    expect([...new Set(said)]).toHaveLength(1);
    expect(said[0]).toMatch(/^404 /);
  });
});

describe('feeds', () => {
  const path = (feed = '') => `/api/properties/${id}/calendar-feeds${feed && `/${feed}`}`;
  const secret = 'https://192.0.43.8/secret-of-the-host.ics';

  test.each<[string, unknown, number, string]>([
    ['nothing', {}, 400, 'required name'],
    ['null', { name: 'F', url: null }, 400, 'wrong_type url'],
    ['a list', { name: 'F', url: [secret] }, 400, 'wrong_type url'],
    ['an object', { name: 'F', url: { $ne: null } }, 400, 'wrong_type url'],
    ['a number', { name: 'F', url: 7 }, 400, 'wrong_type url'],
    ['nothing of a URL', { name: 'F', url: '' }, 400, 'invalid_url url'],
    ['no URL', { name: 'F', url: 'calendar' }, 400, 'invalid_url url'],
    ['more than 2,000 characters', { name: 'F', url: `https://192.0.43.8/${'x'.repeat(2_000)}` }, 400, 'too_big url'],
    ['no name', { name: ' ', url: secret }, 400, 'too_small name'],
    ['a name with NUL', { name: 'a\u0000b', url: secret }, 400, 'invalid_text name'],
    ['an unknown field', { name: 'F', url: secret, state: 'fresh' }, 400, 'unknown_field state'],
    ['a script', { name: 'F', url: 'javascript:alert(1)' }, 422, 'not_https url'],
    ['http', { name: 'F', url: 'http://192.0.43.8/x' }, 422, 'not_https url'],
    ['this machine', { name: 'F', url: 'https://127.0.0.1/x' }, 422, 'not_public url'],
    ['this machine in IPv6', { name: 'F', url: 'https://[::ffff:127.0.0.1]/x' }, 422, 'not_public url'],
    ["the cloud's own address", { name: 'F', url: 'https://169.254.169.254/x' }, 422, 'not_public url'],
    ['a password', { name: 'F', url: 'https://a:b@192.0.43.8/x' }, 422, 'has_credentials url'],
    ['another port', { name: 'F', url: 'https://192.0.43.8:6379/x' }, 422, 'port url'],
  ])('%s is refused, and nothing is added', async (_name, body, status, reason) => {
    const refused = await as('POST', path(), body);
    expect([refused.status, codes(refused)]).toEqual([status, expect.arrayContaining([reason])]);
    expect((await as('GET', path())).body.data).toEqual([]);
  });

  test('are added, changed, listed and removed, by REST and GraphQL, and never tell their address', async () => {
    const added = await as('POST', path(), { name: 'Other', url: secret });
    expect([added.status, added.body.data]).toMatchObject([
      201,
      { name: 'Other', server: '192.0.43.8', state: 'waiting', stale: false, ageMinutes: null, events: 0 },
    ]);
    const feed = added.body.data.documentId as string;
    expect(codes(await as('POST', path(), { name: 'Twice', url: secret }))).toEqual(['already_followed url']);
    expect(codes(await as('PUT', path(feed), { url: 'https://10.0.0.1/' }))).toEqual(['not_public url']);
    const renamed = await as('PUT', path(feed), { name: 'Renamed' });
    expect(renamed.body.data).toMatchObject({ documentId: feed, name: 'Renamed' });
    const listed = await api.graphql(`{ calendarFeeds(id: "${id}") { documentId name server state } }`, host.token);
    expect(listed.body.data.calendarFeeds).toMatchObject([{ documentId: feed, name: 'Renamed' }]);
    for (const { text } of [added, renamed, listed, await as('GET', path())]) expect(text).not.toContain('secret-of');
    expect(api.app.log()).not.toContain('secret-of');
    const removed = await as('DELETE', path(feed));
    expect(removed.status).toBe(200);
    expect((await as('DELETE', path(feed))).status).toBe(404);
    expect((await as('GET', path())).body.data).toEqual([]);
    expect(await api.sql('select 1 from calendar_feed_poll')).toEqual([]);
  });

  test('go with their home', async () => {
    const body = { name: 'Another', currency: 'EUR' };
    const other = (await as('POST', '/api/properties', body)).body.data.documentId as string;
    const added = await as('POST', `/api/properties/${other}/calendar-feeds`, { name: 'F', url: secret });
    expect(added.status).toBe(201);
    expect((await as('POST', `/api/properties/${other}/calendar-export`)).status).toBe(201);
    expect((await as('DELETE', `/api/properties/${other}`)).status).toBe(200);
    expect(await api.sql('select 1 from calendar_feeds')).toEqual([]);
  });
});

test.each([
  ['a decision that is none', { decision: 'forget' }, 'not_allowed decision'],
  ['no decision', {}, 'not_allowed decision'],
  ['a note that is too long', { decision: 'dismiss', note: 'x'.repeat(501) }, 'too_big note'],
])('conflicts: %s', async (_name, body, reason) => {
  const refused = await as('POST', `/api/host/calendar-conflicts/${'z'.repeat(24)}/decision`, body);
  expect([refused.status, codes(refused)]).toEqual([400, expect.arrayContaining([reason])]);
});
