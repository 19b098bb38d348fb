import { startApi, type Answer, type TestApi } from './support/api-with-mail';
import { publishHome, signUpHost, type Person } from './support/registered';

let api: TestApi;
let host: Person;
let id: string;

beforeAll(async () => {
  api = await startApi();
  host = await signUpHost(api);
});
afterAll(() => api.stop());

beforeEach(async () => {
  id = await publishHome(api, host, 'Calendar house');
});

const paint = (...ranges: object[]) =>
  api.call('PUT', `/api/properties/${id}/calendar`, { token: host.token, body: { ranges } });
const calendar = async () =>
  (await api.call('GET', `/api/host/properties/${id}/calendar`, { token: host.token })).body.data;
const march = (first: number, last: number, says: object = {}) => ({
  firstNight: `2027-03-${String(first).padStart(2, '0')}`,
  lastNight: `2027-03-${String(last).padStart(2, '0')}`,
  ...says,
});
const shown = (range: { firstNight: string; lastNight: string; closed: boolean; price: number | null }) =>
  `${range.firstNight.slice(8)}-${range.lastNight.slice(8)} ${range.closed ? 'closed' : range.price}`;
const reasons = (answer: Answer): string[] =>
  answer.body.error.details.reasons.map((reason: { code: string; field: string }) => `${reason.code} ${reason.field}`);

test('later ranges cut earlier ones, in one list and across calls, and guests see it at once', async () => {
  const first = await paint(
    march(1, 20, { price: 20_000, minNights: 2 }),
    march(10, 12, { closed: true, reason: 'Painters' }),
  );
  expect(first.body.data.map(shown)).toEqual(['01-09 20000', '10-12 closed', '13-20 20000']);
  await paint(march(5, 5, { price: 9_000 }), march(18, 25, { price: 30_000 }));
  expect((await calendar()).map(shown)).toEqual([
    '01-04 20000',
    '05-05 9000',
    '06-09 20000',
    '10-12 closed',
    '13-17 20000',
    '18-25 30000',
  ]);

  const { body } = await api.call('GET', `/api/properties/${id}/availability?from=2027-03-04&to=2027-03-12`);
  const nights = body.data.nights ?? body.data;
  expect(JSON.stringify(nights)).toContain('9000');
  expect(JSON.stringify(body)).not.toContain('Painters');
});

test('a range that says nothing gives its nights back to the house rules', async () => {
  await paint(march(1, 9, { price: 20_000 }));
  expect((await paint(march(4, 6))).body.data.map(shown)).toEqual(['01-03 20000', '07-09 20000']);
  expect((await paint(march(1, 31))).body.data).toEqual([]);
});

test('painted night by night, the table stays as short as can be', async () => {
  for (const night of [3, 1, 2]) await paint(march(night, night, { price: 20_000 }));
  expect((await calendar()).map(shown)).toEqual(['01-03 20000']);
  expect(
    await api.sql(
      'select count(*)::int as n from calendar_ranges r join properties p on p.id = r.property_id where p.document_id = $1',
      [id],
    ),
  ).toEqual([{ n: 1 }]);
});

test('all or none: one wrong range, and nothing is painted', async () => {
  await paint(march(1, 3, { price: 20_000 }));
  const refused = await paint(march(1, 9, { price: 1 }), march(9, 8, { closed: true }));
  expect(refused.status).toBe(422);
  expect(reasons(refused)).toEqual(['wrong_order ranges.1.lastNight']);
  expect((await calendar()).map(shown)).toEqual(['01-03 20000']);
});

test.each<[string, object, number, string]>([
  ['30 February', { firstNight: '2027-02-30', lastNight: '2027-03-01' }, 400, 'invalid_date ranges.0.firstNight'],
  [
    'a time in a date',
    { firstNight: '2027-03-01T00:00', lastNight: '2027-03-01' },
    400,
    'invalid_date ranges.0.firstNight',
  ],
  ['the past', { firstNight: '2020-01-01', lastNight: '2020-01-02', closed: true }, 422, 'past ranges.0.lastNight'],
  [
    'the year 9000',
    { firstNight: '2027-03-01', lastNight: '9000-01-01', closed: true },
    422,
    'too_far ranges.0.lastNight',
  ],
  ['a price of −1', march(1, 2, { price: -1 }), 400, 'too_small ranges.0.price'],
  ['a price of 1e309', march(1, 2, { price: Number.MAX_SAFE_INTEGER }), 400, 'too_big ranges.0.price'],
  [
    'a price with its currency',
    march(1, 2, { price: { amount: 1, currency: 'EUR' } }),
    400,
    'wrong_type ranges.0.price',
  ],
  ['closed as text', march(1, 2, { closed: 'yes' }), 400, 'wrong_type ranges.0.closed'],
  ['0 nights', march(1, 2, { minNights: 0 }), 400, 'too_small ranges.0.minNights'],
  ['more nights at least than at most', march(1, 2, { minNights: 5, maxNights: 3 }), 422, 'too_big ranges.0.minNights'],
  ["somebody else's source", march(1, 2, { source: 'feed' }), 400, 'unknown_field ranges.0.source'],
  ['NUL', march(1, 2, { closed: true, reason: 'a\u0000' }), 400, 'invalid_text ranges.0.reason'],
])('%s is refused by name', async (_, range, status, reason) => {
  const answer = await paint(range);
  expect(answer.status).toBe(status);
  expect(reasons(answer)).toContain(reason);
  expect(await calendar()).toEqual([]);
});

test('500 ranges are one call, 501 are refused, none is refused', async () => {
  const nights = Array.from({ length: 501 }, (_, n) => {
    const night = new Date(Date.UTC(2027, 0, 1 + n)).toISOString().slice(0, 10);
    return { firstNight: night, lastNight: night, price: 1_000 + n };
  });
  const all = await paint(...nights.slice(0, 500));
  expect([all.status, all.body.data.length]).toEqual([200, 500]);
  expect(reasons(await paint(...nights))).toEqual(['too_big ranges']);
  expect(reasons(await paint())).toEqual(['too_small ranges']);
});

test("a calendar feed's nights are the feed's: painting neither cuts nor removes them", async () => {
  await api.sql(
    `insert into calendar_ranges (document_id, property_id, first_night, last_night, closed, source, created_at, updated_at, published_at)
     select 'feed', id, '2027-03-05', '2027-03-08', true, 'feed', now(), now(), now() from properties where document_id = $1`,
    [id],
  );
  await paint(march(1, 10, { price: 20_000 }));
  expect((await calendar()).map((range: never) => `${(range as { source: string }).source} ${shown(range)}`)).toEqual([
    'host 01-10 20000',
    'feed 05-08 closed',
  ]);
});

test("ten hosts' apps painting at once leave nights with one answer each", async () => {
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, n) => paint(march(1 + n, 10 + n, { price: 1_000 + n }))),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  const ranges: { firstNight: string; lastNight: string }[] = await calendar();
  for (const [n, range] of ranges.entries()) {
    const before = ranges[n - 1];
    if (before) expect(before.lastNight < range.firstNight).toBe(true);
  }
});
