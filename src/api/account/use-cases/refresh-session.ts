import { accept, refuse, type Outcome } from '../../../domain/refusal';
import type { Casita, SessionTokens } from '../../../ports';
import { takeLimits } from '../limits';

/** Each refresh token works once and is answered with its successor. */
export async function refreshSession(
  app: Casita,
  command: { refreshToken: string; address: string },
): Promise<Outcome<SessionTokens>> {
  const limited = await takeLimits(app, { refreshByAddress: command.address });
  if (limited) return limited;
  const tokens = await app.accounts.refreshSession(command.refreshToken);
  return tokens
    ? accept(tokens)
    : refuse('unauthenticated', 'Sign in again', [{ code: 'invalid_token', field: 'refreshToken' }]);
}
