import { accept, refuse, type Outcome } from '../../../domain/refusal';
import type { Casita, SessionTokens } from '../../../ports';
import { takeLimits } from '../limits';
import { ownProfile, type OwnProfile } from '../queries/own-profile';
import { endSession } from '../queries/sessions';
import { signInAccount, signInAccountById } from '../queries/sign-in-account';

export interface SignIn {
  readonly identifier: string;
  readonly password: string;
  readonly address: string;
}

export interface SignedIn extends SessionTokens {
  readonly user: OwnProfile;
}

/** One comparison of passwords whoever is asked for, and one refusal: unknown, wrong, unconfirmed and blocked look alike. */
export async function signIn(app: Casita, command: SignIn): Promise<Outcome<SignedIn>> {
  const limited = await takeLimits(app, { signInByAddress: command.address, signInByAccount: command.identifier });
  if (limited) return limited;
  const account = await signInAccount(app.db, command.identifier);
  const right = await app.accounts.checkPassword(command.password, account?.passwordHash ?? null);
  if (!account || !right || !account.open) return invalidCredentials();
  const session = await openSession(app, account.userId);
  const since = await signInAccountById(app.db, account.userId);
  if (since?.passwordHash === account.passwordHash && since.open) return accept(session);
  // The password was changed while it was compared: what that ended did not yet hold this session.
  const opened = await app.accounts.identify(session.jwt);
  if (opened?.sessionId) await endSession(app.db, account.userId, opened.sessionId);
  return invalidCredentials();
}

const invalidCredentials = () =>
  refuse('unauthenticated', 'Invalid identifier or password', [{ code: 'invalid_credentials' }]);

export async function openSession(app: Casita, userId: number): Promise<SignedIn> {
  const tokens = await app.accounts.openSession(userId);
  return { ...tokens, user: await ownProfile(app.db, userId) };
}
