import type { HostAccountState } from '../../domain/host-account';
import type { MarketplaceConfig } from '../../marketplace-config';
import { onboardingPage } from './return-address';

interface Words {
  readonly subject: string;
  readonly text: string;
}

const lost: Readonly<Record<'closed' | 'restricted', string>> = {
  restricted: 'Our payment provider asks something of you, or has restricted your account.',
  closed: 'Your account with our payment provider has been closed.',
};

/** To a host who could be paid and no longer can. */
export const lossMail = (config: MarketplaceConfig, state: HostAccountState): Words => ({
  subject: `Payouts from ${config.name} have stopped`,
  text: [
    `${lost[state === 'closed' ? 'closed' : 'restricted']} Until that is settled, what your guests paid is kept for you and not paid out. Your bookings stand.`,
    `See what is missing, and go on with it, here: ${onboardingPage(config)}`,
  ].join('\n\n'),
});

/** To a host whom staff ask to go on. No link to the provider's page: it would open for whoever has the mail, and be over within minutes. */
export const invitationMail = (config: MarketplaceConfig): Words => ({
  subject: `Set up how ${config.name} pays you`,
  text: [
    `To be paid for your stays at ${config.name} you need an account with our payment provider, with everything in it that they ask for.`,
    `Sign in and go on with it here: ${onboardingPage(config)}`,
  ].join('\n\n'),
});
