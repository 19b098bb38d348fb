import type { Tx } from '../../../adapters/postgres/sql';

/** A new password ends every session and every open reset of the account, in the same transaction. */
export async function setPassword(tx: Tx, userId: number, passwordHash: string, at: string): Promise<void> {
  await tx.query('update up_users set password = $2, reset_password_token = null, updated_at = $3 where id = $1', [
    userId,
    passwordHash,
    at,
  ]);
  await tx.query('delete from password_reset where user_id = $1', [userId]);
  await tx.query(`delete from strapi_sessions where user_id = $1::text and origin = 'users-permissions'`, [userId]);
}
