import { randomUUID } from 'node:crypto';
import { startApi, type Answer, type TestApi } from './support/api-with-mail';
import { signUp, signUpHost, type Person } from './support/registered';

let api: TestApi;
let host: Person;
let rival: Person;
let guest: Person;

beforeAll(async () => {
  api = await startApi();
  [host, rival, guest] = [await signUpHost(api), await signUpHost(api), await signUp(api)];
  await api.sql(
    `insert into amenities (document_id, code, name, created_at, updated_at, published_at)
     select rpad(code, 24, '0'), code, code, now(), now(), now() from unnest(array['wifi', 'kitchen', 'pool']) code`,
  );
});
afterAll(() => api.stop());

const call = (method: string, path: string, body?: unknown, who: Person = host) =>
  api.call(method, `/api${path}`, { token: who.token, ...(body === undefined ? {} : { body }) });

const reasons = (answer: Answer): string[] =>
  answer.body.error.details.reasons.map((reason: { code: string; field?: string }) =>
    [reason.code, reason.field].filter(Boolean).join(' '),
  );

const lisbon = { latitude: 38.71, longitude: -9.14 };
const complete = { name: 'House by the river', currency: 'EUR', point: lisbon, prices: { base: 12_000 } };

async function draft(body: object = complete): Promise<string> {
  const created = await call('POST', '/properties', body);
  if (created.status !== 201) throw new Error(created.text);
  return created.body.data.documentId;
}

async function published(body: object = complete): Promise<string> {
  const id = await draft(body);
  const answer = await call('POST', `/properties/${id}/publish`);
  if (answer.status !== 200) throw new Error(answer.text);
  return id;
}

const missing = 'a'.repeat(24);

