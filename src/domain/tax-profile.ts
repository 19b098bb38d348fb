/**
 * What a tax office is told of a host: Council Directive (EU) 2021/514 (DAC7), Annex V, sections II.B and III.B. A host fills it in bit by bit; what
 * is missing is named, so that staff can ask for it before the year is reported.
 */
export interface PostalAddress {
  readonly line1: string;
  readonly line2: string | null;
  readonly postcode: string | null;
  readonly city: string;
  readonly region: string | null;
  readonly country: string;
}

export const sellerKinds = ['individual', 'entity'] as const;
/** Whom the directive leaves out, where the host has said so. */
export const exclusions = ['government', 'listed'] as const;

export interface TaxProfile {
  readonly kind: (typeof sellerKinds)[number] | null;
  readonly name: string | null;
  readonly address: PostalAddress | null;
  /** Where the host pays tax, when not only where they live. */
  readonly residences: readonly string[];
  readonly tins: readonly { readonly number: string; readonly country: string }[];
  /** Of an individual whose country gives no numbers. */
  readonly placeOfBirth: { readonly city: string; readonly country: string } | null;
  /** 'YYYY-MM-DD' */
  readonly dateOfBirth: string | null;
  readonly registrationNumber: string | null;
  /** Member states in which an entity has a permanent establishment through which it lets. */
  readonly permanentEstablishments: readonly string[];
  readonly vatId: string | null;
  /** Whose account it is, where that is somebody else. */
  readonly accountHolder: string | null;
  readonly exclusion: (typeof exclusions)[number] | null;
  /** Land registration numbers of homes, by their document id. */
  readonly land: readonly { readonly property: string; readonly registration: string }[];
}

export const emptyTaxProfile: TaxProfile = {
  ...{ kind: null, name: null, address: null, residences: [], tins: [], placeOfBirth: null, dateOfBirth: null },
  ...{
    registrationNumber: null,
    permanentEstablishments: [],
    vatId: null,
    accountHolder: null,
    exclusion: null,
    land: [],
  },
};

/** Codes of what a report still needs; an excluded host needs none of it. */
export function missingOf(profile: TaxProfile): string[] {
  if (profile.exclusion !== null) return [];
  const { kind, name, address, tins, placeOfBirth, dateOfBirth, registrationNumber } = profile;
  const hasNumber = tins.length > 0 || (kind === 'individual' && placeOfBirth !== null);
  const missing = {
    kind: kind === null,
    name: name === null,
    address: address === null,
    tin: !hasNumber,
    dateOfBirth: kind === 'individual' && dateOfBirth === null,
    registrationNumber: kind === 'entity' && registrationNumber === null,
  };
  return Object.entries(missing).flatMap(([field, is]) => (is ? [field] : []));
}

/** An entity that let one home (all units of one owner at one street address) more often than this in a year is not reported on. */
export const rentalsMax = 2_000;
