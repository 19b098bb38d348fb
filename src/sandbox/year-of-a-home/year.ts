/** The year of one home with every kind of range, as the domain sees it: what docs/calendar.md shows and tests ask again. */
import { Temporal } from 'temporal-polyfill';
import { nightStatuses, type NightStatus } from '../../domain/night-statuses';
import type { CalendarRange } from '../../domain/calendar-range';
import { nightOf, nightsBetween, weekdayOf, type Night } from '../../domain/night';
import type { PropertyTerms } from '../../domain/property-terms';

export const kinds = [
  'past',
  'notice',
  'sold',
  'preparation',
  'closed by host',
  'closed by import',
  'closed by feed',
  'beyond the window',
  'minimum through',
  'minimum on arrival',
  'maximum',
  'dated price',
  'weekend price',
  'base price',
] as const;
export type Kind = (typeof kinds)[number];

export interface YearNight extends Omit<NightStatus, 'reason'> {
  readonly kind: Kind;
}

/** A Wednesday morning. */
export const now = Temporal.Instant.from('2027-01-20T10:00:00Z');
export const first = nightOf('2027-01-01');
export const end = nightOf('2028-01-01');

export const terms: PropertyTerms = {
  propertyId: 1,
  documentId: 'year',
  hostId: 1,
  hostUserId: null,
  state: 'published',
  timeZone: 'Europe/Lisbon',
  currency: 'EUR',
  capacity: { maxGuests: 4, maxInfants: 2, maxPets: 0, bedrooms: 2, beds: 2, bathrooms: 1 },
  prices: {
    ...{ base: 10_000, weekend: 13_000, weekendDays: [5, 6], cleaningFee: 5_000, petFee: 0 },
    ...{ extraGuestFee: 0, extraGuestsFrom: 4 },
  },
  discounts: { weekly: 1_000, monthly: 2_000 },
  rules: {
    ...{ minNights: 2, minNightsWeekend: 3, maxNights: 60, advanceNoticeDays: 2, sameDayCutoff: null },
    ...{ preparationNights: 1, bookingWindowMonths: 10, closedToArrival: [7], closedToDeparture: [1] },
    ...{ checkInTime: '15:00', checkOutTime: '11:00', instantBook: true },
  },
  cancellationPolicy: 'moderate',
};

const range = (from: string, to: string, order: number, says: Partial<CalendarRange>): CalendarRange => ({
  ...{ closed: false, price: null, minNights: null, minNightsThrough: null, maxNights: null, source: 'host' },
  ...{ firstNight: nightOf(from), lastNight: nightOf(to), order },
  ...says,
});

export const ranges: readonly CalendarRange[] = [
  range('2027-03-01', '2027-03-07', 1, { closed: true, source: 'import' }),
  range('2027-04-12', '2027-04-18', 2, { closed: true, source: 'feed' }),
  range('2027-02-08', '2027-02-19', 3, { closed: true }),
  range('2027-03-26', '2027-03-28', 4, { minNightsThrough: 3 }),
  range('2027-05-01', '2027-05-31', 5, { minNights: 4 }),
  range('2027-07-01', '2027-08-31', 6, { price: 22_000 }),
  range('2027-08-14', '2027-08-15', 7, { price: 26_000, minNightsThrough: 4 }),
  range('2027-10-01', '2027-10-31', 8, { maxNights: 7 }),
];

const stays = [
  ['2027-01-08', '2027-01-12'],
  ['2027-02-24', '2027-02-27'],
  ['2027-06-10', '2027-06-13'],
  ['2027-07-17', '2027-07-31'],
  ['2027-09-20', '2027-09-23'],
  ['2027-09-24', '2027-09-26'],
] as const;
export const sold: ReadonlySet<Night> = new Set(
  stays.flatMap(([checkIn, checkOut]) => nightsBetween(nightOf(checkIn), nightOf(checkOut))),
);

/** What is most worth saying of a night. */
function kindOf(status: NightStatus): Kind {
  const { night, reason } = status;
  const covering = ranges.filter((one) => one.firstNight <= night && night <= one.lastNight);
  const says = (field: 'price' | 'minNights' | 'maxNights') => covering.some((one) => one[field] != null);
  if (reason === 'closed') {
    const source = covering.find((one) => one.closed)?.source ?? 'host';
    return `closed by ${source}`;
  }
  if (reason !== null) return kindOfReason[reason];
  if (status.minNightsThrough > 0) return 'minimum through';
  if (says('minNights')) return 'minimum on arrival';
  if (says('maxNights')) return 'maximum';
  if (says('price')) return 'dated price';
  return terms.prices.weekendDays.includes(weekdayOf(night)) ? 'weekend price' : 'base price';
}

const kindOfReason = {
  past: 'past',
  advance_notice: 'notice',
  booking_window: 'beyond the window',
  taken: 'sold',
  preparation: 'preparation',
} as const;

export const yearOfAHome = (): YearNight[] =>
  nightStatuses(terms, ranges, sold, first, end, now).map((status) => {
    const { reason: _reason, ...shown } = status;
    return { ...shown, kind: kindOf(status) };
  });

/** One night a line. */
export function yearAsJson(): string {
  const line = (value: unknown) =>
    JSON.stringify(value).replaceAll('":', '": ').replaceAll(',"', ', "').replace('{', '{ ').replace(/}$/, ' }');
  const list = (values: readonly unknown[]) => values.map((value) => `    ${line(value)}`).join(',\n');
  const written = ranges.map(({ order: _order, ...says }) =>
    Object.fromEntries(Object.entries(says).filter(([, v]) => v !== null && v !== false)),
  );
  const booked = stays.map(([checkIn, checkOut]) => ({ checkIn, checkOut }));
  return `{\n  "now": "${now.toString()}",\n  "timeZone": "${terms.timeZone}",\n  "currency": "${terms.currency}",\n  "ranges": [\n${list(written)}\n  ],\n  "stays": [\n${list(booked)}\n  ],\n  "nights": [\n${list(yearOfAHome())}\n  ]\n}\n`;
}
