import { randomBytes } from 'node:crypto';
import type { Tx } from '../../../adapters/postgres/sql';
import { insertAccount, usernameTaken } from '../queries/insert-account';
import { markRegistrationConfirmed, type PendingRegistration } from '../queries/pending-registration';

/** Makes a registration an account. @returns the account's id, or null where the address already has one */
export async function openAccount(tx: Tx, registration: PendingRegistration, at: string): Promise<number | null> {
  const userId = await insertAccount(tx, {
    email: registration.email,
    username: await freeUsername(tx, registration.username),
    displayName: registration.displayName,
    passwordHash: registration.passwordHash,
    at,
  });
  await markRegistrationConfirmed(tx, registration.id, at);
  return userId;
}

/** The wanted name where it is free, else one of ours: "taken" would tell strangers who has an account. */
async function freeUsername(tx: Tx, wanted: string | null): Promise<string> {
  if (wanted !== null && !(await usernameTaken(tx, wanted))) return wanted;
  return `guest-${randomBytes(8).toString('hex')}`;
}
