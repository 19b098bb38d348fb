import type { Database } from '../../src/adapters/postgres/sql';
import { openTestDatabase } from '../services/support/test-database';
import { addDays } from '../../src/domain/night';
import { refreshSearchRows } from '../../src/search/refresh-search-rows';
import { verifySearch } from '../../src/search/whole-read-model';
import { startApp, type AppProcess } from '../services/support/app-process';
import { today } from '../services/search/random-world';
import { graphql, hasHeard } from './support/client';
import { callerWith, password, send, type PanelCaller, type Reply } from './support/panel-world';

/** Homes written in the panel, and what anyone reads of them a moment later. */

let app: AppProcess;
let operator: PanelCaller;
let db: Database;
let home: string;
let hidden: string;
let host: string;
let amenity: string;

const exact = { latitude: 38.713941, longitude: -9.133541 };
const canary = 'canary-4711';

beforeAll(async () => {
  app = await startApp();
  db = openTestDatabase(app.database.url);
  const registered = await send(`${app.url}/admin/register-admin`, 'POST', null, {
    ...{ email: 'operator@example.com', firstname: 'Olga', lastname: 'Operator', password },
  });
  operator = callerWith(app.url, registered.body.data.token);
  host = await make('api::host-profile.host-profile', { displayName: 'Ana' });
  amenity = await make('api::amenity.amenity', { code: 'wifi', name: 'Wifi' });
  home = await make('api::property.property', newHome('Casa Azul'));
  hidden = await make('api::property.property', newHome('Hidden away'));
  await publish(home);
});
afterAll(async () => {
  await db?.close();
  await app?.end();
});

/** What the panel's forms cannot set. */
async function publish(documentId: string, state = 'published'): Promise<void> {
  await db.transaction(async (tx) => {
    const [row] = await tx.query<{ id: number }>(
      `update properties set state = $4, state_reason = $2, source = 'x', source_id = $2, imported_ratings = $3 where document_id = $1 returning id`,
      [documentId, `${canary}-${documentId}`, JSON.stringify({ count: 8, overall: 4.5, note: canary }), state],
    );
    await tx.query('update host_profiles set source = $1, source_id = $1', [canary]);
    await refreshSearchRows(tx, [row?.id ?? 0]);
  });
  await hasHeard(app);
}

const newHome = (name: string) => ({
  ...{ name, propertyType: 'House', roomType: 'entire_home', currency: 'EUR' },
  host: { connect: [{ documentId: host }] },
  amenities: { connect: [{ documentId: amenity }] },
  address: { line1: canary, line2: canary, postcode: 'canary-pc', city: 'Lisboa', country: 'PT' },
  point: exact,
  capacity: { maxGuests: 4 },
  prices: { base: '10000', cleaningFee: '2500' },
  bookingRules: { minNights: 1, maxNights: 30, checkInTime: '15:00', checkOutTime: '11:00', cancellationPolicy: 'moderate', preparationNights: 0 },
}); // prettier-ignore

const path = (uid: string, documentId = '') =>
  `/content-manager/collection-types/${uid}${documentId && `/${documentId}`}`;

async function make(uid: string, data: unknown): Promise<string> {
  const made = await operator.call('POST', path(uid), data);
  if (made.status !== 201) throw new Error(made.text);
  return made.body.data.documentId as string;
}

async function change(uid: string, documentId: string, data: unknown): Promise<void> {
  const changed = await operator.call('PUT', path(uid, documentId), data);
  if (changed.status !== 200) throw new Error(changed.text);
}

const get = (query: string): Promise<Reply> => send(`${app.url}${query}`, 'GET', null);
const dates = `checkIn=${addDays(today(), 40)}&checkOut=${addDays(today(), 43)}`;

/** Names that search finds; every row of the read model must be as the truth says at that moment. */
async function found(query = ''): Promise<string[]> {
  expect((await verifySearch(db, () => undefined)).stale).toEqual([]);
  const { status, body } = await get(`/api/search?${query}`);
  expect(status).toBe(200);
  return body.data.map((each: { name: string }) => each.name);
}

interface Extras {
  readonly approximatePoint: unknown;
  readonly rating: unknown;
  readonly photos: unknown;
}

async function extrasByGraphql(): Promise<Extras[]> {
  const extras =
    'approximatePoint { latitude longitude } rating { mean count } photos { url smallUrl width height caption }';
  const { body } = await graphql(app, `{ properties(sort: ["id:asc"]) { ${extras} } }`);
  return body.data.properties as Extras[];
}

