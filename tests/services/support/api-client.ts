import { randomUUID } from 'node:crypto';
import { hash } from 'bcryptjs';
import type { Sql } from '../../../src/adapters/postgres/sql';

/** A caller of the public API. Answers keep their status, so that tests can be about refusals too. */
export interface ApiClient {
  readonly url: string;
  get(path: string): Promise<ApiAnswer>;
  post(path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<ApiAnswer>;
  put(path: string, body?: unknown): Promise<ApiAnswer>;
  /** The same server, signed in. */
  as(token: string): ApiClient;
}

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into answers of every shape and assert what they find.
  readonly body: any;
}

export function apiClient(url: string, token: string | null = null): ApiClient {
  const send = async (method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: parse(text) };
  };
  return {
    url,
    get: (path) => send('GET', path),
    post: (path, body, headers) => send('POST', path, body, headers),
    put: (path, body) => send('PUT', path, body),
    as: (other) => apiClient(url, other),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

const PASSWORD = 'a long test password';
/** Cheap on purpose: what is tested is not bcrypt. */
const ROUNDS = 4;

export interface ApiAccount {
  readonly userId: number;
  readonly email: string;
  readonly token: string;
  readonly client: ApiClient;
}

/** An account with a confirmed address, signed in through the API. @param hostId makes it that host profile's owner */
export async function makeApiAccount(sql: Sql, api: ApiClient, hostId: number | null = null): Promise<ApiAccount> {
  const name = `u${randomUUID().replaceAll('-', '').slice(0, 20)}`;
  const email = `${name}@example.test`;
  const rows = await sql.query<{ id: number }>(
    `insert into up_users (document_id, username, email, password, provider, confirmed, blocked, created_at, updated_at, published_at)
     values ($1, $2, $3, $4, 'local', true, false, now(), now(), now()) returning id`,
    [randomUUID().replaceAll('-', '').slice(0, 24), name, email, await hash(PASSWORD, ROUNDS)],
  );
  const userId = rows[0]?.id ?? 0;
  await sql.query(
    `insert into up_users_role_lnk (user_id, role_id) select $1, id from up_roles where type = 'authenticated'`,
    [userId],
  );
  if (hostId !== null) await sql.query('update host_profiles set user_id = $2 where id = $1', [hostId, userId]);
  const signedIn = await api.post('/api/auth/local', { identifier: email, password: PASSWORD });
  if (signedIn.status !== 200) throw new Error(`no sign-in: ${JSON.stringify(signedIn.body)}`);
  const token = String(signedIn.body.jwt);
  return { userId, email, token, client: api.as(token) };
}
