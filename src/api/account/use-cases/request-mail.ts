import { accept, type Outcome } from '../../../domain/refusal';
import type { Casita } from '../../../ports';
import { takeLimits } from '../limits';

export interface RequestMail {
  readonly email: string;
  readonly address: string;
}

/** Asks for the link to a new password. The job finds out whether there is an account: nothing here depends on it. */
export const requestPasswordReset = (app: Casita, command: RequestMail) => requestMail(app, command, 'password-reset');

/** Asks for the link of a registration again. */
export const requestConfirmation = (app: Casita, command: RequestMail) => requestMail(app, command, 'confirmation');

async function requestMail(app: Casita, command: RequestMail, mail: string): Promise<Outcome<{ ok: true }>> {
  const limited = await takeLimits(app, { mailByAddress: command.address, mailByAccount: command.email });
  if (limited) return limited;
  await app.db.transaction((tx) => app.jobs.add(tx, 'send-mail', { mail, email: command.email }));
  return accept({ ok: true });
}
