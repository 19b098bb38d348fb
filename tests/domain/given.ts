/** Givens that the domain's tests share: a plain property in Lisbon, and short ways to name nights and instants. */
import { Temporal } from 'temporal-polyfill';
import type { CalendarRange } from '../../src/domain/calendar-range';
import type { GuestCounts } from '../../src/domain/guests';
import { type Night, addDays, nightOf } from '../../src/domain/night';
import type { BookingRules, Capacity, Discounts, Prices, PropertyTerms } from '../../src/domain/property-terms';

export const at = (text: string): Temporal.Instant => Temporal.Instant.from(text);

/** Wall-clock time in Lisbon. */
export const inLisbon = (text: string): Temporal.Instant =>
  Temporal.PlainDateTime.from(text).toZonedDateTime('Europe/Lisbon').toInstant();

export const twoAdults: GuestCounts = { adults: 2, children: 0, infants: 0, pets: 0 };

interface TermsChanges {
  readonly capacity?: Partial<Capacity>;
  readonly prices?: Partial<Prices>;
  readonly discounts?: Partial<Discounts>;
  readonly rules?: Partial<BookingRules>;
  readonly plain?: Partial<Omit<PropertyTerms, 'capacity' | 'prices' | 'discounts' | 'rules'>>;
}

/** 100.00 EUR a night, no fee, no discount, no rule but one night at least. */
export const givenTerms = (changes: TermsChanges = {}): PropertyTerms => ({
  propertyId: 7,
  documentId: 'p7',
  hostId: 3,
  hostUserId: 30,
  state: 'published',
  timeZone: 'Europe/Lisbon',
  currency: 'EUR',
  capacity: { maxGuests: 4, maxInfants: 2, maxPets: 1, bedrooms: 1, beds: 2, bathrooms: 1, ...changes.capacity },
  prices: {
    base: 10_000,
    weekend: null,
    weekendDays: [5, 6],
    cleaningFee: 0,
    extraGuestFee: 0,
    extraGuestsFrom: 2,
    petFee: 0,
    ...changes.prices,
  },
  discounts: { weekly: 0, monthly: 0, ...changes.discounts },
  rules: {
    minNights: 1,
    minNightsWeekend: null,
    maxNights: 365,
    advanceNoticeDays: 0,
    sameDayCutoff: null,
    preparationNights: 0,
    bookingWindowMonths: null,
    closedToArrival: [],
    closedToDeparture: [],
    checkInTime: '15:00',
    checkOutTime: '11:00',
    instantBook: true,
    ...changes.rules,
  },
  cancellationPolicy: 'flexible',
  ...changes.plain,
});

/** A run of nights, both ends inclusive, that by itself changes nothing. */
export const givenRange = (first: string, last: string, changes: Partial<CalendarRange> = {}): CalendarRange => ({
  firstNight: nightOf(first),
  lastNight: nightOf(last),
  closed: false,
  price: null,
  minNights: null,
  source: 'host',
  order: 1,
  ...changes,
});

export const givenStay = (checkIn: string, checkOut: string, guests: Partial<GuestCounts> = {}) => ({
  checkIn: nightOf(checkIn),
  checkOut: nightOf(checkOut),
  guests: { ...twoAdults, ...guests },
});

export const nightsFrom = (checkIn: string, count: number): Night[] =>
  Array.from({ length: count }, (_, i) => addDays(nightOf(checkIn), i));
