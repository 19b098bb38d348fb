import { createHash } from 'node:crypto';
import { insert, insertAccount, openPanel, password, send, signIn } from './support/panel-world';
import { startPanelApp, type PanelApp } from './support/panel-app';

/** What ends the sessions of an account, of the API and of the panel: the rows are gone, so nothing brings them back. */

let world: PanelApp;

beforeAll(async () => {
  world = await startPanelApp();
});
afterAll(() => world?.stop());

interface SignedInHost {
  readonly email: string;
  readonly userId: number;
  readonly documentId: string;
  readonly adminId: number;
  /** Two sign-ins with a panel session each. */
  readonly first: Tokens;
  readonly second: Tokens;
}
interface Tokens {
  readonly account: string;
  readonly panel: string | null;
  readonly panelCookie: string;
}

async function signedInHost(name: string): Promise<SignedInHost> {
  const email = `${name}@example.com`;
  const userId = await insertAccount(world.sql, email);
  const profile = await insert(world.sql, 'host_profiles', { display_name: name, user_id: userId });
  const [first, second] = [await signInBoth(email), await signInBoth(email)];
  const account = await world.sql.query('select document_id from up_users where id = $1', [userId]);
  const host = await world.sql.query('select admin_user_id from host_profiles where id = $1', [profile.id]);
  return {
    ...{ email, userId, first, second },
    documentId: account.rows[0].document_id,
    adminId: host.rows[0].admin_user_id,
  };
}

async function signInBoth(email: string): Promise<Tokens> {
  const account = await signIn(world.app.url, email);
  const { token: panel, cookies } = await openPanel(world.app.url, account);
  return { account, panel, panelCookie: cookies.map((cookie) => cookie.split(';')[0]).join('; ') };
}

/** What each door says to these tokens, the panel's own renewal too. */
async function doors({
  account,
  panel,
  panelCookie,
}: Tokens): Promise<readonly [api: number, panel: number, renewed: boolean]> {
  const renewal = await fetch(`${world.app.url}/admin/access-token`, {
    method: 'POST',
    headers: { cookie: panelCookie },
  });
  return [
    (await send(`${world.app.url}/api/me`, 'GET', account)).status,
    (await send(`${world.app.url}/admin/users/me`, 'GET', panel)).status,
    renewal.ok,
  ];
}
const open = [200, 200, true];
const shut = [401, 401, false];

/** Sign-ins to the panel, each with all that it was renewed to. */
async function sessionRows({ userId, adminId }: SignedInHost): Promise<{ account: number; panel: number }> {
  const { rows } = await world.sql.query(
    `select count(*) filter (where origin = 'users-permissions' and user_id = $1)::int as account,
            count(distinct device_id) filter (where origin = 'admin' and user_id = $2)::int as panel from strapi_sessions`,
    [String(userId), String(adminId)],
  );
  return rows[0];
}

const account = (documentId: string) =>
  `/content-manager/collection-types/plugin::users-permissions.user/${documentId}`;

describe('staff end the sessions of an account in the panel', () => {
  test.each([
    ['a new password', { password: 'Another-horse-8' }],
    ['blocking it', { blocked: true }],
    ['taking its confirmation back', { confirmed: false }],
    ['another e-mail address', { email: 'taken.over@example.com' }],
  ])('by %s', async (what, change) => {
    const host = await signedInHost(`staff-${what.replace(/\W/g, '-').toLowerCase()}`);
    const bystander = await signedInHost(`beside-${what.replace(/\W/g, '-').toLowerCase()}`);
    await insertReset(host.userId, `code-of-${what}`);
    expect([await doors(host.first), await doors(host.second)]).toEqual([open, open]);
    const changed = await world.operator.call('PUT', account(host.documentId), change);
    expect([changed.status, changed.text]).toEqual([200, expect.any(String)]);
    expect([await doors(host.first), await doors(host.second)]).toEqual([shut, shut]);
    expect(await sessionRows(host)).toEqual({ account: 0, panel: 0 });
    expect(await resets(host.userId)).toBe(0);
    expect(await doors(bystander.first)).toEqual(open);
  });

  test('for good: opened again, the account has to sign in again', async () => {
    const host = await signedInHost('unblocked');
    await world.operator.call('PUT', account(host.documentId), { blocked: true });
    await world.operator.call('PUT', account(host.documentId), { blocked: false });
    expect(await doors(host.first)).toEqual(shut);
    expect(await doors(await signInBoth(host.email))).toEqual(open);
  });

  test('by removing it', async () => {
    const host = await signedInHost('removed');
    expect((await world.operator.call('DELETE', account(host.documentId))).status).toBe(200);
    expect([await doors(host.first), await doors(host.second)]).toEqual([shut, shut]);
    expect(await sessionRows(host)).toEqual({ account: 0, panel: 0 });
  });

  test('but not by a word that nobody signs in with', async () => {
    const host = await signedInHost('renamed');
    expect((await world.operator.call('PUT', account(host.documentId), { displayName: 'Other' })).status).toBe(200);
    expect([await doors(host.first), await doors(host.second)]).toEqual([open, open]);
  });

  test('with the change or not at all', async () => {
    const host = await signedInHost('refused');
    const refused = await world.operator.call('PUT', account(host.documentId), {
      password: 'Another-horse-8',
      email: 'alma@example.com',
    });
    expect(refused.status).toBe(400);
    expect(await doors(host.first)).toEqual(open);
  });
});

