import { send, type Reply } from './support/panel-world';
import { startPanelApp, type PanelApp } from './support/panel-app';

/** The same wrong calendar and the same wrong listing over REST, GraphQL and the panel's forms: refused under the same codes. */
let world: PanelApp;
/** A home of host A in each of three currencies. */
const homes: Record<string, { id: number; documentId: string }> = {};

const rest = (method: string, path: string, body: unknown) =>
  send(`${world.app.url}/api${path}`, method, world.a.accountToken, body);

beforeAll(async () => {
  world = await startPanelApp();
  for (const currency of ['EUR', 'BHD', 'JPY']) {
    const body = { name: `Home in ${currency}`, currency, point: { latitude: 38.71, longitude: -9.14 } };
    const { documentId } = (await rest('POST', '/properties', body)).body.data as { documentId: string };
    const found = await world.sql.query<{ id: number }>('select id from properties where document_id = $1', [
      documentId,
    ]);
    homes[currency] = { id: found.rows[0]?.id ?? 0, documentId };
  }
});
afterAll(() => world?.stop());

type Says = Readonly<Record<string, unknown>>;
interface Wrong {
  readonly what: string;
  readonly says: Says;
  readonly reason: string;
  readonly currency?: string;
  /** Where GraphQL's own types say it in other words. */
  readonly inGraphql?: string;
}

const march = { firstNight: '2027-03-10', lastNight: '2027-03-12' };
const tooBigForGraphql = 'wrong_type';

const wrongRanges: readonly Wrong[] = [
  { what: 'reversed', says: { firstNight: '2027-03-12', lastNight: '2027-03-10', closed: true }, reason: 'wrong_order lastNight' },
  { what: 'past', says: { firstNight: '2020-03-10', lastNight: '2020-03-12', closed: true }, reason: 'past lastNight' },
  { what: 'too far', says: { firstNight: '2027-03-10', lastNight: '2090-03-12', closed: true }, reason: 'too_far lastNight' },
  { what: '30 February', says: { firstNight: '2027-02-30', lastNight: '2027-03-12', closed: true }, reason: 'invalid_date firstNight' },
  { what: 'a time in a date', says: { firstNight: '2027-03-10', lastNight: '2027-03-12T15:00:00Z', closed: true }, reason: 'invalid_date lastNight' },
  { what: 'a dinar price with a last digit', says: { ...march, price: 10_005 }, currency: 'BHD', reason: 'not_chargeable price' },
  { what: 'a price below nothing', says: { ...march, price: -1 }, currency: 'JPY', reason: 'too_small price' },
  { what: 'half a yen', says: { ...march, price: 0.5 }, currency: 'JPY', reason: 'wrong_type price' },
  { what: 'a price of 2^63', says: { ...march, price: 2 ** 63 }, reason: 'too_big price', inGraphql: tooBigForGraphql },
  { what: 'no night at least', says: { ...march, minNights: 0 }, reason: 'too_small minNights' },
  { what: 'a negative minimum', says: { ...march, minNightsThrough: -3 }, reason: 'too_small minNightsThrough' },
  { what: 'more at least than at most', says: { ...march, minNights: 5, maxNights: 3 }, reason: 'too_big minNights' },
  { what: 'more through than at most', says: { ...march, minNightsThrough: 5, maxNights: 3 }, reason: 'too_big minNightsThrough' },
  { what: 'closed, with a price', says: { ...march, closed: true, price: 9_000 }, reason: 'not_when_closed price' },
  { what: 'closed, with a minimum', says: { ...march, closed: true, minNights: 2 }, reason: 'not_when_closed minNights' },
]; // prettier-ignore

