import tzLookup from '@photostructure/tz-lookup';
import type { HostRecord, HouseRulesRecord, ListingFacts, PointRecord } from '../../api/property/listing-record';
import { parseNight } from '../../domain/night';
import { amenitiesOf } from './amenities';
import { bathroomsOf } from './bathrooms';
import type { CsvRow } from './csv-rows';
import { flagOf, idOf, integerWithin, percentOf } from './field-values';
import { nightCount, nightLimits } from './read-calendar';
import { priceOf } from './price';
import { ratingsOf } from './ratings';
import { plainLine, plainText } from './text';
import type { ListingDefaults } from './listing-calendar';

export const source = 'inside-airbnb';

export interface ListingOptions {
  readonly currency: string;
  /** Null: each home's own, by its coordinates. */
  readonly timeZone: string | null;
}

/** A listing's row, before its calendar and its place are known. */
export interface ReadListing {
  readonly ok: true;
  readonly facts: Omit<ListingFacts, 'prices' | 'address' | 'ranges'>;
  readonly defaults: ListingDefaults;
  readonly remarks: readonly string[];
  /** As written: 'Albany, New York, United States'. */
  readonly placeText: string | null;
  readonly hostPlaceText: string | null;
}

export type ListingOutcome =
  ReadListing | { readonly ok: false; readonly id: string | undefined; readonly reason: string };

/** Without these no listing can be made of a row. */
export const listingColumns = ['id', 'host_id', 'latitude', 'longitude', 'room_type'] as const;

const roomTypes: Readonly<Record<string, ListingFacts['roomType']>> = {
  'entire home/apt': 'entire_home',
  'private room': 'private_room',
  'shared room': 'shared_room',
  'hotel room': 'hotel_room',
};

export function readListing(row: CsvRow, options: ListingOptions): ListingOutcome {
  const id = idOf(row.get('id'));
  const refuse = (reason: string): ListingOutcome => ({ ok: false, id, reason });
  const hostId = idOf(row.get('host_id'));
  const point = pointOf(row);
  const roomType = roomTypes[(row.get('room_type') ?? '').trim().toLowerCase()];
  if (id === undefined) return refuse('no listing id');
  if (hostId === undefined) return refuse('no host id');
  if (point === null) return refuse('no coordinates on earth');
  if (roomType === undefined) return refuse(`unknown room type: ${JSON.stringify(row.get('room_type')?.slice(0, 40))}`);
  const { defaults, remarks } = defaultsOf(row, options.currency);
  const amenities = amenitiesOf(row.get('amenities'));
  const has = (code: string) => amenities?.some((amenity) => amenity.code === code);
  return {
    ok: true,
    defaults,
    remarks,
    placeText: plainLine(row.get('neighbourhood'), 200),
    hostPlaceText: plainLine(row.get('host_location'), 200),
    facts: {
      source,
      sourceId: id,
      host: hostOf(row, hostId),
      ...textsOf(row),
      propertyType: plainLine(row.get('property_type'), 80) ?? 'Home',
      roomType,
      currency: options.currency,
      timeZone: options.timeZone ?? tzLookup(point.latitude, point.longitude),
      point,
      capacity: { ...roomsOf(row), ...(amenities ? { maxPets: has('pets-allowed') ? 2 : 0 } : {}) },
      bookingRules: given({ instantBook: flagOf(row.get('instant_bookable')) }),
      houseRules: amenities ? houseRulesOf(has) : {},
      ...given({ amenities, importedRatings: ratingsOf(row) }),
      state: 'published',
    },
  };
}

/** Without the fields that the file says nothing of. */
function given<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const known = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(known) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

/** A text that is missing in this year's file is not taken away from a home that had one. */
const textsOf = (row: CsvRow) =>
  given({
    name: plainLine(row.get('name'), 160) ?? undefined,
    summary: plainText(row.get('description'), 10_000) ?? undefined,
    neighbourhood: plainLine(row.get('neighbourhood_cleansed'), 120) ?? undefined,
    neighbourhoodOverview: plainText(row.get('neighborhood_overview'), 10_000) ?? undefined,
    licence: plainLine(row.get('license'), 200) ?? undefined,
  });

function defaultsOf(row: CsvRow, currency: string): { defaults: ListingDefaults; remarks: string[] } {
  const remarks: string[] = [];
  const price = priceOf(row.get('price'), currency);
  if (price === null) remarks.push(`price left out, not readable: ${JSON.stringify(row.get('price')?.slice(0, 40))}`);
  const minNights = nightCount(row.get('minimum_nights'), nightLimits.minNights);
  const maxNights = nightCount(row.get('maximum_nights'), nightLimits.maxNights);
  const tooLow = minNights !== undefined && maxNights !== undefined && minNights > maxNights;
  if (tooLow) {
    remarks.push(`minimum of ${minNights} nights over the maximum of ${maxNights}: the maximum is raised to it`);
  }
  return { defaults: { price: price ?? undefined, minNights, maxNights: tooLow ? minNights : maxNights }, remarks };
}

function pointOf(row: CsvRow): PointRecord | null {
  const latitude = degrees(row.get('latitude'), 90);
  const longitude = degrees(row.get('longitude'), 180);
  return latitude === null || longitude === null ? null : { latitude, longitude };
}

function degrees(field: string | undefined, most: number): number | null {
  const text = (field ?? '').trim();
  if (!/^[+-]?\d{1,3}(?:\.\d+)?$/.test(text)) return null;
  const value = Number(text);
  return Math.abs(value) <= most ? value : null;
}

/** Some years have neither bedrooms nor a count of them but in the name ("… · 2 bedrooms · 3 beds · 1 bath", "… · Studio · …"). */
function roomsOf(row: CsvRow) {
  const name = row.get('name') ?? '';
  const inName = /· (?:(\d{1,2}) bedrooms?|(Studio))(?: ·|$)/.exec(name);
  const named = inName ? Number(inName[1] ?? 0) : undefined;
  return {
    ...given({
      maxGuests: integerWithin(row.get('accommodates'), 1, 50),
      bedrooms: integerWithin(row.get('bedrooms'), 0, 50) ?? named,
      beds: integerWithin(row.get('beds'), 0, 100),
    }),
    ...bathroomsOf(row.get('bathrooms_text'), row.get('bathrooms')),
  };
}

const houseRulesOf = (has: (code: string) => boolean | undefined): HouseRulesRecord => ({
  smokingAllowed: has('smoking-allowed') ?? false,
  partiesAllowed: has('suitable-for-events') ?? false,
});

const responseTimes: Readonly<Record<string, NonNullable<HostRecord['responseTime']> | null>> = {
  'within an hour': 'within_an_hour',
  'within a few hours': 'within_a_few_hours',
  'within a day': 'within_a_day',
  'a few days or more': 'a_few_days_or_more',
  'n/a': null,
};

function hostOf(row: CsvRow, hostId: string): HostRecord {
  const since = (row.get('host_since') ?? '').trim();
  return {
    sourceId: hostId,
    ...given({
      displayName: plainLine(row.get('host_name'), 120) ?? undefined,
      about: plainText(row.get('host_about'), 10_000) ?? undefined,
      location: plainLine(row.get('host_location'), 160) ?? undefined,
      since: isDate(since) ? since : undefined,
      responseTime: responseTimes[(row.get('host_response_time') ?? '').trim().toLowerCase()],
      responseRatePercent: percentOf(row.get('host_response_rate')),
      superhost: flagOf(row.get('host_is_superhost')),
    }),
  };
}

const isDate = (text: string): boolean => parseNight(text) !== null;
