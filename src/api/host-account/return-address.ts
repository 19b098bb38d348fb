import { refuse, type Refusal } from '../../domain/refusal';
import type { MarketplaceConfig } from '../../marketplace-config';

type Config = Pick<MarketplaceConfig, 'guestAppUrl' | 'publicUrl'>;

/** Where a host sees how they are paid: the app's page, or, where there is no app, the panel. */
export const onboardingPage = (config: Config): string =>
  config.guestAppUrl === '' ? `${config.publicUrl}/admin` : `${config.guestAppUrl}/host/onboarding`;

/** Where hosts may be sent back to from the provider's page: nobody makes them land elsewhere by a link of ours. */
const originsOf = (config: Config): string[] => [
  ...new Set([config.guestAppUrl, config.publicUrl].filter((url) => url !== '').map((url) => new URL(url).origin)),
];

/** @param url parsed as one before, http or https */
export function checkReturn(config: Config, field: string, url: string | null): Refusal | null {
  if (url === null) return null;
  const { origin, username, password } = new URL(url);
  const origins = originsOf(config);
  if (origins.includes(origin) && username === '' && password === '') return null;
  return refuse('refused', `${field}: not an address of this marketplace`, [
    { code: 'foreign_origin', field, limit: origins, value: origin },
  ]);
}
