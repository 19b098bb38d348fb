import { existsSync, statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { AddressRecord } from '../api/property/listing-record';
import { chargedCurrencies } from '../domain/charge-minimum';
import { isCurrency } from '../domain/currency';
import { type Outcome, accept, refuse } from '../domain/refusal';
import type { ImportOptions } from '../import/inside-airbnb/import-inside-airbnb';

export interface ImportCommand {
  readonly from: { readonly kind: 'folder'; readonly path: string } | { readonly kind: 'url'; readonly url: URL };
  readonly options: ImportOptions;
  readonly json: boolean;
}

export const importUsage = `
npm run import -- inside-airbnb <folder or https URL> [options]

  --currency USD       the currency of the prices in the files (ISO 4217)
  --shift-to-today     move the calendar by whole weeks so that it begins in the week up to today
  --time-zone ZONE     of all homes; else each home's own, by its coordinates
  --city, --region, --country XX
                       of all homes; else as the files tell
  --json               print the report as JSON
`;

/** What was asked for on the command line. */
export function readImportCommand(args: string[]): Outcome<ImportCommand> {
  const read = parse(args);
  if (typeof read === 'string') return refuse('malformed', read);
  const { values, positionals } = read;
  const [source, place, ...others] = positionals;
  if (source !== 'inside-airbnb')
    return refuse('malformed', `The source must be inside-airbnb, not ${source ?? 'missing'}`);
  if (place === undefined || others.length > 0) return refuse('malformed', 'Say one folder or URL');
  const from = originOf(place);
  if (!from.ok) return from;
  const currency = values.currency.toUpperCase();
  if (!isCurrency(currency)) return refuse('malformed', `Not a currency (ISO 4217): ${values.currency}`);
  if (!chargedCurrencies.includes(currency)) return refuse('malformed', `No card is charged in ${currency}`);
  const timeZone = values['time-zone'] ?? null;
  if (timeZone !== null && !isTimeZone(timeZone)) return refuse('malformed', `Not a time zone (IANA): ${timeZone}`);
  if (values.country !== undefined && !/^[A-Za-z]{2}$/.test(values.country)) {
    return refuse('malformed', `Not a country (ISO 3166-1, two letters): ${values.country}`);
  }
  return accept({
    from: from.value,
    options: { currency, timeZone, shiftToToday: values['shift-to-today'], place: placeOf(values) },
    json: values.json,
  });
}

const definitions = {
  currency: { type: 'string', default: 'USD' },
  'shift-to-today': { type: 'boolean', default: false },
  'time-zone': { type: 'string' },
  city: { type: 'string' },
  region: { type: 'string' },
  country: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: definitions, allowPositionals: true });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function originOf(place: string): Outcome<ImportCommand['from']> {
  if (/^[a-z]+:\/\//i.test(place)) {
    const url = URL.parse(place);
    return url?.protocol === 'https:'
      ? accept({ kind: 'url', url })
      : refuse('malformed', 'A URL must begin with https://');
  }
  if (!existsSync(place) || !statSync(place).isDirectory()) return refuse('not_found', `No such folder: ${place}`);
  return accept({ kind: 'folder', path: place });
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function placeOf({ city, region, country }: { city?: string; region?: string; country?: string }): AddressRecord {
  return {
    ...(city === undefined ? {} : { city: city.slice(0, 120) }),
    ...(region === undefined ? {} : { region: region.slice(0, 120) }),
    ...(country === undefined ? {} : { country: country.toUpperCase() }),
  };
}