describe('what the panel writes, search knows at once', () => {
  it('a published home, with the time zone of its point', async () => {
    expect(await found(dates)).toEqual(['Casa Azul']);
    const { body } = await get(`/api/search?${dates}`);
    expect(body.data[0].stay.total).toEqual({ amount: 32_500, currency: 'EUR' });
    const { body: calendar } = await get(
      `/api/properties/${home}/availability?from=${today()}&to=${addDays(today(), 1)}`,
    );
    expect(calendar.data.timeZone).toBe('Europe/Lisbon');
  });

  it('a closed range, moved, and taken away', async () => {
    const range = await make('api::calendar-range.calendar-range', {
      property: { connect: [{ documentId: home }] },
      ...{ firstNight: addDays(today(), 42), lastNight: addDays(today(), 50), closed: true },
    });
    expect(await found(dates)).toEqual([]);
    await change('api::calendar-range.calendar-range', range, { firstNight: addDays(today(), 43) });
    expect(await found(dates)).toEqual(['Casa Azul']);
    await change('api::calendar-range.calendar-range', range, { firstNight: addDays(today(), 40) });
    expect(await found(dates)).toEqual([]);
    await operator.call('DELETE', path('api::calendar-range.calendar-range', range));
    expect(await found(dates)).toEqual(['Casa Azul']);
  });

  it("an amenity's code and a host's name", async () => {
    await change('api::amenity.amenity', amenity, { code: 'wi-fi' });
    expect(await found('amenities=wi-fi')).toEqual(['Casa Azul']);
    expect(await found('amenities=wifi')).toEqual([]);
    await change('api::host-profile.host-profile', host, { displayName: 'Ana Maria' });
    expect((await get('/api/search')).body.data[0].host.displayName).toBe('Ana Maria');
  });

  it('a home that is published and taken off again, whatever else the panel writes of it', async () => {
    const other = await make('api::property.property', newHome('Other'));
    expect(await found()).toEqual(['Casa Azul']);
    await publish(other);
    await change('api::property.property', other, { name: 'Another' });
    expect((await found()).sort()).toEqual(['Another', 'Casa Azul']);
    await publish(other, 'unpublished');
    expect(await found()).toEqual(['Casa Azul']);
  });

  it('a name that nobody has typed right, by REST, by GraphQL and on the map', async () => {
    const { body } = await get(`/api/search?q=Caza+Azull&facets=type&${dates}`);
    expect(body.data[0].name).toBe('Casa Azul');
    expect(body.meta).toMatchObject({ correctedQ: 'casa azul', facets: [{ values: [{ value: 'House', count: 1 }] }] });
    const twin = await graphql(app, '{ searchProperties(q: "Caza Azull") { data { name } meta { correctedQ } } }');
    expect(twin.body.data.searchProperties).toEqual({
      data: [{ name: 'Casa Azul' }],
      meta: { correctedQ: 'casa azul' },
    });
    const { body: map } = await get('/api/search/map?bbox=-180,-90,180,90&q=azull');
    expect([map.meta, map.data.pins.length]).toEqual([expect.objectContaining({ correctedQ: 'azul' }), 1]);
    expect((await get('/api/search?q=azul')).body.meta.correctedQ).toBeNull();
  });

  it('pictures, in their order, as the media library has them now', async () => {
    await db.query(`with home as (select id from properties where document_id = $1), shot as (
        insert into files (document_id, name, url, width, height, formats, hash, mime, provider)
        select 'file' || n, 'shot', '/uploads/' || n || '.jpg', 1600, 1200, case when n = 1 then '{"small": {"url": "/uploads/small_1.jpg"}}'::jsonb end, 'h', 'image/jpeg', 'local'
        from generate_series(1, 2) n returning id, url
      ), used as (
        insert into photo_uses (document_id, property_id, caption, position)
        select 'use' || shot.id, home.id, shot.url, case shot.url when '/uploads/1.jpg' then 1 else 0 end from shot, home returning id, caption
      )
      insert into files_related_mph (file_id, related_id, related_type, field, "order")
      select shot.id, used.id, 'api::photo-use.photo-use', 'file', 1 from shot join used on used.caption = shot.url`, [home]); // prettier-ignore
    const photos = [
      { url: '/uploads/2.jpg', smallUrl: '/uploads/2.jpg', width: 1600, height: 1200, caption: '/uploads/2.jpg' },
      { url: '/uploads/1.jpg', smallUrl: '/uploads/small_1.jpg', width: 1600, height: 1200, caption: '/uploads/1.jpg' },
    ];
    expect((await get('/api/search')).body.data[0].photos).toEqual(photos);
    expect((await get(`/api/properties/${home}`)).body.data.photos).toEqual(photos);
    expect((await extrasByGraphql())[0]?.photos).toEqual(photos);
    await db.query("delete from files where url = '/uploads/2.jpg'");
    await hasHeard(app);
    expect((await get('/api/search')).body.data[0].photos).toEqual(photos.slice(1));
    await db.query('delete from files');
  });

  it('the point, the rating and the pictures of each home of a list, by REST and by GraphQL alike', async () => {
    const second = await make('api::property.property', newHome('Casa Verde'));
    await publish(second);
    const { body } = await get('/api/properties?sort=id:asc');
    const shown = body.data.map(({ approximatePoint, rating, photos }: Extras) => ({
      approximatePoint,
      rating,
      photos,
    }));
    expect(shown).toHaveLength(2);
    expect(shown[0].approximatePoint).not.toEqual(shown[1].approximatePoint);
    expect(await extrasByGraphql()).toEqual(shown);
    await publish(second, 'unpublished');
  });

  it.each([
    ['timeZone', 'Mars/Olympus', 'unknown_time_zone'],
    ['currency', 'XTS', 'unknown_currency'],
  ])('refuses a %s that is not one', async (field, value, code) => {
    const refused = await operator.call('PUT', path('api::property.property', home), { [field]: value });
    expect(refused.status).toBe(400);
    expect(refused.body.error.details.reasons).toEqual([{ code, field, value }]);
  });
});

