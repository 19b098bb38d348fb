import { setTimeout as sleep } from 'node:timers/promises';
import { startApi, type Answer, type TestApi } from './support/api-with-mail';
import { codeIn, goodPassword, newAddress, signIn, signUp } from './support/registered';

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const register = (body: unknown) => api.call('POST', '/api/auth/local/register', { body });
const enter = (identifier: unknown, password: unknown = goodPassword) =>
  api.call('POST', '/api/auth/local', { body: { identifier, password } });
const me = (token: string) => api.call('GET', '/api/me', { token });
const reset = (code: string, password: string) =>
  api.call('POST', '/api/auth/reset-password', { body: { code, password } });

const reasons = (answer: Answer): string[] =>
  answer.body.error.details.reasons.map((reason: { code: string; field?: string }) =>
    [reason.code, reason.field].filter(Boolean).join(' '),
  );

/** What a stranger can tell two answers apart by, time aside. */
const visible = ({ status, text, headers }: Answer) => ({ status, text, type: headers.get('content-type') });

async function resetCode(email: string, mails: number): Promise<string> {
  await api.call('POST', '/api/auth/forgot-password', { body: { email } });
  return codeIn(await api.mailTo(email, mails));
}

describe('registering', () => {
  test('an account opens when its address is confirmed, and not before', async () => {
    const email = newAddress('New.Guest');
    expect(await register({ email, password: goodPassword, displayName: 'Nova' })).toMatchObject({
      status: 200,
      body: { ok: true },
    });
    const stored = email.toLowerCase();
    const confirmation = codeIn(await api.mailTo(stored));
    expect((await enter(email)).status).toBe(401);

    const confirm = () => api.call('GET', `/api/auth/email-confirmation?confirmation=${confirmation}`);
    expect((await confirm()).status).toBe(200);
    // A mail scanner may have followed the link first: the second time is as good.
    expect((await confirm()).status).toBe(200);
    expect(await api.sql('select count(*)::int as n from up_users where email = $1', [stored])).toEqual([{ n: 1 }]);

    const { body } = await enter(email);
    expect(Object.keys(body).sort()).toEqual(['jwt', 'refreshToken', 'user']);
    expect(body.user).toMatchObject({ email: stored, displayName: 'Nova', confirmed: true, host: null, phone: null });
    expect((await me(body.jwt)).body.data).toEqual(body.user);
  });

  test('known, waiting and unknown addresses get the same answer; the owner gets word of it, and keeps the password', async () => {
    const owner = await signUp(api);
    const waiting = newAddress();
    await register({ email: waiting, password: goodPassword });
    const unknown = visible(await register({ email: newAddress(), password: goodPassword }));
    expect(visible(await register({ email: waiting, password: goodPassword }))).toEqual(unknown);
    expect(visible(await register({ email: owner.email.toUpperCase(), password: 'attackers own password' }))).toEqual(
      unknown,
    );

    const word = await api.mailTo(owner.email, 2);
    expect(word).toContain('already have an account');
    expect(word).not.toMatch(/confirmation=/);
    expect((await enter(owner.email, 'attackers own password')).status).toBe(401);
    expect((await enter(owner.email)).status).toBe(200);
  });

  test('of two registrations of one address the confirmed one decides the password', async () => {
    const email = newAddress();
    await register({ email, password: 'attackers own password' });
    await api.mailTo(email);
    await register({ email, password: goodPassword });
    const own = codeIn(await api.mailTo(email, 2));
    await api.call('GET', `/api/auth/email-confirmation?confirmation=${own}`);
    expect((await enter(email)).status).toBe(200);
    const late = codeIn(await api.mailTo(email, 1));
    expect((await api.call('GET', `/api/auth/email-confirmation?confirmation=${late}`)).status).toBe(422);
    expect((await enter(email, 'attackers own password')).status).toBe(401);
  });

  test('a taken user name is not told, and gives nobody the other account', async () => {
    const [first, second] = [newAddress(), newAddress()];
    const answers: Answer[] = [];
    for (const email of [first, second]) {
      answers.push(await register({ email, password: `${goodPassword} ${email}`, username: 'Maria Silva' }));
      await api.call('GET', `/api/auth/email-confirmation?confirmation=${codeIn(await api.mailTo(email))}`);
    }
    expect(visible(answers[1] as Answer)).toEqual(visible(answers[0] as Answer));
    expect((await enter('Maria Silva', `${goodPassword} ${first}`)).body.user.email).toBe(first);
    expect((await enter('Maria Silva', `${goodPassword} ${second}`)).status).toBe(401);
    expect((await enter(second, `${goodPassword} ${second}`)).body.user.displayName).toBe('Maria Silva');
  });

  test('the link can be sent again; the earlier one is dead then', async () => {
    const email = newAddress();
    await register({ email, password: goodPassword });
    const first = codeIn(await api.mailTo(email));
    const again = (address: string) =>
      api.call('POST', '/api/auth/send-email-confirmation', { body: { email: address } });
    expect(visible(await again(email))).toEqual(visible(await again(newAddress())));
    const second = codeIn(await api.mailTo(email, 2));
    expect((await api.call('GET', `/api/auth/email-confirmation?confirmation=${first}`)).status).toBe(422);
    expect((await api.call('GET', `/api/auth/email-confirmation?confirmation=${second}`)).status).toBe(200);
  });

  test.each(['role', 'confirmed', 'blocked', 'provider', 'id', 'resetPasswordToken', 'createdAt'])(
    'a client cannot set %s',
    async (field) => {
      const answer = await register({ email: newAddress(), password: goodPassword, [field]: 1 });
      expect(answer.status).toBe(400);
      expect(reasons(answer)).toEqual([`unknown_field ${field}`]);
    },
  );

  test.each<[string, unknown, string]>([
    ['a short password', { password: 'seven77' }, 'too_small password'],
    ['73 bytes, of which bcrypt would leave out one', { password: 'x'.repeat(73) }, 'password_too_long password'],
    ['37 characters of two bytes', { password: 'é'.repeat(37) }, 'password_too_long password'],
    ['NUL in a password', { password: 'long enough\u0000 and more' }, 'invalid_text password'],
    ['half a character in a password', { password: 'long enough \ud800' }, 'invalid_text password'],
    ['NUL in a name', { displayName: 'A\u0000B' }, 'invalid_text displayName'],
    ['half a character in a name', { displayName: '\udc00' }, 'invalid_text displayName'],
    ['an address in place of a user name', { username: 'victim@example.test' }, 'invalid_format username'],
    ['no address', { email: 'nobody' }, 'invalid_format email'],
    ['two header lines in an address', { email: 'a@example.test\r\nBcc: b@example.test' }, 'invalid_format email'],
    ['an object in place of an address', { email: { $ne: null } }, 'wrong_type email'],
    ['a number in place of a password', { password: 12_345_678 }, 'wrong_type password'],
  ])('%s is refused by name', async (_, change, reason) => {
    const answer = await register({ email: newAddress(), password: goodPassword, ...(change as object) });
    expect(answer.status).toBe(400);
    expect(reasons(answer)).toContain(reason);
  });

  test('a password of exactly 72 bytes is taken whole', async () => {
    const email = newAddress();
    const password = 'é'.repeat(36);
    await register({ email, password });
    await api.call('GET', `/api/auth/email-confirmation?confirmation=${codeIn(await api.mailTo(email))}`);
    expect((await enter(email, password)).status).toBe(200);
    expect((await enter(email, `${'é'.repeat(35)}e`)).status).toBe(401);
  });
});

