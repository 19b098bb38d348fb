import type { Casita } from '../../../ports';
import { newMailedToken, resetMinutes } from '../mailed-token';
import { passwordChangedMail, passwordResetMail } from '../mails';
import { accountByEmail, accountById } from '../queries/account-by-email';
import { insertPasswordReset } from '../queries/password-reset';

/** Without an account nothing is sent: mail to an address that never asked us for anything would be spam. */
export async function mailPasswordReset(app: Casita, email: string): Promise<void> {
  const account = await accountByEmail(app.db, email);
  if (!account) return;
  const { token, hash } = newMailedToken();
  const now = app.clock.now();
  await insertPasswordReset(app.db, {
    tokenHash: hash,
    userId: account.userId,
    createdAt: now.toString(),
    expiresAt: now.add({ minutes: resetMinutes }).toString(),
  });
  await app.mailer.send(passwordResetMail(app.config, { ...account, token, minutes: resetMinutes }));
}

export async function mailPasswordChanged(app: Casita, userId: number): Promise<void> {
  const account = await accountById(app.db, userId);
  if (account) await app.mailer.send(passwordChangedMail(app.config, account));
}
