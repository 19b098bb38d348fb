import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Core } from '@strapi/strapi';
import { z } from 'zod';
import { insertAccount } from '../../api/account/queries/insert-account';
import { MODERATOR_ROLE, SUPER_ADMIN_ROLE } from '../../api/host/panel-names';
import type { Casita } from '../../ports';
import { demoHostName, hostSourceId, source } from './homes';
import type { Random } from './random';
import { firstNames, lastNames } from './words';

const accountsSchema = z.array(
  z.object({ role: z.enum(['Guest', 'Host', 'Moderator', 'Super admin']), email: z.string(), password: z.string() }),
);
export type DemoAccounts = z.infer<typeof accountsSchema>;

const addresses = { Guest: 'guest', Host: 'host', Moderator: 'moderator', 'Super admin': 'admin' } as const;

/** Passwords are made for this installation alone, once, and kept where only its own user can read them. */
export function demoAccounts(file: string): DemoAccounts {
  if (existsSync(file)) return accountsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const accounts = Object.entries(addresses).map(([role, name]) => ({
    role,
    email: `${name}@casita.example`,
    password: newPassword(),
  }));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(accounts, null, 2)}\n`, { mode: 0o600 });
  return accountsSchema.parse(accounts);
}

/** Strapi's panel asks for a capital, a small letter and a digit. */
const newPassword = (): string => `Aa1-${randomBytes(12).toString('base64url')}`;

export interface DemoPeople {
  readonly guestId: number;
  readonly hostUserId: number;
  /** Guests who have no password: nobody signs in as them. */
  readonly guestIds: readonly number[];
}

const GUESTS = 40;

export async function makePeople(app: Casita, accounts: DemoAccounts, random: Random): Promise<DemoPeople> {
  const of = (role: DemoAccounts[number]['role']) =>
    accounts.find((account) => account.role === role) as DemoAccounts[number];
  const guestId = await account(app, of('Guest').email, 'Marta Lindqvist', of('Guest').password);
  const hostUserId = await account(app, of('Host').email, demoHostName, of('Host').password);
  await app.db.query(`update host_profiles set user_id = $1 where source = $2 and source_id = $3 and user_id is null`, [
    hostUserId,
    source,
    hostSourceId(0),
  ]);
  await makeHostAccounts(app);
  const guestIds: number[] = [];
  for (let index = 0; index < GUESTS; index += 1) {
    const name = `${random.pick(firstNames)} ${random.pick(lastNames)}`;
    guestIds.push(await account(app, `guest${index + 1}@casita.example`, name, null));
  }
  return { guestId, hostUserId, guestIds };
}

/** The other hosts' accounts, for what is done in their name; nobody signs in as them. */
async function makeHostAccounts(app: Casita): Promise<void> {
  const hosts = await app.db.query<{ id: number; source_id: string; display_name: string }>(
    'select id, source_id, display_name from host_profiles where source = $1 and user_id is null order by id',
    [source],
  );
  for (const host of hosts) {
    const userId = await account(app, `${host.source_id}@casita.example`, host.display_name, null);
    await app.db.query('update host_profiles set user_id = $2 where id = $1', [host.id, userId]);
  }
}

/** @param password null: a hash that no password has */
async function account(app: Casita, email: string, displayName: string, password: string | null): Promise<number> {
  const passwordHash = password === null ? '!' : await app.accounts.hashPassword(password);
  const username = email.split('@')[0] as string;
  const at = app.clock.now().toString();
  await app.db.transaction((tx) => insertAccount(tx, { email, username, displayName, passwordHash, at }));
  const rows = await app.db.query<{ id: number }>('select id from up_users where lower(email) = lower($1)', [email]);
  return (rows[0] as { id: number }).id;
}

/** The panel's own people: a moderator and a super admin. Hosts come in through their API account. */
export async function makeStaff(strapi: Core.Strapi, accounts: DemoAccounts): Promise<void> {
  await staff(strapi, accounts, 'Moderator', MODERATOR_ROLE, ['Mira', 'Moderator']);
  await staff(strapi, accounts, 'Super admin', SUPER_ADMIN_ROLE, ['Sara', 'Admin']);
}

async function staff(
  strapi: Core.Strapi,
  accounts: DemoAccounts,
  role: 'Moderator' | 'Super admin',
  code: string,
  [firstname, lastname]: readonly [string, string],
): Promise<void> {
  const { email, password } = accounts.find((each) => each.role === role) as DemoAccounts[number];
  const users = strapi.service('admin::user') as {
    exists(where: object): Promise<boolean>;
    create(data: object): Promise<unknown>;
  };
  if (await users.exists({ email })) return;
  const found: { id: number } | null = await strapi.db.query('admin::role').findOne({ where: { code } });
  if (!found) throw new Error(`the panel has no role ${code}`);
  await users.create({
    email,
    password,
    firstname,
    lastname,
    isActive: true,
    registrationToken: null,
    roles: [found.id],
  });
}
