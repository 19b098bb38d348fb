import type { AddressRecord } from '../../api/property/listing-record';

/** The files name no city of a listing outright; it is put together from what they do say. */

/** 'Albany, New York, United States': the public place of a listing, in some years. Undefined for anything else. */
export function placeOfListing(neighbourhood: string | null): AddressRecord | undefined {
  const parts = (neighbourhood ?? '').split(',').map((part) => part.trim());
  const country = countryCode(parts.at(-1) ?? '');
  const city = parts[0];
  if (parts.length < 2 || country === undefined || !city) return undefined;
  return { city, ...(parts.length > 2 ? { region: parts.slice(1, -1).join(', ') } : {}), country };
}

/** 'Albany, NY' or 'Lisbon, Portugal': where a host lives, which for most hosts is where the homes are. */
export function placeOfHost(location: string | null): AddressRecord | undefined {
  const whole = placeOfListing(location);
  if (whole !== undefined) return whole;
  const [city, region, ...others] = (location ?? '').split(',').map((part) => part.trim());
  return city && region && others.length === 0 ? { city, region } : undefined;
}

/** Counts values, and tells the one that most have. */
export class Votes<T> {
  private readonly votes = new Map<string, number>();

  add(value: T | undefined): void {
    if (value === undefined) return;
    const key = JSON.stringify(value);
    this.votes.set(key, (this.votes.get(key) ?? 0) + 1);
  }

  /** Undefined where none has at least `share` of the votes. */
  winner(share: number): T | undefined {
    const ranking = [...this.votes].sort((a, b) => b[1] - a[1]);
    const total = ranking.reduce((sum, [, count]) => sum + count, 0);
    const [first] = ranking;
    return first && first[1] >= total * share ? (JSON.parse(first[0]) as T) : undefined;
  }
}

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
/** Without the outdated ones ('UK' is an alias of 'GB'), and without those that are no country. */
const regionCodes = letters
  .flatMap((first) => letters.map((second) => first + second))
  .filter(
    (code) => new Intl.Locale(`und-${code}`).region === code && !['EU', 'EZ', 'UN', 'XA', 'XB', 'ZZ'].includes(code),
  );

let codesByName: ReadonlyMap<string, string> | undefined;

/** ISO 3166-1 alpha-2 of an English name, from the Unicode data that Node brings. */
function countryCode(name: string): string | undefined {
  codesByName ??= new Map(
    regionCodes.flatMap((code) => {
      const known = new Intl.DisplayNames('en', { type: 'region' }).of(code);
      return known && known !== code ? [[known.toLowerCase(), code] as const] : [];
    }),
  );
  return codesByName.get(name.toLowerCase());
}

let codesByZone: ReadonlyMap<string, string> | undefined;

/** The country whose time zone it is. The few zones that countries share count for the one that Unicode lists them under. */
export function countryOfTimeZone(timeZone: string): string | undefined {
  codesByZone ??= new Map(
    regionCodes.flatMap((code) => zonesOf(code).map((zone) => [canonicalZone(zone), code] as const)),
  );
  return codesByZone.get(canonicalZone(timeZone));
}

/** In the language since ECMA-402 2025; TypeScript does not know it yet. */
type LocaleWithZones = Intl.Locale & { getTimeZones?(): string[] | undefined };

function zonesOf(region: string): string[] {
  const locale: LocaleWithZones = new Intl.Locale('und', { region });
  return locale.getTimeZones?.() ?? [];
}

const canonicalZone = (timeZone: string): string =>
  new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone;
