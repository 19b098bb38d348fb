import type { Casita } from '../../../ports';
import { newMailedToken, registrationHours } from '../mailed-token';
import { alreadyRegisteredMail, confirmationMail } from '../mails';
import { accountByEmail } from '../queries/account-by-email';
import { findRegistration, latestRegistrationId, setRegistrationToken } from '../queries/pending-registration';

/** Tells the mailbox, and nobody else, what came of a registration: a link, or that there is an account already. */
export async function mailRegistration(app: Casita, registrationId: number): Promise<void> {
  const registration = await findRegistration(app.db, registrationId, app.clock.now().toString());
  if (!registration) return;
  const account = await accountByEmail(app.db, registration.email);
  if (account) {
    await app.mailer.send(alreadyRegisteredMail(app.config, account));
    return;
  }
  const { token, hash } = newMailedToken();
  await setRegistrationToken(app.db, registration.id, hash);
  await app.mailer.send(confirmationMail(app.config, { ...registration, token, hours: registrationHours }));
}

/** The link once more, for the latest registration of an address that still waits. */
export async function mailConfirmation(app: Casita, email: string): Promise<void> {
  const id = await latestRegistrationId(app.db, email, app.clock.now().toString());
  if (id !== null) await mailRegistration(app, id);
}