describe('an account ends its own', () => {
  test('by signing out: that sign-in and the panel that it opened', async () => {
    const host = await signedInHost('leaving');
    expect((await send(`${world.app.url}/api/auth/logout`, 'POST', host.first.account, {})).status).toBe(200);
    expect([await doors(host.first), await doors(host.second)]).toEqual([shut, open]);
    expect((await sessionRows(host)).panel).toBe(1);
  });

  test('by signing out everywhere', async () => {
    const host = await signedInHost('gone');
    expect((await send(`${world.app.url}/api/auth/logout`, 'POST', host.first.account, { scope: 'all' })).status).toBe(
      200,
    );
    expect([await doors(host.first), await doors(host.second)]).toEqual([shut, shut]);
    expect(await sessionRows(host)).toEqual({ account: 0, panel: 0 });
  });

  test('by ending the other sign-in', async () => {
    const host = await signedInHost('two-places');
    const sessionId = JSON.parse(
      Buffer.from(host.second.account.split('.')[1] ?? '', 'base64url').toString(),
    ).sessionId;
    expect((await send(`${world.app.url}/api/auth/sessions/${sessionId}`, 'DELETE', host.first.account)).status).toBe(
      200,
    );
    expect([await doors(host.first), await doors(host.second)]).toEqual([open, shut]);
    expect((await sessionRows(host)).panel).toBe(1);
  });

  test('by a new password', async () => {
    const host = await signedInHost('careful');
    const changed = await send(`${world.app.url}/api/auth/change-password`, 'POST', host.first.account, {
      currentPassword: password,
      password: 'another pass phrase',
    });
    expect(changed.status).toBe(200);
    expect([await doors(host.first), await doors(host.second)]).toEqual([shut, shut]);
    expect(await sessionRows(host)).toEqual({ account: 1, panel: 0 });
  });

  test('by a forgotten password', async () => {
    const host = await signedInHost('forgetful');
    const code = 'c'.repeat(43);
    await insertReset(host.userId, code);
    const reset = await send(`${world.app.url}/api/auth/reset-password`, 'POST', null, {
      code,
      password: 'another pass phrase',
    });
    expect([reset.status, reset.text]).toEqual([200, expect.any(String)]);
    expect([await doors(host.first), await doors(host.second)]).toEqual([shut, shut]);
    expect(await sessionRows(host)).toEqual({ account: 1, panel: 0 });
  });

  test('also a panel session with a password of the panel’s own; a member of staff keeps theirs', async () => {
    for (const [name, role, left] of [
      ['invited', 'casita-host', 0],
      ['colleague', 'casita-moderator', 1],
    ] as const) {
      const host = await signedInHost(name);
      await world.sql.query(`delete from strapi_sessions where origin = 'admin' and user_id = $1`, [
        String(host.adminId),
      ]);
      await world.sql.query(
        `update admin_users_roles_lnk set role_id = (select id from admin_roles where code = $2) where user_id = $1`,
        [host.adminId, role],
      );
      await world.sql.query(
        `insert into strapi_sessions (document_id, user_id, session_id, device_id, origin, status, type, expires_at, absolute_expires_at, created_at, updated_at)
         values ($1, $2, $1, 'a laptop', 'admin', 'active', 'session', now() + interval '1 day', now() + interval '1 day', now(), now())`,
        [`own-${name}`, String(host.adminId)],
      );
      await send(`${world.app.url}/api/auth/logout`, 'POST', host.first.account, { scope: 'all' });
      expect([name, await sessionRows(host)]).toEqual([name, { account: 0, panel: left }]);
    }
  });
});

async function insertReset(userId: number, code: string): Promise<void> {
  await world.sql.query(
    `insert into password_reset (token_hash, user_id, created_at, expires_at) values ($1, $2, now(), now() + interval '20 minutes')`,
    [createHash('sha256').update(code).digest('hex'), userId],
  );
}

async function resets(userId: number): Promise<number> {
  return (await world.sql.query('select count(*)::int as n from password_reset where user_id = $1', [userId])).rows[0]
    .n;
}
