import { createId } from '@paralleldrive/cuid2';
import type { Tx } from '../../../adapters/postgres/sql';

export interface NewAccount {
  readonly email: string;
  readonly username: string;
  readonly displayName: string;
  readonly passwordHash: string;
  readonly at: string;
}

/** A confirmed account with the plugin's default role. @returns its id, or null where the address already has one. */
export async function insertAccount(tx: Tx, account: NewAccount): Promise<number | null> {
  const rows = await tx.query<{ id: number }>(
    `insert into up_users (document_id, username, email, display_name, provider, password, confirmed, blocked, created_at, updated_at, published_at)
     values ($1, $2, $3, $4, 'local', $5, true, false, $6, $6, $6)
     on conflict (lower(email)) do nothing returning id`,
    [createId(), account.username, account.email, account.displayName, account.passwordHash, account.at],
  );
  const row = rows[0];
  if (!row) return null;
  await tx.query(
    `insert into up_users_role_lnk (user_id, role_id, user_ord) select $1, id, 1 from up_roles where type = 'authenticated'`,
    [row.id],
  );
  return row.id;
}

/** Whether an account has this user name, whatever its case. Serialised by a lock on the name until the transaction ends. */
export async function usernameTaken(tx: Tx, username: string): Promise<boolean> {
  await tx.query(`select pg_advisory_xact_lock(hashtext('username'), hashtext(lower($1)))`, [username]);
  const rows = await tx.query('select 1 from up_users where lower(username) = lower($1)', [username]);
  return rows.length > 0;
}