describe('generated reads of homes', () => {
  it('show published ones only, with what guests may know beyond the fields', async () => {
    const { body } = await get('/api/properties?populate=*');
    expect(body.data.map((each: { documentId: string }) => each.documentId)).toEqual([home]);
    expect(body.meta.pagination.total).toBe(1);
    expect(body.data[0]).toMatchObject({
      host: { displayName: 'Ana Maria' },
      address: { city: 'Lisboa' },
      rating: { mean: 4.5, count: 0 },
      photos: [],
    });
    expect(body.data[0].approximatePoint.latitude).not.toBe(exact.latitude);
    expect(Math.abs(body.data[0].approximatePoint.latitude - exact.latitude)).toBeLessThan(0.005);
  });

  it.each([
    'filters[state][$eq]=draft',
    'filters[state][$ne]=published',
    'filters[$not][state][$eq]=published',
    'filters[name][$contains]=Hidden',
    `filters[sourceId][$contains]=${canary}`,
    `filters[stateReason][$contains]=${canary}`,
    `filters[address][line1][$contains]=${canary}`,
    'filters[point][latitude][$gt]=0',
    `filters[host][sourceId][$contains]=${canary}`,
    'filters[host][user][email][$contains]=a',
    'filters[createdBy][email][$contains]=a',
    `_q=${canary}`,
    '_q=Hidden',
    'status=draft',
    'sort=sourceId',
    'sort=point.latitude',
    'sort=host.user.email',
    'fields[0]=sourceId',
    'populate=point',
    'populate[point]=true',
    'populate[host][populate]=user',
    'populate[host][populate][user][fields]=email',
    'populate[host]=user',
    'populate[0]=host.user',
    'populate[host][filters][sourceId][$contains]=c',
    'populate[createdBy]=true',
    'populate=host.adminUser.roles',
    'publicationState=preview',
    'locale=all&status=draft',
  ])('give nothing away to ?%s', async (query) => {
    const { status, body, text } = await get(`/api/properties?${query}`);
    expect([200, 400]).toContain(status);
    if (status === 200) expect(body.data).toEqual([]);
    else expect(body.error.name).toBe('ValidationError');
    expect(text).not.toContain('Casa Azul');
  });

  it('hold no private value, however much is asked for', async () => {
    const everything =
      'populate[host]=true&populate[amenities]=true&populate[address]=true&populate[capacity]=true&populate[prices]=true&populate[bookingRules]=true&populate[houseRules]=true';
    for (const query of [
      `/api/properties?${everything}`,
      `/api/properties/${home}?${everything}`,
      '/api/host-profiles?populate=*',
      '/api/search',
    ]) {
      const { status, text } = await get(query);
      expect([query, status]).toEqual([query, 200]);
      expect(text).not.toMatch(/canary|38\.713941|9\.133541/);
    }
  });

  const many = (count: number, one: (index: number) => string) =>
    Array.from({ length: count }, (_none, index) => one(index)).join('&');
  it.each([
    ['filters', 'too_many_values', many(101, (index) => `filters[documentId][$in][${index}]=x`)],
    ['filters', 'too_deep', `filters${'[$and][0]'.repeat(6)}[name][$eq]=x`],
    [
      'filters',
      'too_many_values',
      many(60, (index) => `filters[$or][${index}][name][$in][0]=x&filters[$or][${index}][name][$in][1]=x`),
    ],
    ['sort', 'too_many', many(6, (index) => `sort[${index}]=name`)],
    ['pagination', 'too_far', 'pagination[page]=402&pagination[pageSize]=25'],
    ['pagination', 'too_far', 'pagination[start]=1000000000'],
    ['populate.host.photo.related', 'not_allowed', 'populate[host][populate][photo][populate]=related'],
    ['populate.host.filters', 'not_allowed', 'populate[host][filters][displayName][$eq]=Ana'],
  ])('refuse %s: %s', async (field, code, query) => {
    const { status, body } = await get(`/api/properties?${query}`);
    expect([status, body.error?.details.reasons?.[0]]).toEqual([400, expect.objectContaining({ code })]);
    expect(body.error.details.reasons[0].field).toMatch(field.split('.')[0] ?? '');
  });

  it.each([
    '/api/properties?filters[id][$in][0]=name',
    '/api/properties?filters[id][$gt]=99999999999999999999',
    '/api/properties?filters[prices][base][$gt]=abc',
    '/api/properties?filters[name][$between][0]=a',
    '/api/properties?filters[publishedOn][$gt]=yesterday',
    '/api/amenities?filters[id][$in][0]=x',
  ])('refuse a value that its field does not take: %s', async (path) => {
    expect((await get(path)).status).toBe(400);
  });

  it('and say which parameter it was, of a home and through GraphQL too', async () => {
    const wrong = [{ code: 'wrong_type', field: 'filters' }];
    const { body } = await get('/api/properties?filters[id][$in][0]=name');
    expect(body.error.details.reasons).toEqual(wrong);
    const documentId = (await get('/api/properties')).body.data[0].documentId as string;
    const page = await get(`/api/properties/${documentId}?filters[name][$between][0]=a`);
    expect([page.status, page.body.error.details.reasons]).toEqual([400, wrong]);
    const reasons = async (query: string) =>
      (await graphql(app, `{ ${query} }`)).body.errors[0].extensions.reasons as unknown;
    expect(await reasons('properties(filters: { name: { between: ["a"] } }) { name }')).toEqual(wrong);
    expect(await reasons('properties { amenities(filters: { name: { between: ["a"] } }) { name } }')).toEqual(wrong);
    expect(await reasons('properties(pagination: null) { name }')).toEqual([
      { code: 'wrong_type', field: 'pagination' },
    ]);
  });

  it('show no more than a hundred at once', async () => {
    for (const size of ['pagination[pageSize]=1000', 'pagination[limit]=-1', 'pagination[limit]=1000']) {
      const { status, body } = await get(`/api/properties?${size}`);
      const { pageSize, limit } = body.meta.pagination as { pageSize?: number; limit?: number };
      expect([size, status, Number(pageSize ?? limit) <= 100]).toEqual([size, 200, true]);
    }
  });

  it('are limited by GraphQL in the same way, in lists and in their relations', async () => {
    const values = JSON.stringify(Array.from({ length: 101 }, () => 'x'));
    const ask = async (query: string) => {
      const { body } = await graphql(app, `{ ${query} }`);
      const { message, extensions } = body.errors[0];
      return extensions.reasons[0].code === 'invalid_document' ? message : extensions.reasons[0].code;
    };
    expect(await ask(`properties(filters: { documentId: { in: ${values} } }) { name }`)).toBe('too_many_values');
    expect(await ask('properties(pagination: { start: 10001 }) { name }')).toBe('too_far');
    expect(await ask(`properties { amenities(filters: { code: { in: ${values} } }) { code } }`)).toBe(
      'too_many_values',
    );
    expect(await ask('properties { amenities(sort: ["a", "b", "c", "d", "e", "f"]) { code } }')).toBe('too_many');
  });

  it('answer for a hidden home as for none', async () => {
    const missing = await get(`/api/properties/${'a'.repeat(24)}`);
    expect(missing.status).toBe(404);
    expect((await get(`/api/properties/${hidden}`)).text).toBe(missing.text);
  });

  it.each([
    'bookings',
    'payments',
    'refunds',
    'calendar-ranges',
    'photo-uses',
    'reports',
    'review-decisions',
    'booking-events',
  ])('do not exist for %s', async (name) => {
    expect([401, 403, 404]).toContain((await get(`/api/${name}`)).status);
  });

  it('take back a grant that is not in the table when the app starts', async () => {
    const [grants] = await db.query<{ count: number }>(
      "select count(*) from up_permissions where action like 'api::%' and action not like 'api::%.find%'",
    );
    expect(grants?.count).toBe(0);
  });
});
