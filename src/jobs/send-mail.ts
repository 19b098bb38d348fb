import { z } from 'zod';
import { mailPasswordChanged, mailPasswordReset } from '../api/account/use-cases/mail-password';
import { mailConfirmation, mailRegistration } from '../api/account/use-cases/mail-registration';
import { accountById } from '../api/account/queries/account-by-email';
import { superAdminAddresses } from '../extensions/admin/queries/staff-addresses';
import type { Casita } from '../ports';

/**
 * What a mail job carries: what the mail is about, never a token. The job makes the token itself, so that it is nowhere but in
 * the mail; a job that is run again after a failure makes a new one.
 */
const payloadSchema = z.discriminatedUnion('mail', [
  z.object({ mail: z.literal('registration'), registrationId: z.int() }),
  z.object({ mail: z.literal('confirmation'), email: z.string() }),
  z.object({ mail: z.literal('password-reset'), email: z.string() }),
  z.object({ mail: z.literal('password-changed'), userId: z.int() }),
  z.object({ mail: z.literal('to-account'), userId: z.int(), subject: z.string(), text: z.string() }),
  z.object({ mail: z.literal('to-staff'), subject: z.string(), text: z.string() }),
]);

export type MailPayload = z.infer<typeof payloadSchema>;

/** The job `send-mail`. @throws when the mail could not be handed over, so that the queue tries again. */
export async function sendMail(app: Casita, payload: unknown): Promise<void> {
  const job = payloadSchema.parse(payload);
  switch (job.mail) {
    case 'registration':
      return mailRegistration(app, job.registrationId);
    case 'confirmation':
      return mailConfirmation(app, job.email);
    case 'password-reset':
      return mailPasswordReset(app, job.email);
    case 'password-changed':
      return mailPasswordChanged(app, job.userId);
    case 'to-account':
      return mailAccount(app, job.userId, job.subject, job.text);
    case 'to-staff':
      return mailStaff(app, job.subject, job.text);
    default:
      return job satisfies never;
  }
}

/** Mail about anything else: the address is looked up when it is sent, so that it is in no queue. */
async function mailAccount(app: Casita, userId: number, subject: string, text: string): Promise<void> {
  const account = await accountById(app.db, userId);
  if (account) await app.mailer.send({ to: account.email, subject, text });
}

/** To the address that the operator has set, else to each super admin of the panel. */
async function mailStaff(app: Casita, subject: string, text: string): Promise<void> {
  const { staffMail } = app.config;
  const addresses = staffMail === '' ? await superAdminAddresses(app.db) : [staffMail];
  for (const to of addresses) await app.mailer.send({ to, subject, text });
}