const wrongListings: readonly Wrong[] = [
  { what: 'weekday 8', says: { bookingRules: { closedToArrival: [8] } }, reason: 'too_big 0' },
  { what: 'weekday 0', says: { bookingRules: { closedToDeparture: [1, 0] } }, reason: 'too_small 1' },
  { what: 'a weekend on day 8', says: { prices: { weekendDays: [5, 8] } }, reason: 'too_big 1' },
  { what: 'a weekday as a word', says: { prices: { weekendDays: ['Friday'] } }, reason: 'wrong_type 0' },
  { what: 'preparation of −1', says: { bookingRules: { preparationNights: -1 } }, reason: 'too_small preparationNights' },
  { what: 'a window of 37 months', says: { bookingRules: { bookingWindowMonths: 37 } }, reason: 'too_big bookingWindowMonths' },
  { what: 'a cut-off at 24:00', says: { bookingRules: { sameDayCutoff: '24:00' } }, reason: 'invalid_format sameDayCutoff' },
  { what: 'a weekend minimum over the maximum', says: { bookingRules: { minNightsWeekend: 9, maxNights: 5 } }, reason: 'too_big minNightsWeekend' },
  { what: 'a base price of 2^63', says: { prices: { base: 2 ** 63 } }, reason: 'too_big base', inGraphql: tooBigForGraphql },
  { what: 'a fee with a third digit', says: { prices: { cleaningFee: 5 } }, currency: 'BHD', reason: 'not_chargeable cleaningFee' },
  { what: '100 per cent off', says: { discounts: { promotionPercent: 100 } }, reason: 'too_big promotionPercent' },
  { what: 'an early bird without its days', says: { discounts: { earlyBirdPercent: 5 } }, reason: 'required earlyBirdDays' },
  { what: 'a promotion on 30 February', says: { discounts: { promotionFirstNight: '2027-02-30' } }, reason: 'invalid_date promotionFirstNight' },
  { what: 'a latitude of 91', says: { point: { latitude: 91, longitude: 0 } }, reason: 'too_big latitude' },
]; // prettier-ignore

interface Reason {
  readonly code: string;
  readonly field?: string;
}

/** The field's last part: a list of ranges and a form of one name it differently. A number can be too big in two ways at once. */
const shown = (reasons: readonly Reason[] | undefined): string[] => [
  ...new Set(
    (reasons ?? []).map(
      ({ code, field }) =>
        `${code} ${field
          ?.split(/[.[\]]+/)
          .filter(Boolean)
          .at(-1)}`,
    ),
  ),
];
const shownOfRest = ({ body }: Reply): string[] => shown(body?.error?.details?.reasons);
const shownOfGraphql = ({ body }: Reply): string[] => shown(body?.errors?.[0]?.extensions?.reasons);

async function graphql(field: string, type: string, id: string, input: unknown): Promise<Reply> {
  const selection = field === 'updateCalendar' ? '{ firstNight }' : '{ documentId }';
  const query = `mutation ($id: ID!, $input: ${type}!) { ${field}(id: $id, input: $input) ${selection} }`;
  return send(`${world.app.url}/graphql`, 'POST', world.a.accountToken, { query, variables: { id, input } });
}

/** As a form sends it: big numbers and lists as text. */
const asForm = (says: Says): Says =>
  Object.fromEntries(
    Object.entries(says).map(([name, value]) => {
      if (['price', 'base', 'cleaningFee'].includes(name)) return [name, BigInt(Math.floor(Number(value))) === BigInt(0) ? value : String(BigInt(Number(value)))];
      if (Array.isArray(value)) return [name, JSON.stringify(value)];
      return [name, value !== null && typeof value === 'object' ? asForm(value as Says) : value];
    }),
  ); // prettier-ignore

const panel = (method: string, uid: string, documentId: string, body: unknown) =>
  world.a.panel.call(method, `/content-manager/collection-types/${uid}${documentId && `/${documentId}`}`, body);

async function everything(): Promise<unknown> {
  const ids = Object.values(homes).map(({ id }) => id);
  const rows = await world.sql.query(
    `select (select json_agg(r order by r.id) from calendar_ranges r where property_id = any($1)) as ranges,
       (select json_agg(s.terms order by property_id) from search_property s where property_id = any($1)) as terms,
       (select json_agg(p order by p.id) from components_property_prices p join properties_cmps l on l.cmp_id = p.id and l.field = 'prices'
         where l.entity_id = any($1)) as prices`,
    [ids],
  );
  return rows.rows[0];
}

