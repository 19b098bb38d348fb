import { accept, refuse, type Outcome } from '../../../domain/refusal';
import type { Casita, SessionTokens } from '../../../ports';
import { takeLimits } from '../limits';
import { ownProfile, type OwnProfile } from '../queries/own-profile';
import { signInAccount } from '../queries/sign-in-account';

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
  if (!account || !right || !account.open) {
    return refuse('unauthenticated', 'Invalid identifier or password', [{ code: 'invalid_credentials' }]);
  }
  return accept(await openSession(app, account.userId));
}

export async function openSession(app: Casita, userId: number): Promise<SignedIn> {
  const tokens = await app.accounts.openSession(userId);
  return { ...tokens, user: await ownProfile(app.db, userId) };
}
