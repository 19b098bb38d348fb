import type { MarketplaceConfig } from '../../marketplace-config';

type Config = Pick<MarketplaceConfig, 'name' | 'publicUrl' | 'guestAppUrl'>;

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

interface Recipient {
  readonly email: string;
  readonly displayName: string;
}

const letter = (lines: readonly string[]): string => lines.join('\n\n');

export function confirmationMail(
  config: Config,
  to: Recipient & { readonly token: string; readonly hours: number },
): Mail {
  const link = config.guestAppUrl
    ? `${config.guestAppUrl}/confirm-email?confirmation=${to.token}`
    : `${config.publicUrl}/api/auth/email-confirmation?confirmation=${to.token}`;
  return {
    to: to.email,
    subject: `Confirm your address at ${config.name}`,
    text: letter([
      `Hello ${to.displayName},`,
      `to open your account at ${config.name}, follow this link within ${to.hours} hours:`,
      link,
      'If you did not ask for an account, do nothing: none is made.',
    ]),
  };
}

export function alreadyRegisteredMail(config: Config, to: Recipient): Mail {
  return {
    to: to.email,
    subject: `You already have an account at ${config.name}`,
    text: letter([
      `Hello ${to.displayName},`,
      `somebody, perhaps you, asked for an account at ${config.name} with this address. You have one already: sign in, or ask for a new password.`,
      'If it was not you, there is nothing to do: nothing has changed.',
    ]),
  };
}

export function passwordResetMail(
  config: Config,
  to: Recipient & { readonly token: string; readonly minutes: number },
): Mail {
  const way = config.guestAppUrl
    ? [`follow this link within ${to.minutes} minutes:`, `${config.guestAppUrl}/reset-password?code=${to.token}`]
    : [
        `send this code to ${config.publicUrl}/api/auth/reset-password within ${to.minutes} minutes:`,
        `code=${to.token}`,
      ];
  return {
    to: to.email,
    subject: `A new password at ${config.name}`,
    text: letter([
      `Hello ${to.displayName},`,
      `to set a new password at ${config.name}, ${way[0]}`,
      String(way[1]),
      'If you did not ask for this, do nothing: your password stays as it is.',
    ]),
  };
}

export function passwordChangedMail(config: Config, to: Recipient): Mail {
  return {
    to: to.email,
    subject: `Your password at ${config.name} was changed`,
    text: letter([
      `Hello ${to.displayName},`,
      `the password of your account at ${config.name} was changed, and every device was signed out.`,
      'If it was not you, ask for a new password at once.',
    ]),
  };
}
