import { startApi, type TestApi } from './support/api-with-mail';
import { signUpHost, type Person } from './support/registered';

/** Every rule of nights and prices is the host's to set, and guests see it at once. */
let api: TestApi;
let host: Person;

beforeAll(async () => {
  api = await startApi();
  host = await signUpHost(api);
});
afterAll(() => api.stop());

const discounts = {
  newListing: true,
  promotionPercent: 15,
  promotionFirstNight: '2027-03-01',
  promotionLastNight: '2027-03-31',
  earlyBirdPercent: 5,
  earlyBirdDays: 60,
  lastMinutePercent: 10,
  lastMinuteDays: 3,
};

async function publishedHome(changes: object): Promise<string> {
  const body = { name: 'Terms house', currency: 'EUR', point: { latitude: 38.71, longitude: -9.14 }, ...changes };
  const made = await api.call('POST', '/api/properties', { token: host.token, body });
  expect(made.status).toBe(201);
  const id = made.body.data.documentId as string;
  await api.call('POST', `/api/properties/${id}/publish`, { token: host.token });
  return id;
}

const nightsOf = async (id: string, from: string, to: string) =>
  (await api.call('GET', `/api/properties/${id}/availability?from=${from}&to=${to}`)).body.data.nights;

test("discounts and weekend days are kept as set, change field by field, and are the host's to read", async () => {
  const id = await publishedHome({ prices: { base: 10_000, weekend: 15_000, weekendDays: [4, 5] }, discounts });
  const read = () => api.call('GET', `/api/host/properties/${id}`, { token: host.token });
  expect((await read()).body.data).toMatchObject({ prices: { weekendDays: [4, 5] }, discounts });
  const changed = await api.call('PUT', `/api/properties/${id}`, {
    token: host.token,
    body: { discounts: { newListing: false, promotionPercent: 0 }, prices: { weekendDays: null } },
  });
  expect(changed.body.data).toMatchObject({
    prices: { weekendDays: null, weekend: 15_000 },
    discounts: { ...discounts, newListing: false, promotionPercent: 0 },
  });
});

test("weekend days are the host's own: Thursday and Friday here, none there", async () => {
  const week = (id: string) => nightsOf(id, '2027-03-01', '2027-03-08');
  const prices = async (weekendDays?: number[]) => {
    const own = weekendDays === undefined ? {} : { weekendDays };
    const id = await publishedHome({ prices: { base: 10_000, weekend: 15_000, ...own } });
    return (await week(id)).map((night: { price: number }) => night.price / 1_000);
  };
  expect(await prices([4, 5])).toEqual([10, 10, 10, 15, 15, 10, 10]);
  expect(await prices([])).toEqual([10, 10, 10, 10, 10, 10, 10]);
  expect(await prices()).toEqual([10, 10, 10, 10, 15, 15, 10]);
});

test('a minimum through a night is painted, shown, and refuses the stay that has the night in it', async () => {
  const id = await publishedHome({ prices: { base: 10_000 } });
  const range = { firstNight: '2027-03-12', lastNight: '2027-03-12', minNightsThrough: 3 };
  const painted = await api.call('PUT', `/api/properties/${id}/calendar`, {
    token: host.token,
    body: { ranges: [range] },
  });
  expect(painted.body.data).toEqual([expect.objectContaining({ ...range, minNights: null, source: 'host' })]);
  const nights = await nightsOf(id, '2027-03-11', '2027-03-14');
  expect(nights.map((night: { minNightsThrough: number }) => night.minNightsThrough)).toEqual([0, 3, 0]);
  const quote = (checkIn: string, checkOut: string) =>
    api.call('POST', `/api/properties/${id}/quote`, { body: { checkIn, checkOut, adults: 2 } });
  const refused = await quote('2027-03-11', '2027-03-13');
  expect(refused.status).toBe(422);
  expect(refused.body.error.details.reasons).toEqual([
    { code: 'min_nights_through', field: 'checkOut', limit: 3, value: 2 },
  ]);
  expect((await quote('2027-03-11', '2027-03-14')).status).toBe(200);
  expect((await quote('2027-03-13', '2027-03-14')).status).toBe(200);
});

test('the promotion of a new listing gives way to its first bookings', async () => {
  const id = await publishedHome({ prices: { base: 10_000 }, discounts });
  const quote = async () => {
    const body = { checkIn: '2027-03-10', checkOut: '2027-03-12', adults: 2 };
    return (await api.call('POST', `/api/properties/${id}/quote`, { body })).body.data;
  };
  expect((await quote()).lines).toContainEqual(
    expect.objectContaining({ code: 'discount:new_listing', amount: -4_000 }),
  );
  await api.call('PUT', `/api/properties/${id}`, { token: host.token, body: { discounts: { newListing: false } } });
  expect((await quote()).lines).toContainEqual(expect.objectContaining({ code: 'discount:promotion', amount: -3_000 }));
});

test.each([
  [{ promotionPercent: 10 }, ['required discounts.promotionFirstNight', 'required discounts.promotionLastNight'], 422],
  [{ earlyBirdPercent: 10 }, ['required discounts.earlyBirdDays'], 422],
  [{ lastMinutePercent: 10 }, ['required discounts.lastMinuteDays'], 422],
  [
    { promotionFirstNight: '2027-03-02', promotionLastNight: '2027-03-01' },
    ['wrong_order discounts.promotionLastNight'],
    422,
  ],
  [{ promotionPercent: 91 }, ['too_big discounts.promotionPercent'], 400],
  [{ earlyBirdDays: -1 }, ['too_small discounts.earlyBirdDays'], 400],
  [{ promotionFirstNight: '2027-02-30' }, ['invalid_date discounts.promotionFirstNight'], 400],
  [{ newListing: { bookings: 9, basisPoints: 9_000 } }, ['wrong_type discounts.newListing'], 400],
  [{ newListingPercent: 90 }, ['unknown_field discounts.newListingPercent'], 400],
])('discounts %j are refused by name', async (wrong, reasons, status) => {
  const body = { name: 'Wrong', discounts: wrong };
  const answer = await api.call('POST', '/api/properties', { token: host.token, body });
  expect(answer.status).toBe(status);
  expect(
    answer.body.error.details.reasons.map(({ code, field }: { code: string; field: string }) => `${code} ${field}`),
  ).toEqual(reasons);
});
