import { startApi, type TestApi } from './support/api-with-mail';
import { publishHome, signUp, signUpHost, type Person } from './support/registered';

/** A refusal for dates says what would do, the same over REST and GraphQL. */
let api: TestApi;
let host: Person;
let guest: Person;
let id: string;

beforeAll(async () => {
  api = await startApi();
  host = await signUpHost(api);
  guest = await signUp(api);
  id = await publishHome(api, host, 'Near house');
});
afterAll(() => api.stop());

const quote = (checkIn: string, checkOut: string, adults = 2) =>
  api.call('POST', `/api/properties/${id}/quote`, { body: { checkIn, checkOut, adults } });
const close = (firstNight: string, lastNight: string) =>
  api.call('PUT', `/api/properties/${id}/calendar`, {
    token: host.token,
    body: { ranges: [{ firstNight, lastNight, closed: true }] },
  });

const near = [
  { checkIn: '2027-06-13', checkOut: '2027-06-16' },
  { checkIn: '2027-06-07', checkOut: '2027-06-10' },
  { checkIn: '2027-06-14', checkOut: '2027-06-17' },
  { checkIn: '2027-06-06', checkOut: '2027-06-09' },
];

test('a quote for closed nights names the nearest stays of as many nights; each can be had', async () => {
  await close('2027-06-10', '2027-06-12');
  const refused = await quote('2027-06-10', '2027-06-13');
  expect(refused.status).toBe(409);
  expect(refused.body.error.details.nearestStays).toEqual(near);
  for (const { checkIn, checkOut } of near) expect((await quote(checkIn, checkOut)).status).toBe(200);
});

test('GraphQL says the same', async () => {
  const query = `mutation { quoteStay(id: "${id}", input: { checkIn: "2027-06-10", checkOut: "2027-06-13", adults: 2 }) { quote } }`;
  const { body } = await api.call('POST', '/graphql', { body: { query } });
  expect(body.errors[0].extensions).toMatchObject({ code: 'CONFLICT', nearestStays: near });
});

test('a party that is too large gets no other dates', async () => {
  const refused = await quote('2027-06-10', '2027-06-13', 9);
  expect(refused.status).toBe(422);
  expect(refused.body.error.details).not.toHaveProperty('nearestStays');
});

test('a booking whose nights were closed since its quote names them too', async () => {
  const token = (await quote('2027-07-10', '2027-07-12')).body.data.quote;
  await close('2027-07-11', '2027-07-11');
  const refused = await api.call('POST', '/api/bookings', {
    token: guest.token,
    headers: { 'Idempotency-Key': 'nearest-1' },
    body: { quote: token },
  });
  expect(refused.status).toBe(409);
  expect(refused.body.error.details.nearestStays[0]).toEqual({ checkIn: '2027-07-09', checkOut: '2027-07-11' });
});
