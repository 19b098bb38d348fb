/**
 * Whether a stay can be booked, and if not, every rule that says no, with the rule's number, so that a guest app can say what to
 * change. The same rules night by night, for a calendar, are in night-statuses.ts.
 *
 * `taken` holds the nights sold to other bookings, from `preparationNights` before the stay to as many after it. An
 * alteration leaves the booking's own nights out.
 */
import type { Temporal } from 'temporal-polyfill';
import { type CalendarRange, type NightOverride, overridesBetween } from './calendar-range';
import { type GuestCounts, countedGuests } from './guests';
import {
  type Night,
  type StayDates,
  addDays,
  addMonths,
  countNights,
  dayNumber,
  nightOfDayNumber,
  nightsBetween,
  weekdayOf,
} from './night';
import { type PropertyTerms, defaultMaxInfants } from './property-terms';
import type { Reason } from './refusal';
import { isAfter, localDate, wallClock } from './stay-time';

/** No stay is longer, whatever a host allows. */
export const absoluteMaxNights = 366;

export interface StayRequest extends StayDates {
  readonly guests: GuestCounts;
}

/** The first night on which a stay may begin if it is booked now: notice and the same-day cut-off, which is inclusive. */
export function earliestCheckIn(terms: PropertyTerms, now: Temporal.Instant): Night {
  const { advanceNoticeDays, sameDayCutoff } = terms.rules;
  const today = localDate(now, terms.timeZone);
  if (advanceNoticeDays > 0) return addDays(today, advanceNoticeDays);
  const tooLate = sameDayCutoff !== null && isAfter(now, wallClock(today, sameDayCutoff, terms.timeZone));
  return tooLate ? addDays(today, 1) : today;
}

/** The last night that the booking window lets a stay have; null without a window. */
export function lastBookableNight(terms: PropertyTerms, now: Temporal.Instant): Night | null {
  const months = terms.rules.bookingWindowMonths;
  return months === null ? null : addMonths(localDate(now, terms.timeZone), months);
}

/** What an arrival on this night must stay at least: the date's own minimum, else the weekend's, else the default. */
export function minNightsOnArrival(terms: PropertyTerms, override: NightOverride): number {
  if (override.minNights !== null) return override.minNights;
  const { minNights, minNightsWeekend } = terms.rules;
  const isWeekend = terms.prices.weekendDays.includes(weekdayOf(override.night));
  return isWeekend && minNightsWeekend !== null ? minNightsWeekend : minNights;
}

/** What the moment of booking allows, at the property. */
export interface SaleLimits {
  readonly today: Night;
  readonly earliest: Night;
  readonly last: Night | null;
}

export const saleLimits = (terms: PropertyTerms, now: Temporal.Instant): SaleLimits => ({
  today: localDate(now, terms.timeZone),
  earliest: earliestCheckIn(terms, now),
  last: lastBookableNight(terms, now),
});

export const maxNightsOnArrival = (terms: PropertyTerms, override: NightOverride): number =>
  Math.min(override.maxNights ?? terms.rules.maxNights, absoluteMaxNights);

/** Every rule that the stay breaks; none means that it can be booked. */
export function checkStay(
  terms: PropertyTerms,
  ranges: readonly CalendarRange[],
  taken: ReadonlySet<Night>,
  request: StayRequest,
  now: Temporal.Instant,
): Reason[] {
  const count = countNights(request.checkIn, request.checkOut);
  if (count < 1)
    return [
      { code: 'check_out_not_after_check_in', field: 'checkOut', limit: request.checkIn, value: request.checkOut },
    ];
  if (count > absoluteMaxNights)
    return [{ code: 'stay_too_long', field: 'checkOut', limit: absoluteMaxNights, value: count }];
  const known = knowNights(terms, ranges, taken, request, now);
  return [...checkState(terms), ...checkGuests(terms, request.guests), ...checkDates(terms, known, request)];
}

/** What is known of each night of a run, made once for any number of stays within it. */
export interface NightsKnown {
  readonly limits: SaleLimits;
  readonly first: Night;
  readonly overrides: readonly NightOverride[];
  readonly taken: ReadonlySet<Night>;
  readonly prepared: ReadonlySet<Night>;
}

export function knowNights(
  terms: PropertyTerms,
  ranges: readonly CalendarRange[],
  taken: ReadonlySet<Night>,
  { checkIn, checkOut }: StayDates,
  now: Temporal.Instant,
): NightsKnown {
  const prepared = preparationAround(taken, terms.rules.preparationNights);
  const overrides = overridesBetween(ranges, checkIn, checkOut);
  return { limits: saleLimits(terms, now), first: checkIn, overrides, taken, prepared };
}

/** The rules about dates alone, for a stay of 1 to `absoluteMaxNights` nights that are all known. */
export function checkDates(terms: PropertyTerms, known: NightsKnown, stay: StayDates): DateReason[] {
  const start = countNights(known.first, stay.checkIn);
  const count = countNights(stay.checkIn, stay.checkOut);
  const overrides = known.overrides.slice(start, start + count);
  return [
    ...checkMoment(known.limits, stay),
    ...checkLength(terms, overrides, count),
    ...checkWeekdays(terms, stay),
    ...checkNights(overrides, known),
  ];
}

/** Codes that other dates can mend. */
export const dateReasonCodes = [
  'in_the_past',
  'advance_notice',
  'booking_window',
  'min_nights',
  'min_nights_through',
  'max_nights',
  'closed_to_arrival',
  'closed_to_departure',
  'night_closed',
  'night_taken',
  'preparation_night',
] as const;
export type DateReasonCode = (typeof dateReasonCodes)[number];
export type DateReason = Reason & { readonly code: DateReasonCode };

