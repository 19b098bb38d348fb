import fc from 'fast-check';
import { checkStay } from '../../src/domain/availability';
import { addDays, countNights, nightOf } from '../../src/domain/night';
import { isAboutDates, nearestStays, nearestStaysMax, nearestWindowDays } from '../../src/domain/nearest-stays';
import { givenRange, givenStay, givenTerms, inLisbon, nightsFrom } from './given';

/** 1 July 2026 is a Wednesday. */
const now = inLisbon('2026-07-01T12:00');
const shown = (stays: readonly { checkIn: string; checkOut: string }[]): string[] =>
  stays.map(({ checkIn, checkOut }) => `${checkIn.slice(5)} to ${checkOut.slice(5)}`);
const taken = (...runs: [string, number][]) => new Set(runs.flatMap(([from, count]) => nightsFrom(from, count)));

test.each([
  [
    'sold nights: the same length just before and after, the later of two that are as near first',
    givenTerms(),
    taken(['2026-07-10', 3]),
    givenStay('2026-07-10', '2026-07-13'),
    ['07-13 to 07-16', '07-07 to 07-10', '07-14 to 07-17', '07-06 to 07-09'],
  ],
  [
    'an arrival that is closed: the days around it',
    givenTerms({ rules: { closedToArrival: [5, 6, 7] } }),
    taken(),
    givenStay('2026-07-11', '2026-07-13'),
    ['07-13 to 07-15', '07-09 to 07-11', '07-14 to 07-16', '07-08 to 07-10'],
  ],
  [
    'a weekend minimum: two nights still fit from another day',
    givenTerms({ rules: { minNightsWeekend: 3 } }),
    taken(),
    givenStay('2026-07-10', '2026-07-12'),
    ['07-09 to 07-11', '07-12 to 07-14', '07-08 to 07-10', '07-13 to 07-15'],
  ],
  [
    'a minimum everywhere: the length that it asks for, from the wanted day on',
    givenTerms({ rules: { minNights: 4 } }),
    taken(),
    givenStay('2026-07-10', '2026-07-12'),
    ['07-10 to 07-14', '07-11 to 07-15', '07-09 to 07-13', '07-12 to 07-16'],
  ],
  [
    'notice: no day before it',
    givenTerms({ rules: { advanceNoticeDays: 5 } }),
    taken(),
    givenStay('2026-07-02', '2026-07-03'),
    ['07-06 to 07-07', '07-07 to 07-08', '07-08 to 07-09', '07-09 to 07-10'],
  ],
  ['nothing within a month', givenTerms(), taken(['2026-07-01', 70]), givenStay('2026-07-20', '2026-07-21'), []],
  ['the year 1970', givenTerms(), taken(), givenStay('1970-01-01', '1970-01-02'), []],
  [
    'the end of time',
    givenTerms(),
    taken(['9998-12-29', 2]),
    givenStay('9998-12-30', '9998-12-31'),
    ['12-28 to 12-29', '12-27 to 12-28', '12-26 to 12-27', '12-25 to 12-26'],
  ],
])('%s', (_, terms, sold, wanted, expected) => {
  expect(checkStay(terms, [], sold, wanted, now)).not.toEqual([]);
  expect(shown(nearestStays(terms, [], sold, wanted, now))).toEqual(expected);
});

test('other dates help only where every reason is about dates', () => {
  expect(isAboutDates([{ code: 'night_taken' }, { code: 'min_nights' }])).toBe(true);
  expect(isAboutDates([{ code: 'night_taken' }, { code: 'capacity' }])).toBe(false);
  expect(isAboutDates([])).toBe(false);
});

const weekdays = fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { maxLength: 3 });
const situation = fc.record({
  rules: fc.record({
    minNights: fc.integer({ min: 1, max: 5 }),
    minNightsWeekend: fc.constantFrom(null, 2, 6),
    maxNights: fc.integer({ min: 5, max: 12 }),
    advanceNoticeDays: fc.integer({ min: 0, max: 3 }),
    preparationNights: fc.integer({ min: 0, max: 2 }),
    bookingWindowMonths: fc.constantFrom(null, 1, 2),
    closedToArrival: weekdays,
    closedToDeparture: weekdays,
  }),
  runs: fc.array(
    fc.record({
      first: fc.integer({ min: 0, max: 60 }),
      length: fc.integer({ min: 1, max: 20 }),
      closed: fc.boolean(),
      minNightsThrough: fc.constantFrom(null, 3, 7),
    }),
    { maxLength: 4 },
  ),
  sold: fc.array(fc.integer({ min: 0, max: 70 }), { maxLength: 20 }),
  from: fc.integer({ min: -3, max: 60 }),
  nights: fc.integer({ min: 1, max: 14 }),
});

test('against a naive oracle: every stay fits, and none of its length is nearer', () => {
  const seen = { same: 0, other: 0, none: 0 };
  const today = nightOf('2026-07-01');
  fc.assert(
    fc.property(situation, ({ rules, runs, sold, from, nights }) => {
      const terms = givenTerms({ rules });
      const ranges = runs.map(({ first, length, ...says }, order) =>
        givenRange(addDays(today, first), addDays(today, first + length - 1), { ...says, order }),
      );
      const soldNights = new Set(sold.map((day) => addDays(today, day)));
      const wanted = givenStay(addDays(today, from), addDays(today, from + nights));
      const fits = (offset: number, count: number): boolean =>
        checkStay(
          terms,
          ranges,
          soldNights,
          givenStay(addDays(today, from + offset), addDays(today, from + offset + count)),
          now,
        ).length === 0;
      const naive = (count: number): string[] =>
        Array.from({ length: nearestWindowDays + 1 }, (_, distance) => (distance === 0 ? [0] : [distance, -distance]))
          .flat()
          .filter((offset) => fits(offset, count))
          .slice(0, nearestStaysMax)
          .map((offset) => addDays(wanted.checkIn, offset));
      const found = nearestStays(terms, ranges, soldNights, wanted, now);
      const sameLength = naive(nights);
      const count = found[0] ? countNights(found[0].checkIn, found[0].checkOut) : nights;
      expect(found.map((stay) => stay.checkIn)).toEqual(naive(count));
      expect(found.every((stay) => countNights(stay.checkIn, stay.checkOut) === count)).toBe(true);
      if (sameLength.length > 0) expect(count).toBe(nights);
      seen[found.length === 0 ? 'none' : count === nights ? 'same' : 'other'] += 1;
    }),
    { numRuns: 300 },
  );
  expect(Math.min(seen.same, seen.other)).toBeGreaterThan(20);
});

test('the longest stay over a full calendar is answered, with nothing', () => {
  const ranges = Array.from({ length: 700 }, (_, i) =>
    givenRange(addDays(nightOf('2026-07-01'), i), addDays(nightOf('2026-07-01'), i), {
      minNightsThrough: 366,
      order: i,
    }),
  );
  const terms = givenTerms({ rules: { preparationNights: 7, closedToDeparture: [1, 2, 3, 4, 5, 6, 7] } });
  expect(nearestStays(terms, ranges, new Set(), givenStay('2026-08-01', '2027-07-31'), now)).toEqual([]);
});
