import { newMailedToken } from '../../src/api/account/mailed-token';
import { insertPasswordReset } from '../../src/api/account/queries/password-reset';
import { call, graphql } from './support/client';
import { password, signIn, signUp, openDoors, type Person } from './support/people';
import { read, startTwoApps, until, type TwoApps } from './support/two-apps';

/** Who a token stands for is kept for some seconds; what ends or changes that is seen at once where it was done, and everywhere within 100 ms. */

let world: TwoApps;
beforeAll(async () => {
  world = await startTwoApps(openDoors);
});
afterAll(() => world.stop());

const statusOf = async (app: TwoApps['one'], path: string, token: string) => (await read(app, path, token)).status;
const post = async (path: string, token: string | null, body: object = {}) => {
  const answer = await call(world.one, 'POST', path, { token, body });
  expect([path, answer.status < 300 || answer.body]).toEqual([path, true]);
};

let people = 0;
async function signedIn(): Promise<Person & { readonly documentId: string }> {
  people += 1;
  const person = await signUp(world.one, `kept-${people}`);
  const rows = await world.db.query<{ document_id: string }>('select document_id from up_users where email = $1', [
    person.email,
  ]);
  for (const app of [world.one, world.other]) expect(await statusOf(app, '/api/me', person.token)).toBe(200);
  return { ...person, documentId: rows[0]?.document_id ?? '' };
}

const account = (documentId: string) =>
  `/content-manager/collection-types/plugin::users-permissions.user/${documentId}`;
const inPanel = async (method: string, documentId: string, body?: object) => {
  const { status, text } = await world.operator.call(method, account(documentId), body);
  expect([status < 300, text]).toEqual([true, expect.any(String)]);
};

/** The code that a mail would bring. */
async function mailedCode(email: string): Promise<string> {
  const { token, hash } = newMailedToken();
  const [row] = await world.db.query<{ id: number }>('select id from up_users where email = $1', [email]);
  const [createdAt, expiresAt] = [new Date(), new Date(Date.now() + 600_000)].map((at) => at.toISOString());
  await insertPasswordReset(world.db, {
    ...{ tokenHash: hash, userId: row?.id ?? 0, createdAt: String(createdAt), expiresAt: String(expiresAt) },
  });
  return token;
}

const mutate = async (mutation: string, token: string | null = null) => {
  const { body } = await graphql(world.one, `mutation { ${mutation} }`, {}, token);
  expect([mutation, body.errors]).toEqual([mutation, undefined]);
};

const sessionsOf = async (token: string): Promise<string[]> => {
  const { body } = await call(world.one, 'GET', '/api/auth/sessions', { token });
  return body.data.map(({ sessionId }: { sessionId: string }) => sessionId);
};