function checkState(terms: PropertyTerms): Reason[] {
  return terms.state === 'published' ? [] : [{ code: 'not_published', value: terms.state }];
}

function checkGuests(terms: PropertyTerms, guests: GuestCounts): Reason[] {
  const { maxGuests, maxPets } = terms.capacity;
  const maxInfants = terms.capacity.maxInfants ?? defaultMaxInfants;
  const guestCount = countedGuests(guests);
  const reasons: Reason[] = [];
  if (guests.adults < 1) reasons.push({ code: 'adult_required', field: 'adults', limit: 1, value: guests.adults });
  if (guestCount > maxGuests) reasons.push({ code: 'capacity', field: 'guests', limit: maxGuests, value: guestCount });
  if (guests.infants > maxInfants) {
    reasons.push({ code: 'infants', field: 'infants', limit: maxInfants, value: guests.infants });
  }
  if (guests.pets > maxPets) reasons.push({ code: 'pets', field: 'pets', limit: maxPets, value: guests.pets });
  return reasons;
}

function checkMoment({ today, earliest, last }: SaleLimits, request: StayDates): DateReason[] {
  const reasons: DateReason[] = [];
  if (request.checkIn < today) {
    reasons.push({ code: 'in_the_past', field: 'checkIn', limit: today, value: request.checkIn });
  } else if (request.checkIn < earliest) {
    reasons.push({ code: 'advance_notice', field: 'checkIn', limit: earliest, value: request.checkIn });
  }
  const ownLastNight = addDays(request.checkOut, -1);
  if (last !== null && ownLastNight > last) {
    reasons.push({ code: 'booking_window', field: 'checkOut', limit: addDays(last, 1), value: request.checkOut });
  }
  return reasons;
}

function checkLength(terms: PropertyTerms, overrides: readonly NightOverride[], count: number): DateReason[] {
  const arrival = overrides[0] as NightOverride;
  const reasons: DateReason[] = [];
  const minimum = minNightsOnArrival(terms, arrival);
  const through = Math.max(0, ...overrides.map((override) => override.minNightsThrough ?? 0));
  const maximum = maxNightsOnArrival(terms, arrival);
  if (count < minimum) reasons.push({ code: 'min_nights', field: 'checkOut', limit: minimum, value: count });
  if (count < through) reasons.push({ code: 'min_nights_through', field: 'checkOut', limit: through, value: count });
  if (count > maximum) reasons.push({ code: 'max_nights', field: 'checkOut', limit: maximum, value: count });
  return reasons;
}

/** `limit` lists the weekdays (ISO) that are closed. */
function checkWeekdays(terms: PropertyTerms, request: StayDates): DateReason[] {
  const { closedToArrival, closedToDeparture } = terms.rules;
  const arrival = weekdayOf(request.checkIn);
  const departure = weekdayOf(request.checkOut);
  const reasons: DateReason[] = [];
  if (closedToArrival.includes(arrival)) {
    reasons.push({ code: 'closed_to_arrival', field: 'checkIn', limit: closedToArrival, value: arrival });
  }
  if (closedToDeparture.includes(departure)) {
    reasons.push({ code: 'closed_to_departure', field: 'checkOut', limit: closedToDeparture, value: departure });
  }
  return reasons;
}

/** Why the nights of a stay are not all free, whatever its length, days and guests: sold, closed, or too near to a sold one. */
export const closedNightsOf = (
  terms: PropertyTerms,
  ranges: readonly CalendarRange[],
  taken: ReadonlySet<Night>,
  stay: StayDates,
): Reason[] =>
  checkNights(overridesBetween(ranges, stay.checkIn, stay.checkOut), {
    taken,
    prepared: preparationAround(taken, terms.rules.preparationNights),
  });

/** One reason for each cause, with the nights that it closes. */
function checkNights(
  overrides: readonly NightOverride[],
  { taken, prepared }: Pick<NightsKnown, 'taken' | 'prepared'>,
): DateReason[] {
  const nights = { night_closed: [] as Night[], night_taken: [] as Night[], preparation_night: [] as Night[] };
  for (const { night, closed } of overrides) {
    if (closed) nights.night_closed.push(night);
    if (taken.has(night)) nights.night_taken.push(night);
    else if (prepared.has(night)) nights.preparation_night.push(night);
  }
  const codes = ['night_closed', 'night_taken', 'preparation_night'] as const;
  return codes.flatMap((code) => (nights[code].length === 0 ? [] : [{ code, field: 'checkIn', value: nights[code] }]));
}

/** The nights that preparation time closes around sold ones (sold nights themselves included). */
export function preparationAround(taken: ReadonlySet<Night>, preparationNights: number): ReadonlySet<Night> {
  const closed = new Set<Night>();
  if (preparationNights < 1) return closed;
  for (const night of taken) {
    const day = dayNumber(night);
    for (let near = day - preparationNights; near <= day + preparationNights; near += 1)
      closed.add(nightOfDayNumber(near));
  }
  return closed;
}

/** The nights that a stay and the preparation time around it close to others: the 9th to the 13th for [10, 13) and 1. */
export function nightsClosedBy(checkIn: Night, checkOut: Night, preparationNights: number): Night[] {
  return nightsBetween(addDays(checkIn, -preparationNights), addDays(checkOut, preparationNights));
}
