import { accept, refuse, type Outcome } from '../../../domain/refusal';
import type { Casita } from '../../../ports';
import { takeLimits } from '../limits';
import { hashOfToken } from '../mailed-token';
import { lockRegistrationByToken } from '../queries/pending-registration';
import { openAccount } from './open-account';

export interface ConfirmEmail {
  readonly token: string;
  readonly address: string;
}

/**
 * Opens the account of a registration. The link can be followed again until it runs out, with the same answer: mail scanners
 * follow links before people do. It signs nobody in.
 */
export async function confirmEmail(app: Casita, command: ConfirmEmail): Promise<Outcome<{ ok: true }>> {
  const limited = await takeLimits(app, { tokenByAddress: command.address });
  if (limited) return limited;
  const at = app.clock.now().toString();
  return app.db.transaction(async (tx) => {
    const registration = await lockRegistrationByToken(tx, hashOfToken(command.token), at);
    if (!registration) return invalidToken();
    if (registration.confirmed) return accept({ ok: true as const });
    const userId = await openAccount(tx, registration, at);
    return userId === null ? invalidToken() : accept({ ok: true as const });
  });
}

const invalidToken = () =>
  refuse('refused', 'This link is not valid, or no longer', [{ code: 'invalid_token', field: 'confirmation' }]);
