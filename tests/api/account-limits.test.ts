import { startApi, type TestApi } from './support/api-with-mail';
import { newAddress } from './support/registered';

let api: TestApi;

beforeAll(async () => {
  api = await startApi({ ACCOUNT_LIMIT_FACTOR: '1' });
});
afterAll(() => api.stop());

const enter = (identifier: string) =>
  api.call('POST', '/api/auth/local', { body: { identifier, password: 'not the password' } });

test('one account is tried twenty times, whatever the case of its name; then the answer says when to come back', async () => {
  const email = newAddress();
  for (let i = 0; i < 20; i += 1) expect((await enter(i % 2 ? email : email.toUpperCase())).status).toBe(401);
  const refused = await enter(email);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  const graphql = await api.graphql(`mutation { signIn(input: { identifier: "${email}", password: "x" }) { jwt } }`);
  expect(graphql.body.errors[0].extensions.status).toBe(429);
  expect((await enter(newAddress())).status).toBe(401);
});

test('one mailbox gets five mails an hour', async () => {
  const email = newAddress();
  const forgot = () => api.call('POST', '/api/auth/forgot-password', { body: { email } });
  const statuses: number[] = [];
  for (let i = 0; i < 6; i += 1) statuses.push((await forgot()).status);
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
});

test('one address registers thirty times an hour', async () => {
  const register = () =>
    api.call('POST', '/api/auth/local/register', { body: { email: newAddress(), password: 'long enough' } });
  const statuses: number[] = [];
  for (let i = 0; i < 31; i += 1) statuses.push((await register()).status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(30);
  expect(statuses.at(-1)).toBe(429);
});