describe('signing in', () => {
  test('unknown, wrong, waiting and blocked look alike', async () => {
    const person = await signUp(api);
    const blocked = await signUp(api);
    await api.sql('update up_users set blocked = true where email = $1', [blocked.email]);
    const waiting = newAddress();
    await register({ email: waiting, password: goodPassword });
    const unknown = visible(await enter(newAddress()));
    expect(unknown.status).toBe(401);
    expect(visible(await enter(person.email, 'not the password'))).toEqual(unknown);
    expect(visible(await enter(waiting))).toEqual(unknown);
    expect(visible(await enter(blocked.email))).toEqual(unknown);
  });

  test('a known and an unknown account take the same time', async () => {
    const person = await signUp(api);
    const timeOf = async (identifier: string) => {
      const started = performance.now();
      await enter(identifier, 'not the password');
      return performance.now() - started;
    };
    await timeOf(newAddress());
    const known: number[] = [];
    const unknown: number[] = [];
    for (let i = 0; i < 15; i += 1) {
      known.push(await timeOf(person.email));
      unknown.push(await timeOf(newAddress()));
    }
    const median = (times: number[]) => times.sort((a, b) => a - b)[7] ?? 0;
    // Without a comparison an unknown account is answered ten times faster.
    const ratio = median(known) / median(unknown);
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });

  test.each<[string, unknown, unknown]>([
    ['an object', { $ne: null }, goodPassword],
    ['nothing', null, goodPassword],
    ['an array', ['a'], goodPassword],
    ['NUL', 'a\u0000', goodPassword],
    ['half a character', '\ud800', goodPassword],
    ['a boolean password', 'a@example.test', true],
    ['an endless password', 'a@example.test', 'x'.repeat(100_000)],
  ])('%s is malformed', async (_, identifier, password) => {
    const answer = await enter(identifier, password);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ data: null, error: { status: 400, name: 'ValidationError' } });
  });

  test.each([
    ['a body of 1 MB', JSON.stringify({ identifier: 'a'.repeat(1_000_000), password: 'x' })],
    ['cut-off JSON', '{"identifier": "a'],
    ['a prototype', '{"__proto__": {"admin": true}, "identifier": "a@example.test", "password": "12345678"}'],
    ['an array', '[]'],
    ['a depth of 10,000', `${'['.repeat(10_000)}${']'.repeat(10_000)}`],
  ])("%s is a 4xx in the API's shape", async (_, raw) => {
    const answer = await api.call('POST', '/api/auth/local', { raw });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.body).toMatchObject({ data: null, error: { status: answer.status } });
  });

  test('GraphQL is the same door', async () => {
    const person = await signUp(api);
    const mutation = (password: string) =>
      `mutation { signIn(input: { identifier: "${person.email}", password: "${password}" }) { jwt user { email } } }`;
    const refused = await api.graphql(mutation('not the password'));
    expect(refused.body.errors[0].extensions).toMatchObject({
      status: 401,
      reasons: [{ code: 'invalid_credentials' }],
    });
    const entered = await api.graphql(mutation(goodPassword));
    expect(entered.body.data.signIn.user.email).toBe(person.email);
    expect((await me(entered.body.data.signIn.jwt)).status).toBe(200);
  });
});

