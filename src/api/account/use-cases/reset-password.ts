import { accept, refuse, type Outcome } from '../../../domain/refusal';
import type { Casita } from '../../../ports';
import { takeLimits } from '../limits';
import { hashOfToken } from '../mailed-token';
import { takePasswordReset } from '../queries/password-reset';
import { setPassword } from '../queries/set-password';
import { openSession, type SignedIn } from './sign-in';

export interface ResetPassword {
  readonly token: string;
  readonly password: string;
  readonly address: string;
}

/** The token works once. All sessions end; the caller, who has shown to own the mailbox, gets a new one. */
export async function resetPassword(app: Casita, command: ResetPassword): Promise<Outcome<SignedIn>> {
  const limited = await takeLimits(app, { tokenByAddress: command.address });
  if (limited) return limited;
  const passwordHash = await app.accounts.hashPassword(command.password);
  const userId = await app.db.transaction(async (tx) => {
    const at = app.clock.now().toString();
    const owner = await takePasswordReset(tx, hashOfToken(command.token), at);
    if (owner === null) return null;
    await setPassword(tx, owner, passwordHash, at);
    await app.jobs.add(tx, 'send-mail', { mail: 'password-changed', userId: owner });
    return owner;
  });
  if (userId === null)
    return refuse('refused', 'This code is not valid, or no longer', [{ code: 'invalid_token', field: 'code' }]);
  return accept(await openSession(app, userId));
}