test.each(wrongRanges.map((wrong) => [wrong.what, wrong] as const))('a range: %s', async (_, wrong) => {
  const home = homes[wrong.currency ?? 'EUR'] as { id: number; documentId: string };
  const before = await everything();
  const ranges = { ranges: [wrong.says] };
  expect(shownOfRest(await rest('PUT', `/properties/${home.documentId}/calendar`, ranges))).toEqual([wrong.reason]);
  const twin = shownOfGraphql(await graphql('updateCalendar', 'UpdateCalendarInput', home.documentId, ranges));
  expect(twin.map((reason) => reason.split(' ')[0])).toEqual([wrong.inGraphql ?? wrong.reason.split(' ')[0]]);
  const form = { ...asForm(wrong.says), property: { connect: [{ id: home.id, documentId: home.documentId }] } };
  const inPanel = await panel('POST', 'api::calendar-range.calendar-range', '', form);
  expect([inPanel.status, ...shownOfRest(inPanel)]).toEqual([400, wrong.reason]);
  expect(await everything()).toEqual(before);
});

test.each(wrongListings.map((wrong) => [wrong.what, wrong] as const))('a listing: %s', async (_, wrong) => {
  const home = homes[wrong.currency ?? 'EUR'] as { id: number; documentId: string };
  const before = await everything();
  expect(shownOfRest(await rest('PUT', `/properties/${home.documentId}`, wrong.says))).toEqual([wrong.reason]);
  const twin = shownOfGraphql(await graphql('updateProperty', 'UpdatePropertyInput', home.documentId, wrong.says));
  expect(twin.map((reason) => reason.split(' ')[0])).toEqual([wrong.inGraphql ?? wrong.reason.split(' ')[0]]);
  const inPanel = await panel('PUT', 'api::property.property', home.documentId, asForm(wrong.says));
  expect([inPanel.status, ...shownOfRest(inPanel)]).toEqual([400, wrong.reason]);
  expect(await everything()).toEqual(before);
});

test('where a home stands decides its clock, whichever way the point is set, and no host sets another', async () => {
  const home = homes['JPY'] as { id: number; documentId: string };
  const zone = async () =>
    (await world.sql.query('select time_zone from properties where id = $1', [home.id])).rows[0].time_zone;
  const tokyo = { latitude: 35.68, longitude: 139.69 };
  const sydney = { latitude: -33.87, longitude: 151.21 };
  const lordHowe = { latitude: -31.55, longitude: 159.08 };
  expect(await zone()).toBe('Europe/Lisbon');
  await rest('PUT', `/properties/${home.documentId}`, { point: tokyo });
  expect(await zone()).toBe('Asia/Tokyo');
  await graphql('updateProperty', 'UpdatePropertyInput', home.documentId, { point: sydney });
  expect(await zone()).toBe('Australia/Sydney');
  const moved = await panel('PUT', 'api::property.property', home.documentId, {
    point: lordHowe,
    timeZone: 'Europe/Lisbon',
  });
  expect([moved.status, await zone()]).toEqual([200, 'Australia/Lord_Howe']);
  await panel('PUT', 'api::property.property', home.documentId, { timeZone: 'Europe/Lisbon' });
  expect(await zone()).toBe('Australia/Lord_Howe');
  const refused = await rest('PUT', `/properties/${home.documentId}`, { timeZone: 'Europe/Lisbon' });
  expect(shownOfRest(refused)).toEqual(['unknown_field timeZone']);
});

test.each(['eur', 'EU', 'XAU', 'DEM', 'BGN', 'ZZZ'])('%s is no currency at any door', async (currency) => {
  const body = { name: 'Home', currency };
  expect((await rest('POST', '/properties', body)).status).toBeGreaterThanOrEqual(400);
  const query = 'mutation ($input: CreatePropertyInput!) { createProperty(input: $input) { documentId } }';
  const twin = await send(`${world.app.url}/graphql`, 'POST', world.a.accountToken, {
    query,
    variables: { input: body },
  });
  expect(shownOfGraphql(twin)).toEqual([expect.stringMatching(/^(unknown_currency|invalid_format) currency$/)]);
  const form = { name: 'Home', propertyType: 'House', roomType: 'entire_home', currency };
  const inPanel = await panel('POST', 'api::property.property', '', form);
  expect([inPanel.status, ...shownOfRest(inPanel)]).toEqual([400, 'unknown_currency currency']);
  const search = await fetch(`${world.app.url}/api/search?currency=${currency}`);
  expect(search.status).toBe(400);
});

