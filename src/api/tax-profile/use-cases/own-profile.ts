import { isCountry } from '../../../domain/country';
import { accept, refuse, type Outcome, type Reason } from '../../../domain/refusal';
import { missingOf, type TaxProfile } from '../../../domain/tax-profile';
import type { Casita } from '../../../ports';
import { ownedHomes, saveTaxProfile, taxProfileRows } from '../queries/tax-profile-row';
import { isTin, isVatId } from '../tax-numbers';
import { openProfile, sealProfile } from './sealed-profile';

export interface OwnTaxProfile extends TaxProfile {
  readonly missing: readonly string[];
  /** Null: never filled in. */
  readonly updatedAt: Date | null;
}

export async function ownTaxProfile(app: Casita, hostId: number): Promise<OwnTaxProfile> {
  const row = (await taxProfileRows(app.db, [hostId])).get(hostId) ?? null;
  const { profile } = openProfile(app, row && row.sealed);
  return { ...profile, missing: missingOf(profile), updatedAt: row && row.updated_at };
}

/** Puts all of it in the place of what there was. */
export async function changeTaxProfile(
  app: Casita,
  hostId: number,
  profile: TaxProfile,
): Promise<Outcome<OwnTaxProfile>> {
  const now = app.clock.now();
  const today = now.toZonedDateTimeISO('UTC').toPlainDate().toString();
  const own = new Set((await ownedHomes(app.db, hostId)).map(({ documentId }) => documentId));
  const reasons = [
    ...countryReasons(profile),
    ...numberReasons(profile),
    ...kindReasons(profile, today),
    ...landReasons(profile, own),
  ];
  if (reasons.length > 0) return refuse('refused', 'This cannot be reported as it is', reasons);
  await saveTaxProfile(app.db, hostId, sealProfile(app, profile), now.toString());
  return accept(await ownTaxProfile(app, hostId));
}

function countryReasons({ address, residences, tins, placeOfBirth, ...profile }: TaxProfile): Reason[] {
  const named: [string, string][] = [
    ...(address === null ? [] : [['address.country', address.country] as [string, string]]),
    ...residences.map((country, i): [string, string] => [`residences.${i}`, country]),
    ...profile.permanentEstablishments.map((country, i): [string, string] => [`permanentEstablishments.${i}`, country]),
    ...tins.map(({ country }, i): [string, string] => [`tins.${i}.country`, country]),
    ...(placeOfBirth === null ? [] : [['placeOfBirth.country', placeOfBirth.country] as [string, string]]),
  ];
  return named
    .filter(([, country]) => !isCountry(country))
    .map(([field, value]) => ({ code: 'unknown_country', field, value }));
}

/** Numbers are not said back: refusals end in logs and screenshots. */
function numberReasons({ tins, vatId }: TaxProfile): Reason[] {
  const wrong = tins.flatMap(({ number, country }, i): Reason[] =>
    isTin(number, country) ? [] : [{ code: 'tax_number', field: `tins.${i}.number`, limit: country }],
  );
  const twice = tins.flatMap(({ country }, i): Reason[] =>
    tins.findIndex((tin) => tin.country === country) < i ? [{ code: 'one_a_country', field: `tins.${i}.country` }] : [],
  );
  return [...wrong, ...twice, ...(vatId === null || isVatId(vatId) ? [] : [{ code: 'vat_id', field: 'vatId' }])];
}

function kindReasons(profile: TaxProfile, today: string): Reason[] {
  const { kind, dateOfBirth, placeOfBirth, registrationNumber, exclusion, permanentEstablishments: places } = profile;
  const personal = { dateOfBirth, placeOfBirth };
  const permanentEstablishments = places.length > 0 ? places : null;
  const corporate = { registrationNumber, exclusion, permanentEstablishments };
  const notFor = (fields: Record<string, unknown>, other: string): Reason[] =>
    Object.entries(fields).flatMap(([field, value]) => (value === null ? [] : [{ code: `only_${other}`, field }]));
  return [
    ...(kind === 'individual' ? [] : notFor(personal, 'individuals')),
    ...(kind === 'entity' ? [] : notFor(corporate, 'entities')),
    ...(dateOfBirth !== null && (dateOfBirth > today || dateOfBirth < '1900-01-01')
      ? [{ code: 'date_of_birth', field: 'dateOfBirth', limit: today }]
      : []),
  ];
}

/** Of own homes only; another's is as good as none. */
const landReasons = ({ land }: TaxProfile, own: ReadonlySet<string>): Reason[] =>
  land.flatMap(({ property }, i) => {
    const isTwice = land.findIndex((one) => one.property === property) < i;
    return own.has(property) && !isTwice ? [] : [{ code: 'no_such_property', field: `land.${i}.property` }];
  });
