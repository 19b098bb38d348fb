import { emptyTaxProfile, type TaxProfile } from '../../../domain/tax-profile';
import type { Casita } from '../../../ports';

/** What is sealed of a host. An erased account's homes have lost their addresses: those that a report needs are here. */
export interface SealedProfile {
  readonly version: 1;
  readonly profile: TaxProfile;
  readonly addresses: Readonly<Record<string, Readonly<Record<string, string | null>>>>;
}

export const sealProfile = (app: Pick<Casita, 'secrets'>, profile: TaxProfile, addresses = {}): string =>
  app.secrets.seal(JSON.stringify({ version: 1, profile, addresses } satisfies SealedProfile));

/** @throws where it was sealed under another key: a lost ENCRYPTION_KEY must not look like a host who said nothing */
export function openProfile(app: Pick<Casita, 'secrets'>, sealed: string | null): SealedProfile {
  if (sealed === null) return { version: 1, profile: emptyTaxProfile, addresses: {} };
  const text = app.secrets.open(sealed);
  if (text === null) throw new Error('A tax profile cannot be opened: it was sealed under another ENCRYPTION_KEY');
  const found = JSON.parse(text) as SealedProfile;
  return { ...found, profile: { ...emptyTaxProfile, ...found.profile } };
}