describe('writing a listing down', () => {
  test('it begins as a draft of the caller, with the clock of its place', async () => {
    const created = await call('POST', '/properties', {
      ...complete,
      amenities: ['pool', 'wifi'],
      address: { line1: 'Rua Nova 1', city: 'Lisboa', country: 'PT' },
    });
    expect(created.status).toBe(201);
    expect(created.body.data).toMatchObject({
      state: 'draft',
      timeZone: 'Europe/Lisbon',
      currency: 'EUR',
      point: lisbon,
      prices: { base: 12_000, cleaningFee: 0 },
      capacity: { maxGuests: 2 },
      bookingRules: { minNights: 1, checkInTime: '15:00', cancellationPolicy: 'moderate' },
      address: { line1: 'Rua Nova 1', city: 'Lisboa', country: 'PT', postcode: null },
      amenities: ['pool', 'wifi'],
      photos: [],
    });
    const { documentId } = created.body.data;
    expect((await call('GET', `/host/properties/${documentId}`)).body.data).toEqual(created.body.data);
    expect((await api.call('GET', `/api/properties/${documentId}`)).status).toBe(404);
  });

  test("Strapi's envelope means the same", async () => {
    expect((await call('POST', '/properties', { data: complete })).body.data).toMatchObject({
      name: complete.name,
      state: 'draft',
    });
  });

  test("the admin panel's side reads what was written", async () => {
    const id = await published({ ...complete, amenities: ['wifi'] });
    const { body } = await api.call('GET', `/api/properties/${id}?populate[0]=prices&populate[1]=amenities`);
    expect(body.data).toMatchObject({ documentId: id, prices: { base: '12000' }, amenities: [{ code: 'wifi' }] });
  });

  test('guests and strangers write nothing', async () => {
    expect((await call('POST', '/properties', complete, guest)).status).toBe(403);
    expect((await api.call('POST', '/api/properties', { body: complete })).status).toBe(401);
    expect((await call('GET', '/host/properties', undefined, guest)).status).toBe(403);
  });

  test.each([
    'host',
    'state',
    'source',
    'sourceId',
    'importedRatings',
    'timeZone',
    'rating',
    'id',
    'documentId',
    'stateReason',
    'publishedOn',
    'createdBy',
  ])("%s is not the client's to set", async (field) => {
    for (const answer of [
      await call('POST', '/properties', { ...complete, [field]: 1 }),
      await call('PUT', `/properties/${await draft()}`, { [field]: 1 }),
    ]) {
      expect(answer.status).toBe(400);
      expect(reasons(answer)).toEqual([`unknown_field ${field}`]);
    }
  });

  test.each<[string, object, number, string]>([
    ['no name', { name: undefined }, 400, 'required name'],
    ['a blank name', { name: '   ' }, 400, 'too_small name'],
    ['NUL', { name: 'a\u0000b' }, 400, 'invalid_text name'],
    ['half a character', { summary: 'a \ud800' }, 400, 'invalid_text summary'],
    ['a long summary', { summary: 'x'.repeat(10_001) }, 400, 'too_big summary'],
    ['latitude 91', { point: { latitude: 91, longitude: 0 } }, 400, 'too_big point.latitude'],
    ['half a point', { point: { latitude: 1 } }, 400, 'required point.longitude'],
    ['a price of −1', { prices: { base: -1 } }, 400, 'too_small prices.base'],
    ['half a cent', { prices: { base: 0.5 } }, 400, 'wrong_type prices.base'],
    ['a price as text', { prices: { base: '12000' } }, 400, 'wrong_type prices.base'],
    ['a price of 2⁶³', { prices: { base: 2 ** 63 } }, 400, 'too_big prices.base'],
    [
      'a price of another currency',
      { prices: { base: { amount: 1, currency: 'USD' } } },
      400,
      'wrong_type prices.base',
    ],
    ['a currency in small letters', { currency: 'eur' }, 400, 'invalid_format currency'],
    ['a currency that there is not', { currency: 'XXX' }, 422, 'unknown_currency currency'],
    ['a weekday 0', { bookingRules: { closedToArrival: [0] } }, 400, 'too_small bookingRules.closedToArrival.0'],
    ["25 o'clock", { bookingRules: { checkInTime: '25:00' } }, 400, 'invalid_format bookingRules.checkInTime'],
    [
      'a policy that there is not',
      { bookingRules: { cancellationPolicy: 'none' } },
      422,
      'unknown_policy bookingRules.cancellationPolicy',
    ],
    ['0 guests', { capacity: { maxGuests: 0 } }, 400, 'too_small capacity.maxGuests'],
    ['1.5 guests', { capacity: { maxGuests: 1.5 } }, 400, 'wrong_type capacity.maxGuests'],
    ['an unknown part of a component', { prices: { total: 1 } }, 400, 'unknown_field prices.total'],
    ['an unknown amenity', { amenities: ['wifi', 'moat'] }, 422, 'unknown_amenity amenities'],
    [
      'more nights at least than at most',
      { bookingRules: { minNights: 9, maxNights: 7 } },
      422,
      'too_big bookingRules.minNights',
    ],
  ])('%s is refused by name, and nothing is written', async (_, change, status, reason) => {
    const before = await api.sql('select count(*)::int as n from properties');
    const answer = await call('POST', '/properties', { ...complete, ...change });
    expect([answer.status, answer.body.error.status]).toEqual([status, status]);
    expect(reasons(answer)).toContain(reason);
    expect(await api.sql('select count(*)::int as n from properties')).toEqual(before);
  });

  test.each([
    ['Infinity', '{"name":"a","prices":{"base":1e309}}'],
    ['a prototype', '{"name":"a","__proto__":{"state":"published"}}'],
    ['a prototype inside', '{"name":"a","prices":{"__proto__":{"base":1}}}'],
    ['1 MB of text', JSON.stringify({ name: 'a', summary: 'x'.repeat(1_000_000) })],
    ['cut-off JSON', '{"name":'],
    ['text', '"name"'],
    ['nothing', 'null'],
  ])('%s as a body is a 4xx', async (_, raw) => {
    const answer = await api.call('POST', '/api/properties', { token: host.token, raw });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.body).toMatchObject({ data: null, error: { status: answer.status } });
  });
});

