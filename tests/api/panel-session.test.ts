import { hasHeard } from './support/client';
import { insert, insertAccount, openPanel, password, send, signIn } from './support/panel-world';
import { startPanelApp, type PanelApp } from './support/panel-app';

/** How a host gets into the panel without a second password, and how they are out of it again. */

let world: PanelApp;

beforeAll(async () => {
  world = await startPanelApp();
});
afterAll(() => world?.stop());

async function makeHost(email: string): Promise<{ userId: number; token: string }> {
  const userId = await insertAccount(world.sql, email);
  await insert(world.sql, 'host_profiles', { display_name: email, user_id: userId });
  return { userId, token: await signIn(world.app.url, email) };
}

const me = (token: string | null) => send(`${world.app.url}/admin/users/me`, 'GET', token);

test('sets a cookie that scripts cannot read beside the one that the page needs, for the panel alone', async () => {
  const opened = await openPanel(world.app.url, world.a.accountToken);
  expect(opened.response.status).toBe(201);
  const refresh = opened.cookies.find((cookie) => cookie.startsWith('strapi_admin_refresh='));
  const access = opened.cookies.find((cookie) => cookie.startsWith('jwtToken='));
  expect(refresh).toMatch(/path=\/admin; samesite=lax; httponly$/i);
  expect(access).toMatch(/path=\/admin; samesite=lax$/i);
  const body = (await opened.response.json()) as { data: { url: string; expiresAt: string } };
  expect(body.data.url).toContain('/admin');
  expect(Date.parse(body.data.expiresAt)).toBeGreaterThan(Date.now());
});

test('signs in as this host, with the role Host and no other, and no password', async () => {
  const opened = await openPanel(world.app.url, world.a.accountToken);
  const answer = await me(opened.token);
  expect(answer.body.data).toMatchObject({ id: world.a.adminId, email: 'alma@example.com' });
  expect(answer.body.data.roles.map((role: { code: string }) => role.code)).toEqual(['casita-host']);
  const row = await world.sql.query('select password from admin_users where id = $1', [world.a.adminId]);
  expect(row.rows[0].password).toBeNull();
  const login = await send(`${world.app.url}/admin/login`, 'POST', null, { email: 'alma@example.com', password });
  expect(login.status).toBe(400);
});

test('makes one panel user, however often and however much at once', async () => {
  const { userId, token } = await makeHost('carla@example.com');
  const opened = await Promise.all(Array.from({ length: 8 }, () => openPanel(world.app.url, token)));
  expect(opened.map(({ response }) => response.status)).toEqual(Array(8).fill(201));
  const rows = await world.sql.query(`select id from admin_users where email = 'carla@example.com'`);
  expect(rows.rows).toHaveLength(1);
  const linked = await world.sql.query('select admin_user_id from host_profiles where user_id = $1', [userId]);
  expect(linked.rows[0].admin_user_id).toBe(rows.rows[0].id);
});

test('never signs in a member of staff who has the same e-mail', async () => {
  const { token } = await makeHost('operator@example.com');
  const opened = await openPanel(world.app.url, token);
  expect([opened.response.status, opened.token]).toEqual([409, null]);
  expect(await opened.response.json()).toMatchObject({ error: { details: { reasons: [{ code: 'staff_account' }] } } });
});

test('is for hosts', async () => {
  await insertAccount(world.sql, 'only.guest@example.com');
  const token = await signIn(world.app.url, 'only.guest@example.com');
  expect((await openPanel(world.app.url, token)).response.status).toBe(403);
  expect((await openPanel(world.app.url, 'nonsense')).response.status).toBe(401);
});

test('a panel user that the operator has switched off stays out', async () => {
  const { token } = await makeHost('dario@example.com');
  const { token: panel } = await openPanel(world.app.url, token);
  await world.sql.query(`update admin_users set is_active = false where email = 'dario@example.com'`);
  expect((await me(panel)).status).toBe(401);
  expect((await openPanel(world.app.url, token)).response.status).toBe(403);
});

test('ends at once when the account is blocked', async () => {
  const { userId, token } = await makeHost('elena@example.com');
  const { token: panel } = await openPanel(world.app.url, token);
  expect((await me(panel)).status).toBe(200);
  await world.sql.query('update up_users set blocked = true where id = $1', [userId]);
  await hasHeard(world.app);
  expect((await me(panel)).status).toBe(401);
});

test('ends at once with the sign-in that opened it, and not with another one', async () => {
  const { userId, token } = await makeHost('fabio@example.com');
  const other = await openPanel(world.app.url, await signIn(world.app.url, 'fabio@example.com'));
  const { token: panel } = await openPanel(world.app.url, token);
  const sessionId = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).sessionId as string;
  await world.sql.query('delete from strapi_sessions where session_id = $1', [sessionId]);
  await hasHeard(world.app);
  expect((await me(panel)).status).toBe(401);
  expect((await me(other.token)).status).toBe(200);
  await world.sql.query(`delete from strapi_sessions where user_id = $1 and origin = 'users-permissions'`, [
    String(userId),
  ]);
  await hasHeard(world.app);
  expect((await me(other.token)).status).toBe(401);
});

test('ends when the account is erased', async () => {
  const { userId, token } = await makeHost('greta@example.com');
  const { token: panel } = await openPanel(world.app.url, token);
  await world.sql.query('delete from up_users where id = $1', [userId]);
  await hasHeard(world.app);
  expect((await me(panel)).status).toBe(401);
});

test('a host changes neither e-mail nor password in the panel, and is sent no password mail', async () => {
  const { token } = await openPanel(world.app.url, world.b.accountToken);
  const change = (body: unknown) => send(`${world.app.url}/admin/users/me`, 'PUT', token, body);
  expect((await change({ email: 'operator2@example.com' })).status).toBe(400);
  expect((await change({ password: 'Another-one-9', currentPassword: 'x' })).status).toBe(400);
  expect((await change({ preferedLanguage: 'en' })).status).toBe(200);
  await send(`${world.app.url}/admin/forgot-password`, 'POST', null, { email: 'bruno@example.com' });
  await new Promise((done) => setTimeout(done, 300));
  const row = await world.sql.query(`select reset_password_token from admin_users where email = 'bruno@example.com'`);
  expect(row.rows[0].reset_password_token).toBeNull();
});
