import type { Sql, Tx } from '../../../adapters/postgres/sql';

export interface NewPasswordReset {
  readonly tokenHash: string;
  readonly userId: number;
  readonly createdAt: string;
  readonly expiresAt: string;
}

/** Older tokens of any account that have run out go at the same time. */
export async function insertPasswordReset(sql: Sql, reset: NewPasswordReset): Promise<void> {
  await sql.query('delete from password_reset where expires_at <= $1', [reset.createdAt]);
  await sql.query('insert into password_reset (token_hash, user_id, created_at, expires_at) values ($1, $2, $3, $4)', [
    reset.tokenHash,
    reset.userId,
    reset.createdAt,
    reset.expiresAt,
  ]);
}

/** No code that was mailed before is good any more. */
export async function deletePasswordResets(sql: Sql, userId: number): Promise<void> {
  await sql.query('delete from password_reset where user_id = $1', [userId]);
}

/** Uses the token up: of two requests with it at once, one gets the account. Blocked accounts stay as they are. */
export async function takePasswordReset(tx: Tx, tokenHash: string, at: string): Promise<number | null> {
  const rows = await tx.query<{ user_id: number }>(
    `delete from password_reset r using up_users u
     where r.token_hash = $1 and r.expires_at > $2 and u.id = r.user_id and u.blocked is not true
     returning r.user_id`,
    [tokenHash, at],
  );
  return rows[0]?.user_id ?? null;
}
