import type { Tx } from '../../../adapters/postgres/sql';
import { deletePasswordResets } from './password-reset';
import { endAllSessions } from './sessions';

/** A new password ends every session and every open reset of the account, in the same transaction. */
export async function setPassword(tx: Tx, userId: number, passwordHash: string, at: string): Promise<void> {
  await tx.query('update up_users set password = $2, reset_password_token = null, updated_at = $3 where id = $1', [
    userId,
    passwordHash,
    at,
  ]);
  await deletePasswordResets(tx, userId);
  await endAllSessions(tx, userId);
}
