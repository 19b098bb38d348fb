/**
 * An oracle that knows the rules only day by day: it walks the calendar with strings and Temporal dates and shares no code with
 * availability.ts beyond the types.
 */
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { checkStay } from '../../src/domain/availability';
import { nightStatuses } from '../../src/domain/night-statuses';
import type { CalendarRange } from '../../src/domain/calendar-range';
import { type Night, nightOf } from '../../src/domain/night';
import type { PropertyTerms } from '../../src/domain/property-terms';
import { givenTerms, inLisbon } from './given';

const now = inLisbon('2026-07-01T12:00');
const day = (offset: number): string => Temporal.PlainDate.from('2026-07-01').add({ days: offset }).toString();
const plus = (date: string, days: number): string => Temporal.PlainDate.from(date).add({ days }).toString();
const weekday = (date: string): number => Temporal.PlainDate.from(date).dayOfWeek;

interface Situation {
  readonly terms: PropertyTerms;
  readonly ranges: readonly CalendarRange[];
  readonly taken: ReadonlySet<Night>;
  readonly from: number;
  readonly nights: number;
}

const weekdays = fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { maxLength: 2 });
const orNull = (max: number) => fc.option(fc.integer({ min: 1, max }), { nil: null, freq: 2 });

const anyTerms = fc
  .record({
    minNights: fc.integer({ min: 1, max: 4 }),
    minNightsWeekend: orNull(4),
    maxNights: fc.integer({ min: 3, max: 20 }),
    advanceNoticeDays: fc.integer({ min: 0, max: 3 }),
    sameDayCutoff: fc.constantFrom(null, '11:59', '12:00', '18:00'),
    preparationNights: fc.integer({ min: 0, max: 2 }),
    bookingWindowMonths: fc.constantFrom(null, 1, 2),
    closedToArrival: weekdays,
    closedToDeparture: weekdays,
  })
  .map((rules) => givenTerms({ rules }));

const anyRange = fc
  .record({
    first: fc.integer({ min: -2, max: 40 }),
    length: fc.integer({ min: 1, max: 9 }),
    closed: fc.boolean(),
    minNights: orNull(5),
    minNightsThrough: orNull(5),
    maxNights: orNull(9),
    order: fc.integer({ min: 1, max: 5 }),
  })
  .map(({ first, length, ...range }): CalendarRange => ({
    ...range,
    price: null,
    source: 'host',
    firstNight: nightOf(day(first)),
    lastNight: nightOf(day(first + length - 1)),
  }));

/** Orders are made unique, since the rules do not say which of two equal ones wins. */
const anySituation: fc.Arbitrary<Situation> = fc.record({
  terms: anyTerms,
  ranges: fc
    .array(anyRange, { maxLength: 3 })
    .map((ranges) => ranges.map((range, i) => ({ ...range, order: range.order * 10 + i }))),
  taken: fc
    .array(fc.integer({ min: 0, max: 40 }), { maxLength: 4 })
    .map((days) => new Set(days.map((offset) => nightOf(day(offset))))),
  from: fc.integer({ min: -2, max: 40 }),
  nights: fc.integer({ min: 1, max: 10 }),
});

function strongest(
  ranges: readonly CalendarRange[],
  date: string,
  field: 'minNights' | 'minNightsThrough' | 'maxNights',
): number | null {
  let found: CalendarRange | null = null;
  for (const range of ranges) {
    const covers = range.firstNight <= date && date <= range.lastNight && range[field] != null;
    if (covers && (found === null || range.order > found.order)) found = range;
  }
  return found?.[field] ?? null;
}

function nightIsFree({ terms, ranges, taken }: Situation, date: string): boolean {
  for (let distance = -terms.rules.preparationNights; distance <= terms.rules.preparationNights; distance += 1) {
    if (taken.has(plus(date, distance) as Night)) return false;
  }
  if (ranges.some((range) => range.closed && range.firstNight <= date && date <= range.lastNight)) return false;
  const { advanceNoticeDays, sameDayCutoff, bookingWindowMonths } = terms.rules;
  if (date < plus('2026-07-01', advanceNoticeDays)) return false;
  if (advanceNoticeDays === 0 && date === '2026-07-01' && sameDayCutoff !== null && '12:00' > sameDayCutoff)
    return false;
  const last = { 1: '2026-08-01', 2: '2026-09-01' }[bookingWindowMonths ?? 0];
  return last === undefined || date <= last;
}

function stayIsFree(situation: Situation): boolean {
  const { terms, ranges, from, nights } = situation;
  const dates = Array.from({ length: nights }, (_, i) => day(from + i));
  if (!dates.every((date) => nightIsFree(situation, date))) return false;
  const arrival = day(from);
  const isWeekend = weekday(arrival) === 5 || weekday(arrival) === 6;
  const usual = isWeekend ? (terms.rules.minNightsWeekend ?? terms.rules.minNights) : terms.rules.minNights;
  if (nights < (strongest(ranges, arrival, 'minNights') ?? usual)) return false;
  if (nights > (strongest(ranges, arrival, 'maxNights') ?? terms.rules.maxNights)) return false;
  if (dates.some((date) => nights < (strongest(ranges, date, 'minNightsThrough') ?? 0))) return false;
  if (terms.rules.closedToArrival.includes(weekday(arrival))) return false;
  return !terms.rules.closedToDeparture.includes(weekday(day(from + nights)));
}

const request = ({ from, nights }: Situation) => ({
  checkIn: nightOf(day(from)),
  checkOut: nightOf(day(from + nights)),
  guests: { adults: 1, children: 0, infants: 0, pets: 0 },
});

test('a stay breaks no rule exactly when the oracle calls it free', () => {
  const seen = { free: 0, refused: 0 };
  fc.assert(
    fc.property(anySituation, (situation) => {
      const expected = stayIsFree(situation);
      seen[expected ? 'free' : 'refused'] += 1;
      const reasons = checkStay(situation.terms, situation.ranges, situation.taken, request(situation), now);
      expect(reasons.length === 0).toBe(expected);
    }),
    { numRuns: 3_000 },
  );
  // A generator that only ever makes one of the two would prove nothing.
  expect(Math.min(seen.free, seen.refused)).toBeGreaterThan(100);
});

test('the calendar calls exactly those nights free that the oracle does', () => {
  fc.assert(
    fc.property(anySituation, (situation) => {
      const statuses = nightStatuses(
        situation.terms,
        situation.ranges,
        situation.taken,
        nightOf(day(-2)),
        nightOf(day(70)),
        now,
      );
      const free = statuses.filter((status) => status.free).map((status) => status.night);
      expect(free).toEqual(statuses.map((status) => status.night).filter((night) => nightIsFree(situation, night)));
    }),
    { numRuns: 300 },
  );
});

test('a stay that breaks no rule has only nights that the calendar calls free', () => {
  fc.assert(
    fc.property(anySituation, (situation) => {
      const { terms, ranges, taken } = situation;
      const stay = request(situation);
      fc.pre(checkStay(terms, ranges, taken, stay, now).length === 0);
      expect(nightStatuses(terms, ranges, taken, stay.checkIn, stay.checkOut, now).every((status) => status.free)).toBe(
        true,
      );
    }),
    { numRuns: 500 },
  );
});
