import type { Mailer } from '../../ports';

/** What we use of Strapi's email plugin; config/plugins.ts sets it up with nodemailer. */
export interface EmailService {
  send(mail: { to: string; subject: string; text: string }): Promise<unknown>;
}

export function smtpMailer(service: () => EmailService): Mailer {
  return {
    async send({ to, subject, text }) {
      await service().send({ to, subject, text });
    },
  };
}
