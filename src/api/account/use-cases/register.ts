import { accept, type Outcome } from '../../../domain/refusal';
import type { Casita } from '../../../ports';
import { takeLimits } from '../limits';
import { registrationHours } from '../mailed-token';
import {
  deleteExpiredRegistrations,
  insertRegistration,
  type PendingRegistration,
} from '../queries/pending-registration';
import { openAccount } from './open-account';

export interface Register {
  readonly email: string;
  readonly password: string;
  readonly username: string | null;
  readonly displayName: string | null;
  readonly address: string;
}

/**
 * Takes a registration down and has a mail sent to the address. Whether the address already has an account is not looked at
 * here but in the mail's job: the answer, the statements and the time are the same either way, and only the mailbox is told.
 */
export async function register(app: Casita, command: Register): Promise<Outcome<{ ok: true }>> {
  const limited = await takeLimits(app, { registerByAddress: command.address, registerByAccount: command.email });
  if (limited) return limited;
  const passwordHash = await app.accounts.hashPassword(command.password);
  const now = app.clock.now();
  const at = now.toString();
  await app.db.transaction(async (tx) => {
    await deleteExpiredRegistrations(tx, at);
    const registration = {
      email: command.email,
      username: command.username,
      displayName: command.displayName ?? command.username ?? nameOf(command.email),
      passwordHash,
      createdAt: at,
      expiresAt: now.add({ hours: registrationHours }).toString(),
    };
    const id = await insertRegistration(tx, registration);
    const pending: PendingRegistration = { id, ...registration, confirmed: false };
    if (app.config.autoConfirm && (await openAccount(tx, pending, at)) !== null) return;
    await app.jobs.add(tx, 'send-mail', { mail: 'registration', registrationId: id });
  });
  return accept({ ok: true });
}

const nameOf = (email: string): string => email.slice(0, email.indexOf('@')).slice(0, 120);