describe('tokens', () => {
  test.each([
    ['nothing', ''],
    ["another scheme's", 'x y'],
    ['no token at all', 'abc'],
    ['an unsigned token', `${btoa('{"alg":"none"}')}.${btoa('{"userId":"1","sessionId":"a","type":"access"}')}.`],
  ])('%s opens nothing', async (_, token) => {
    expect((await me(token)).status).toBe(401);
  });

  test('a refresh token is no access token, and an access token refreshes nothing', async () => {
    const person = await signUp(api);
    expect((await me(person.refreshToken)).status).toBe(401);
    expect((await api.call('POST', '/api/auth/refresh', { body: { refreshToken: person.token } })).status).toBe(401);
  });

  test('a refresh token works once; its successor goes on', async () => {
    const person = await signUp(api);
    const refresh = (refreshToken: string) => api.call('POST', '/api/auth/refresh', { body: { refreshToken } });
    const next = await refresh(person.refreshToken);
    expect(Object.keys(next.body).sort()).toEqual(['jwt', 'refreshToken']);
    expect((await me(next.body.jwt)).status).toBe(200);
    expect((await refresh(person.refreshToken)).status).toBe(401);
    expect((await refresh(next.body.refreshToken)).status).toBe(200);
  });

  test('after signing out nothing of the session works: not its tokens, not the ones it was refreshed from or to', async () => {
    const person = await signUp(api);
    const other = await signIn(api, person.email);
    const next = (await api.call('POST', '/api/auth/refresh', { body: { refreshToken: person.refreshToken } })).body;
    expect((await api.call('POST', '/api/auth/logout', { token: next.jwt })).status).toBe(200);
    for (const token of [person.token, next.jwt]) {
      expect((await me(token)).status).toBe(401);
      // A generated collection is open to anyone, and yet not to a dead token.
      expect((await api.call('GET', '/api/amenities', { token })).status).toBe(401);
    }
    expect((await api.call('POST', '/api/auth/refresh', { body: { refreshToken: next.refreshToken } })).status).toBe(
      401,
    );
    expect((await me(other.token)).status).toBe(200);
    expect((await api.call('GET', '/api/amenities', { token: other.token })).status).toBe(200);
  });

  test('refreshing while signing out leaves nothing that works', async () => {
    for (let round = 0; round < 10; round += 1) {
      const person = round === 0 ? await signUp(api) : await signIn(api, 'racer');
      const [refreshed, left] = await Promise.all([
        api.call('POST', '/api/auth/refresh', { body: { refreshToken: person.refreshToken } }),
        api.call('POST', '/api/auth/logout', { token: person.token }),
      ]);
      expect(left.status).toBe(200);
      if (refreshed.status === 200) expect((await me(refreshed.body.jwt)).status).toBe(401);
      await api.sql(`update up_users set username = 'racer' where email = $1`, [person.email]);
    }
    expect(
      await api.sql(
        `select s.id from strapi_sessions s join up_users u on u.id::text = s.user_id where u.username = 'racer'`,
      ),
    ).toEqual([]);
  });

  test('signing in with the old password while it is changed leaves nothing that works', async () => {
    const person = await signUp(api);
    let current = goodPassword;
    for (let round = 0; round < 6; round += 1) {
      const next = `password number ${round}`;
      const { token } = await signIn(api, person.email, current);
      const [entered, changed] = await Promise.all([
        enter(person.email, current),
        api.call('POST', '/api/auth/change-password', { token, body: { currentPassword: current, password: next } }),
      ]);
      expect(changed.status).toBe(200);
      if (entered.status === 200) expect((await me(entered.body.jwt)).status).toBe(401);
      expect((await me(changed.body.jwt)).status).toBe(200);
      current = next;
    }
  });

  test('signing out everywhere ends every session', async () => {
    const first = await signUp(api);
    const second = await signIn(api, first.email);
    expect((await api.call('GET', '/api/auth/sessions', { token: first.token })).body.data).toHaveLength(2);
    await api.call('POST', '/api/auth/logout', { token: first.token, body: { scope: 'all' } });
    expect([(await me(first.token)).status, (await me(second.token)).status]).toEqual([401, 401]);
  });

  test("another's session cannot be ended, and is answered like a missing one", async () => {
    const person = await signUp(api);
    const thief = await signUp(api);
    const [{ sessionId }] = (await api.call('GET', '/api/auth/sessions', { token: person.token })).body.data;
    const end = (id: string, token: string) => api.call('DELETE', `/api/auth/sessions/${id}`, { token });
    const foreign = visible(await end(sessionId, thief.token));
    expect(foreign).toEqual(visible(await end('0'.repeat(32), thief.token)));
    expect(foreign.status).toBe(404);
    expect((await me(person.token)).status).toBe(200);
    expect((await end(sessionId, person.token)).status).toBe(200);
    expect((await me(person.token)).status).toBe(401);
  });

  test('blocking, unconfirming or removing an account ends its tokens at once', async () => {
    for (const change of ['set blocked = true', 'set confirmed = false']) {
      const person = await signUp(api);
      await api.sql(`update up_users ${change} where email = $1`, [person.email]);
      expect((await me(person.token)).status).toBe(401);
      expect((await api.call('GET', '/api/amenities', { token: person.token })).status).toBe(401);
      expect(
        (await api.call('POST', '/api/auth/refresh', { body: { refreshToken: person.refreshToken } })).status,
      ).toBe(401);
    }
    const removed = await signUp(api);
    await api.sql('delete from up_users where email = $1', [removed.email]);
    expect((await me(removed.token)).status).toBe(401);
  });
});

