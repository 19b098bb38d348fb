import { accept, refuse, type Outcome } from '../../../domain/refusal';
import type { AccountActor, Casita } from '../../../ports';
import { takeLimits } from '../limits';
import { setPassword } from '../queries/set-password';
import { signInAccountById } from '../queries/sign-in-account';
import { openSession, type SignedIn } from './sign-in';

export interface ChangePassword {
  readonly actor: AccountActor;
  readonly currentPassword: string;
  readonly password: string;
}

/** Ends every session, this one too, and opens a new one for the caller; the owner gets a mail. */
export async function changePassword(app: Casita, command: ChangePassword): Promise<Outcome<SignedIn>> {
  const { userId } = command.actor;
  const limited = await takeLimits(app, { passwordByAccount: String(userId) });
  if (limited) return limited;
  const account = await signInAccountById(app.db, userId);
  if (!(await app.accounts.checkPassword(command.currentPassword, account?.passwordHash ?? null))) {
    return refuse('refused', 'The current password is not right', [
      { code: 'wrong_password', field: 'currentPassword' },
    ]);
  }
  if (command.currentPassword === command.password) {
    return refuse('refused', 'The new password is the old one', [{ code: 'same_password', field: 'password' }]);
  }
  const passwordHash = await app.accounts.hashPassword(command.password);
  await app.db.transaction(async (tx) => {
    await setPassword(tx, userId, passwordHash, app.clock.now().toString());
    await app.jobs.add(tx, 'send-mail', { mail: 'password-changed', userId });
  });
  return accept(await openSession(app, userId));
}