describe('changing a listing', () => {
  test('what is not named stays, inside of components too', async () => {
    const id = await draft({
      ...complete,
      summary: 'Old',
      amenities: ['wifi', 'pool'],
      bookingRules: { minNights: 2, closedToArrival: [7] },
    });
    const changed = await call('PUT', `/properties/${id}`, {
      summary: null,
      prices: { weekend: 15_000 },
      amenities: ['kitchen'],
    });
    expect(changed.body.data).toMatchObject({
      name: complete.name,
      summary: null,
      prices: { base: 12_000, weekend: 15_000 },
      bookingRules: { minNights: 2, closedToArrival: [7] },
      amenities: ['kitchen'],
      timeZone: 'Europe/Lisbon',
    });
    const moved = await call('PUT', `/properties/${id}`, { point: { latitude: 35.68, longitude: 139.69 } });
    expect(moved.body.data.timeZone).toBe('Asia/Tokyo');
  });

  test('a published listing stays complete and keeps its currency', async () => {
    const id = await published();
    expect(reasons(await call('PUT', `/properties/${id}`, { prices: { base: null } }))).toEqual([
      'required prices.base',
    ]);
    expect(reasons(await call('PUT', `/properties/${id}`, { currency: 'JPY' }))).toEqual(['currency_fixed currency']);
    expect((await call('GET', `/host/properties/${id}`)).body.data).toMatchObject({
      prices: { base: 12_000 },
      currency: 'EUR',
    });
    expect((await call('PUT', `/properties/${await draft()}`, { currency: 'JPY' })).body.data.currency).toBe('JPY');
  });

  test('twenty changes at once leave one whole listing', async () => {
    const id = await published();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        call('PUT', `/properties/${id}`, {
          name: `Name ${n}`,
          prices: { base: 1_000 + n },
          amenities: n % 2 ? ['wifi'] : ['pool', 'kitchen'],
        }),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const { name, prices, amenities } = (await call('GET', `/host/properties/${id}`)).body.data;
    const n = prices.base - 1_000;
    expect([name, amenities]).toEqual([`Name ${n}`, n % 2 ? ['wifi'] : ['pool', 'kitchen']]);
    const components = await api.sql(
      'select field, count(*)::int as n from properties_cmps where entity_id = (select id from properties where document_id = $1) group by field order by field',
      [id],
    );
    expect(components.map(({ field, n: rows }) => `${field} ${rows}`)).toEqual([
      'bookingRules 1',
      'capacity 1',
      'discounts 1',
      'houseRules 1',
      'point 1',
      'prices 1',
    ]);
  });
});

describe('on and off the market', () => {
  test('publishing names all that still lacks; what guests find follows at once', async () => {
    const id = await draft({ name: 'Bare' });
    const refused = await call('POST', `/properties/${id}/publish`);
    expect(refused.status).toBe(422);
    expect(reasons(refused)).toEqual(['required point', 'required prices.base']);

    const found = async () => {
      const { body } = await api.call('GET', '/api/search?lat=48.85&lng=2.35&radiusKm=2');
      return body.data.map((row: { documentId: string }) => row.documentId).includes(id);
    };
    await call('PUT', `/properties/${id}`, { point: { latitude: 48.85, longitude: 2.35 }, prices: { base: 5_000 } });
    expect(await found()).toBe(false);
    const answer = await call('POST', `/properties/${id}/publish`);
    expect(answer.body.data).toMatchObject({ state: 'published', publishedOn: expect.stringMatching(/Z$/) });
    expect(await found()).toBe(true);
    expect((await api.call('GET', `/api/properties/${id}`)).status).toBe(200);
    expect((await call('POST', `/properties/${id}/publish`)).body.data).toEqual(answer.body.data);

    expect((await call('POST', `/properties/${id}/unpublish`)).body.data.state).toBe('unpublished');
    expect(await found()).toBe(false);
    expect((await api.call('GET', `/api/properties/${id}`)).status).toBe(404);
    expect((await call('POST', `/properties/${id}/publish`)).body.data.publishedOn).toBe(answer.body.data.publishedOn);
  });

  test('what staff took down, its host cannot put back', async () => {
    const id = await published();
    await api.sql(`update properties set state = 'unpublished', state_reason = 'Complaint' where document_id = $1`, [
      id,
    ]);
    const answer = await call('POST', `/properties/${id}/publish`);
    expect(answer.status).toBe(409);
    expect(reasons(answer)).toEqual(['taken_down']);
  });

  test('a listing without a history goes for good, with all that was only its own', async () => {
    const id = await published({ ...complete, address: { city: 'Lisboa' }, amenities: ['wifi'] });
    const [{ id: rowId }] = await api.sql('select id from properties where document_id = $1', [id]);
    expect((await call('DELETE', `/properties/${id}`)).body.data).toEqual({ documentId: id });
    expect((await call('GET', `/host/properties/${id}`)).status).toBe(404);
    const left = await api.sql(
      `select (select count(*) from properties_cmps where entity_id = $1)::int as components,
         (select count(*) from properties_amenities_lnk where property_id = $1)::int as amenities,
         (select count(*) from search_property where property_id = $1)::int as search`,
      [rowId],
    );
    expect(left).toEqual([{ components: 0, amenities: 0, search: 0 }]);
    expect(
      await api.sql(
        'select c.id from components_property_prices c where not exists (select 1 from properties_cmps j where j.cmp_id = c.id and j.field = $1)',
        ['prices'],
      ),
    ).toEqual([]);
  });

  test('with a booking it can only be unpublished', async () => {
    const id = await published();
    const stay = { checkIn: '2027-05-10', checkOut: '2027-05-13', adults: 2 };
    const quoted = await api.call('POST', `/api/properties/${id}/quote`, { body: stay, token: guest.token });
    expect(quoted.status).toBe(200);
    const booked = await api.call('POST', '/api/bookings', {
      token: guest.token,
      body: { quote: quoted.body.data.quote ?? quoted.body.data.token },
      headers: { 'Idempotency-Key': randomUUID() },
    });
    expect([booked.status, booked.text]).toEqual([201, expect.any(String)]);
    const refused = await call('DELETE', `/properties/${id}`);
    expect(refused.status).toBe(409);
    expect(reasons(refused)).toEqual(['has_bookings']);
    expect((await call('POST', `/properties/${id}/unpublish`)).status).toBe(200);
  });
});