describe('a new password', () => {
  test('the code works once, ends all sessions and is nowhere in the database', async () => {
    const person = await signUp(api);
    const second = await signIn(api, person.email);
    const code = await resetCode(person.email, 2);
    for (const table of ['password_reset', 'up_users', 'graphile_worker._private_jobs']) {
      expect(JSON.stringify(await api.sql(`select * from ${table}`))).not.toContain(code);
    }
    const changed = await reset(code, 'an entirely new one');
    expect(changed.body.user.email).toBe(person.email);
    expect([
      (await me(person.token)).status,
      (await me(second.token)).status,
      (await me(changed.body.jwt)).status,
    ]).toEqual([401, 401, 200]);
    expect((await enter(person.email)).status).toBe(401);
    expect((await enter(person.email, 'an entirely new one')).status).toBe(200);

    const again = await reset(code, 'a third password');
    expect(again.status).toBe(422);
    expect(reasons(again)).toEqual(['invalid_token code']);
    expect(await api.mailTo(person.email, 3)).toContain('was changed');
  });

  test('two requests with one code at once: one gets through', async () => {
    const person = await signUp(api);
    const code = await resetCode(person.email, 2);
    const answers = await Promise.all(
      ['first new password', 'second new password'].map((password) => reset(code, password)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422]);
  });

  test('using one code ends the others', async () => {
    const person = await signUp(api);
    const first = await resetCode(person.email, 2);
    const second = await resetCode(person.email, 3);
    expect((await reset(second, 'an entirely new one')).status).toBe(200);
    expect((await reset(first, 'a third password')).status).toBe(422);
  });

  test('nothing tells whether an address has an account', async () => {
    const person = await signUp(api);
    const forgot = (email: string) => api.call('POST', '/api/auth/forgot-password', { body: { email } });
    const stranger = newAddress();
    expect(visible(await forgot(person.email))).toEqual(visible(await forgot(stranger)));
    await api.mailTo(person.email, 2);
    await sleep(500);
    expect(await api.mailsTo(stranger)).toEqual([]);
  });

  test('a blocked account gets no code, and one that it has is worth nothing', async () => {
    const person = await signUp(api);
    const code = await resetCode(person.email, 2);
    await api.sql('update up_users set blocked = true where email = $1', [person.email]);
    expect((await reset(code, 'an entirely new one')).status).toBe(422);
  });

  test.each(['', 'x'.repeat(43), '%', "' or 1=1 --", 'a'.repeat(42)])('%j is no code', async (code) => {
    expect([400, 422]).toContain((await reset(code, 'an entirely new one')).status);
  });

  test('changing it needs the current one, and signs out every device', async () => {
    const person = await signUp(api);
    const other = await signIn(api, person.email);
    const change = (body: object) => api.call('POST', '/api/auth/change-password', { token: person.token, body });
    expect(reasons(await change({ currentPassword: 'not the password', password: 'an entirely new one' }))).toEqual([
      'wrong_password currentPassword',
    ]);
    expect(reasons(await change({ currentPassword: goodPassword, password: goodPassword }))).toEqual([
      'same_password password',
    ]);
    const typo = {
      currentPassword: goodPassword,
      password: 'an entirely new one',
      passwordConfirmation: 'an entirely new on',
    };
    expect(reasons(await change(typo))).toEqual(['passwords_differ passwordConfirmation']);
    const changed = await change({ currentPassword: goodPassword, password: 'an entirely new one' });
    expect(changed.status).toBe(200);
    expect([
      (await me(person.token)).status,
      (await me(other.token)).status,
      (await me(changed.body.jwt)).status,
    ]).toEqual([401, 401, 200]);
  });
});

