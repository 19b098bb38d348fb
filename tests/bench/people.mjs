/** Guests who can sign in, made once in a database, and their tokens. */
import { createRequire } from 'node:module';
import { from } from './asks.mjs';
import { withClient } from './database.mjs';

const { hash } = createRequire(import.meta.url)('bcryptjs');
const password = 'only-for-the-benchmark-1';
/** Enough that none meets the limit of an account in a run; checking a password takes a while. */
const people = 60;
const nameOf = (n) => `benchguest${n}`;

/** @returns {Promise<string[]>} a token of each */
export async function signInAll(databaseUrl, appUrl, count = people) {
  await makePeople(databaseUrl);
  const tokens = [];
  for (let n = 0; n < count; n += 1) {
    const response = await fetch(`${appUrl}/api/auth/local`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...from(n) },
      body: JSON.stringify({ identifier: `${nameOf(n)}@example.test`, password }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`sign in: ${response.status} ${text}`);
    tokens.push(JSON.parse(text).jwt);
  }
  return tokens;
}

/** Makes them where they are not there yet. */
export const makePeople = (databaseUrl) =>
  withClient(databaseUrl, async (client) => {
    await client.query(
      `insert into up_users (document_id, username, email, provider, password, confirmed, blocked, created_at, updated_at, published_at)
       select 'bench' || name, name, name || '@example.test', 'local', $2, true, false, now(), now(), now()
       from unnest($1::text[]) name where not exists (select 1 from up_users where username = name)`,
      [Array.from({ length: people }, (_, n) => nameOf(n)), await hash(password, 10)],
    );
    await client.query(
      `insert into up_users_role_lnk (user_id, role_id) select person.id, role.id from up_users person, up_roles role
       where person.username = any($1::text[]) and role.type = 'authenticated'
         and not exists (select 1 from up_users_role_lnk link where link.user_id = person.id)`,
      [Array.from({ length: people }, (_, n) => nameOf(n))],
    );
  });