describe("another's listing", () => {
  const writes: [string, string, unknown][] = [
    ['GET', '/host/properties/ID', undefined],
    ['GET', '/host/properties/ID/calendar', undefined],
    ['PUT', '/properties/ID', { name: 'Mine now' }],
    ['DELETE', '/properties/ID', undefined],
    ['POST', '/properties/ID/publish', undefined],
    ['POST', '/properties/ID/unpublish', undefined],
    [
      'PUT',
      '/properties/ID/calendar',
      { ranges: [{ firstNight: '2027-03-01', lastNight: '2027-03-02', closed: true }] },
    ],
    ['PUT', '/properties/ID/photos', { order: [] }],
    ['DELETE', `/properties/ID/photos/${missing}`, undefined],
  ];

  test.each(writes)('%s %s answers as if it were missing, and changes nothing', async (method, path, body) => {
    const id = await published();
    const before = (await call('GET', `/host/properties/${id}`)).body;
    const foreign = await call(method, path.replace('ID', id), body, rival);
    const none = await call(method, path.replace('ID', missing), body, rival);
    expect([foreign.status, foreign.text]).toEqual([404, none.text]);
    expect((await call('GET', `/host/properties/${id}`)).body).toEqual(before);
    expect((await call('GET', `/host/properties/${id}/calendar`)).body.data).toEqual([]);
  });

  test('a list holds own ones only, page by page, by state', async () => {
    const lister = await signUpHost(api);
    for (const name of ['One', 'Two', 'Three']) await call('POST', '/properties', { ...complete, name }, lister);
    const names = ({ body }: Answer) => body.data.map((row: { name: string }) => row.name);
    const first = await call('GET', '/host/properties?pageSize=2', undefined, lister);
    expect(names(first)).toEqual(['Three', 'Two']);
    expect(first.body.meta.pagination).toEqual({ page: 1, pageSize: 2, pageCount: 2, total: 3 });
    expect(names(await call('GET', '/host/properties?pageSize=2&page=2', undefined, lister))).toEqual(['One']);
    expect(names(await call('GET', '/host/properties?state=published', undefined, lister))).toEqual([]);
    for (const query of [
      'page=0',
      'page=-1',
      'pageSize=101',
      'page=1e3',
      'state=sold',
      'page=1&page=2',
      'filters[name]=One',
    ]) {
      expect([query, (await call('GET', `/host/properties?${query}`, undefined, lister)).status]).toEqual([query, 400]);
    }
  });

  test.each(['1', 'A'.repeat(24), "' or '1'='1", '%00', '{"$ne":null}', `${missing}a`])(
    '%s as an id is malformed',
    async (id) => {
      const answer = await call('PUT', `/properties/${encodeURIComponent(id)}`, { name: 'x' });
      expect([400, 404]).toContain(answer.status);
      expect(answer.body.data).toBeNull();
    },
  );
});