describe('the own account', () => {
  test('what is named is changed; null takes the phone number out', async () => {
    const { token } = await signUp(api);
    const put = (body: unknown) => api.call('PUT', '/api/me', { token, body });
    expect((await put({ displayName: 'Zoë', phone: '+351 210 000 000' })).body.data).toMatchObject({
      displayName: 'Zoë',
      phone: '+351 210 000 000',
    });
    expect((await put({ data: { phone: null } })).body.data).toMatchObject({ displayName: 'Zoë', phone: null });
  });

  test.each(['email', 'role', 'confirmed', 'blocked', 'password', 'username', 'id', 'documentId', 'host'])(
    "%s is not the client's to set",
    async (field) => {
      const { token } = await signUp(api);
      const answer = await api.call('PUT', '/api/me', { token, body: { [field]: 1 } });
      expect(answer.status).toBe(400);
      expect(reasons(answer)).toEqual([`unknown_field ${field}`]);
    },
  );

  test('ten requests at once make one host profile', async () => {
    const { token, email } = await signUp(api);
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => api.call('POST', '/api/me/become-host', { token })),
    );
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.data.host.documentId}`)).size).toBe(1);
    const rows = await api.sql(
      'select count(*)::int as n from host_profiles h join up_users u on u.id = h.user_id where u.email = $1',
      [email],
    );
    expect(rows).toEqual([{ n: 1 }]);
  });

  test("nobody else sees it: the plugin's own doors are shut", async () => {
    const { token } = await signUp(api);
    const paths = [
      'users',
      'users/me',
      'users/1',
      'users/count',
      'roles',
      'users-permissions/roles',
      'users-permissions/permissions',
    ];
    for (const path of [...paths, 'upload/files', 'upload/files/1', 'connect/google', 'auth/google/callback']) {
      expect([path, (await api.call('GET', `/api/${path}`, { token })).status]).toEqual([path, 404]);
    }
    for (const path of ['users', 'upload', 'users-permissions/roles']) {
      expect([404, 405]).toContain((await api.call('POST', `/api/${path}`, { token, body: {} })).status);
    }
    expect([404, 405]).toContain((await api.call('PUT', '/api/users/1', { token, body: { confirmed: true } })).status);
    const { body } = await api.graphql(
      '{ __schema { queryType { fields { name } } mutationType { fields { name } } types { name } } }',
    );
    const names: string[] = [...body.data.__schema.queryType.fields, ...body.data.__schema.mutationType.fields].map(
      ({ name }) => name,
    );
    expect(names.filter((name) => /usersPermissions|UsersPermissions|upload|Upload|^login$/i.test(name))).toEqual([]);
  });
});

describe('time', () => {
  test('a code is good for half an hour, a registration for a day; sessions do not mind the sandbox clock', async () => {
    const person = await signUp(api);
    const code = await resetCode(person.email, 2);
    const waiting = newAddress();
    await register({ email: waiting, password: goodPassword });
    const confirmation = codeIn(await api.mailTo(waiting));
    await api.advance('PT31M');
    expect((await reset(code, 'an entirely new one')).status).toBe(422);
    expect((await me(person.token)).status).toBe(200);
    await api.advance('P1D');
    expect((await api.call('GET', `/api/auth/email-confirmation?confirmation=${confirmation}`)).status).toBe(422);
    await register({ email: newAddress(), password: goodPassword });
    expect(await api.sql('select id from pending_registration where email = $1', [waiting])).toEqual([]);
  });
});