describe('a token is good for nothing any more', () => {
  const another = 'another long pass phrase';
  test.each<[string, (person: Person & { documentId: string }) => Promise<unknown>]>([
    ['signed out', ({ token }) => post('/api/auth/logout', token)],
    [
      'the password changed',
      ({ token }) =>
        post('/api/auth/change-password', token, {
          currentPassword: password,
          password: another,
          passwordConfirmation: another,
        }),
    ],
    [
      'another password by mail',
      async ({ email }) => post('/api/auth/reset-password', null, { code: await mailedCode(email), password: another }),
    ],
    [
      'every session signed out from another',
      async ({ email }) => {
        const second = await signIn(world.one, email);
        await post('/api/auth/logout', second.token, { scope: 'all' });
      },
    ],
    ['erased', ({ token }) => post('/api/me/erase', token, { password })],
    ['signed out by GraphQL', ({ token }) => mutate('signOut { ok }', token)],
    [
      'the password changed by GraphQL',
      ({ token }) =>
        mutate(
          `changePassword(input: { currentPassword: "${password}", password: "${another}", passwordConfirmation: "${another}" }) { jwt }`,
          token,
        ),
    ],
    [
      'another password by mail and GraphQL',
      async ({ email }) =>
        mutate(`resetPassword(input: { code: "${await mailedCode(email)}", password: "${another}" }) { jwt }`),
    ],
    [
      'its session ended from another by GraphQL',
      async ({ email, token }) => {
        const [own] = await sessionsOf(token);
        const second = await signIn(world.one, email);
        await mutate(`endSession(sessionId: "${own}") { ok }`, second.token);
      },
    ],
    ['erased by GraphQL', ({ token }) => mutate(`eraseMe(input: { password: "${password}" }) { ok }`, token)],
    ['blocked in the panel', ({ documentId }) => inPanel('PUT', documentId, { blocked: true })],
    [
      'another password from the panel',
      ({ documentId }) => inPanel('PUT', documentId, { password: 'Set-by-staff-77' }),
    ],
    ['removed in the panel', ({ documentId }) => inPanel('DELETE', documentId)],
    [
      'its session ended from another',
      async ({ email, token }) => {
        const sessions = await call(world.one, 'GET', '/api/auth/sessions', { token });
        const second = await signIn(world.one, email);
        for (const { sessionId } of sessions.body.data as { sessionId: string }[]) {
          const ended = await call(world.one, 'DELETE', `/api/auth/sessions/${sessionId}`, { token: second.token });
          expect(ended.status).toBe(200);
        }
      },
    ],
  ])('%s', async (_what, end) => {
    const person = await signedIn();
    const bystander = await signedIn();
    await end(person);
    expect(await statusOf(world.one, '/api/me', person.token)).toBe(401);
    expect(await statusOf(world.one, '/api/search', person.token)).toBe(401);
    expect(await until(async () => (await statusOf(world.other, '/api/me', person.token)) === 401)).toBeLessThan(100);
    for (const app of [world.one, world.other]) expect(await statusOf(app, '/api/me', bystander.token)).toBe(200);
  });

  test.each([
    ['blocked', 'update up_users set blocked = true where email = $1'],
    ['no longer confirmed', 'update up_users set confirmed = false where email = $1'],
    [
      'its sessions gone',
      'delete from strapi_sessions where user_id = (select id::text from up_users where email = $1)',
    ],
    [
      'run out',
      `update strapi_sessions set expires_at = now() - interval '1 day' where user_id = (select id::text from up_users where email = $1)`,
    ],
  ])('by SQL: %s', async (_what, text) => {
    const person = await signedIn();
    await world.db.query(text, [person.email]);
    const refused = (app: TwoApps['one']) => until(async () => (await statusOf(app, '/api/me', person.token)) === 401);
    for (const ms of await Promise.all([refused(world.one), refused(world.other)])) expect(ms).toBeLessThan(100);
  });

  test('a session that ends by itself is not kept beyond its end', async () => {
    const person = await signedIn();
    await world.db.query(
      `update strapi_sessions set expires_at = (now() at time zone 'UTC') + interval '1 second'
       where user_id = (select id::text from up_users where email = $1)`,
      [person.email],
    );
    expect(await statusOf(world.one, '/api/me', person.token)).toBe(200);
    const over = await until(async () => (await statusOf(world.one, '/api/me', person.token)) === 401);
    expect(over).toBeLessThan(1_300);
  });
});

describe('who an account is', () => {
  test('a host, from the next request on', async () => {
    const person = await signedIn();
    for (const app of [world.one, world.other])
      expect(await statusOf(app, '/api/host/properties', person.token)).toBe(403);
    await post('/api/me/become-host', person.token, { displayName: 'Cleo' });
    expect(await statusOf(world.one, '/api/host/properties', person.token)).toBe(200);
    const hosts = until(async () => (await statusOf(world.other, '/api/host/properties', person.token)) === 200);
    expect(await hosts).toBeLessThan(100);
  });

  test('a home’s page is kept for each role, and what a role may not read it does not get', async () => {
    const [person, bystander] = [await signedIn(), await signedIn()];
    const path = `/api/properties/${world.home.documentId}`;
    const shown = await read(world.one, path, person.token);
    expect(shown.status).toBe(200);
    expect(await read(world.one, path, person.token)).toEqual(shown);
    expect(await read(world.one, path)).toEqual(shown);
    const [role] = await world.db.query<{ id: number }>(
      `insert into up_roles (document_id, name, type, created_at, updated_at) values ('watched', 'Watched', 'watched', now(), now()) returning id`,
    );
    await world.db.query(
      'update up_users_role_lnk set role_id = $1 where user_id = (select id from up_users where email = $2)',
      [role?.id, person.email],
    );
    const refused = (app: TwoApps['one']) => until(async () => (await statusOf(app, path, person.token)) === 403);
    for (const ms of await Promise.all([refused(world.one), refused(world.other)])) expect(ms).toBeLessThan(100);
    expect(await read(world.one, path, bystander.token)).toEqual(shown);
    expect(await read(world.one, path)).toEqual(shown);
  });
});

test('a token is only as good as its signature, kept or not', async () => {
  const { token } = await signedIn();
  const [head = '', body = '', signature = ''] = token.split('.');
  const other = `${signature.slice(0, -2)}${signature.endsWith('AA') ? 'BB' : 'AA'}`;
  const payload = JSON.parse(Buffer.from(body, 'base64url').toString()) as object;
  const longer = Buffer.from(JSON.stringify({ ...payload, exp: 4_000_000_000 })).toString('base64url');
  const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
  for (const forged of [
    `${head}.${body}.${other}`,
    `${head}.${longer}.${signature}`,
    `${none}.${body}.`,
    `${token}x`,
    ` ${token}`.trim().slice(0, -1),
  ])
    expect([forged, await statusOf(world.one, '/api/me', forged)]).toEqual([forged, 401]);
  expect(await statusOf(world.one, '/api/me', token)).toBe(200);
});