test('no home is priced in what no card is charged in; one that is stays, and is mended in all else', async () => {
  const refusal = 'currency_not_charged currency';
  const body = { name: 'Home', currency: 'CHW' };
  const shown = shownOfRest(await rest('POST', '/properties', body));
  expect(shown).toEqual([refusal]);
  const form = { ...body, propertyType: 'House', roomType: 'entire_home' };
  const made = await panel('POST', 'api::property.property', '', form);
  expect([made.status, ...shownOfRest(made)]).toEqual([400, refusal]);
  const home = homes['EUR'] as { id: number; documentId: string };
  const currencyIs = (currency: string) =>
    world.sql.query('update properties set currency = $2 where id = $1', [home.id, currency]);
  const { documentId } = home;
  const before = (await world.sql.query('select currency from properties where id = $1', [home.id])).rows[0].currency;
  await currencyIs('CHW');
  expect((await panel('PUT', 'api::property.property', documentId, { name: 'Old', currency: 'CHW' })).status).toBe(200);
  expect((await rest('PUT', `/properties/${documentId}`, { name: 'Older' })).status).toBe(200);
  // A host's form has no currency to change; that of staff has.
  const path = `/content-manager/collection-types/api::property.property/${documentId}`;
  const other = await world.operator.call('PUT', path, { currency: 'XAD' });
  expect([other.status, ...shownOfRest(other)]).toEqual([400, refusal]);
  await currencyIs(before);
  const twin = await graphql('updateProperty', 'UpdatePropertyInput', documentId, { currency: 'XAD' });
  expect(shownOfGraphql(twin)).toContain(refusal);
  expect(shownOfRest(await rest('PUT', `/properties/${documentId}`, { currency: 'XAD' }))).toContain(refusal);
});

test('what is right goes through all three', async () => {
  const home = homes['BHD'] as { id: number; documentId: string };
  const right = { ...march, price: 10_010, minNights: 2, minNightsThrough: 3, maxNights: 9 };
  expect((await rest('PUT', `/properties/${home.documentId}/calendar`, { ranges: [right] })).status).toBe(200);
  const again = await graphql('updateCalendar', 'UpdateCalendarInput', home.documentId, { ranges: [right] });
  expect(again.body.errors).toBeUndefined();
  const later = { ...right, firstNight: '2027-04-10', lastNight: '2027-04-12' };
  const form = { ...asForm(later), property: { connect: [{ id: home.id, documentId: home.documentId }] } };
  expect((await panel('POST', 'api::calendar-range.calendar-range', '', form)).status).toBe(201);
  const listing = { prices: { base: 9_000, weekendDays: [4, 5] }, bookingRules: { closedToArrival: [7] } };
  const changed = await panel('PUT', 'api::property.property', home.documentId, {
    prices: { base: '9000', weekendDays: '[4, 5]' },
    bookingRules: { ...{ minNights: 1, maxNights: 30, checkInTime: '15:00', checkOutTime: '11:00' }, cancellationPolicy: 'moderate', closedToArrival: '[7]' },
  }); // prettier-ignore
  expect(changed.status).toBe(200);
  const read = await rest('GET', `/host/properties/${home.documentId}`, undefined);
  expect(read.body.data).toMatchObject(listing);
});

test('a range that was wrong before can still have its note changed', async () => {
  const home = homes['EUR'] as { id: number; documentId: string };
  await world.sql.query(
    `insert into calendar_ranges (document_id, property_id, first_night, last_night, closed, price, source, created_at, updated_at, published_at)
     values ('oldrangeoldrangeoldrange', $1, '2020-01-01', '2020-01-03', true, 9000, 'host', now(), now(), now())`,
    [home.id],
  );
  const change = (body: Says) => panel('PUT', 'api::calendar-range.calendar-range', 'oldrangeoldrangeoldrange', body);
  expect((await change({ reason: 'Painters', closed: true, price: '9000' })).status).toBe(200);
  expect(shownOfRest(await change({ maxNights: 3 }))).toEqual(['not_when_closed maxNights']);
});
