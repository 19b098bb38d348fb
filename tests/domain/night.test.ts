import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import {
  addDays,
  addMonths,
  countNights,
  dayNumber,
  nightOf,
  nightOfDayNumber,
  nightsBetween,
  parseNight,
  stayHasNight,
  staysClash,
  weekdayOf,
} from '../../src/domain/night';

const lastDay = dayNumber(nightOf('9998-12-31'));
const anyDay = fc.integer({ min: 0, max: lastDay });

describe('reading a night', () => {
  test.each(['1970-01-01', '2024-02-29', '2000-02-29', '9998-12-31'])('%s is one', (text) => {
    expect(parseNight(text)).toBe(text);
  });

  test.each([
    '1969-12-31',
    '9999-01-01',
    '2025-02-29',
    '2100-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-04-31',
    '2026-04-00',
    '2026-4-1',
    ' 2026-04-01',
    '2026-04-01\n',
    '2026-04-01T00:00',
    '٢٠٢٦-٠٤-٠١',
    '',
    null,
    20260401,
    ['2026-04-01'],
  ])('%p is none', (text) => {
    expect(parseNight(text)).toBeNull();
  });

  test('a wrong date in our own hands is a fault', () => {
    expect(() => nightOf('2025-02-29')).toThrow(RangeError);
  });
});

describe('counting', () => {
  test('the first day is 0', () => {
    expect(dayNumber(nightOf('1970-01-01'))).toBe(0);
    expect(nightOfDayNumber(0)).toBe('1970-01-01');
  });

  test('agrees with Temporal on any date, there and back', () => {
    const epoch = Temporal.PlainDate.from('1970-01-01');
    fc.assert(
      fc.property(anyDay, (day) => {
        const date = epoch.add({ days: day });
        const night = nightOf(date.toString());
        expect(dayNumber(night)).toBe(day);
        expect(nightOfDayNumber(day)).toBe(night);
        expect(weekdayOf(night)).toBe(date.dayOfWeek);
      }),
      { numRuns: 2_000 },
    );
  });

  test('months end where Temporal says', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: lastDay - 3_700 }), fc.integer({ min: 0, max: 120 }), (day, months) => {
        const night = nightOfDayNumber(day);
        expect(addMonths(night, months)).toBe(Temporal.PlainDate.from(night).add({ months }).toString());
      }),
      { numRuns: 1_000 },
    );
  });

  test.each([
    ['2026-02-28', 1, '2026-03-01'],
    ['2024-02-28', 1, '2024-02-29'],
    ['2026-12-31', 1, '2027-01-01'],
    ['2027-01-01', -1, '2026-12-31'],
  ])('%s and %i days is %s', (night, days, expected) => {
    expect(addDays(nightOf(night), days)).toBe(expected);
  });

  test('arithmetic reaches a year beyond what can be named, then it is a fault', () => {
    expect(addDays(nightOf('1970-01-01'), -1)).toBe('1969-12-31');
    expect(weekdayOf(addDays(nightOf('1970-01-01'), -365))).toBe(3); // 1969-01-01
    expect(addDays(nightOf('9998-12-31'), 1)).toBe('9999-01-01');
    expect(addMonths(nightOf('1970-01-31'), -12)).toBe('1969-01-31');
    expect(addMonths(nightOf('9998-12-31'), 12)).toBe('9999-12-31');
    expect(() => addMonths(nightOf('1970-01-31'), -13)).toThrow(RangeError);
    expect(() => addDays(nightOf('1970-01-01'), -366)).toThrow(RangeError);
    expect(() => addDays(nightOf('9998-12-31'), 366)).toThrow(RangeError);
    expect(() => addMonths(nightOf('9998-12-01'), 13)).toThrow(RangeError);
  });
});

describe('a stay is half-open', () => {
  test('[10, 13) has the nights of the 10th, 11th and 12th', () => {
    const nights = nightsBetween(nightOf('2026-07-10'), nightOf('2026-07-13'));
    expect(nights).toEqual(['2026-07-10', '2026-07-11', '2026-07-12']);
    expect(countNights(nightOf('2026-07-10'), nightOf('2026-07-13'))).toBe(3);
  });

  test('dates the wrong way round have no nights', () => {
    expect(nightsBetween(nightOf('2026-07-13'), nightOf('2026-07-10'))).toEqual([]);
    expect(countNights(nightOf('2026-07-13'), nightOf('2026-07-10'))).toBe(-3);
  });

  const stay = (from: number, to: number) => ({ checkIn: nightOfDayNumber(from), checkOut: nightOfDayNumber(to) });

  test.each([
    ['[10, 13) and [13, 15)', stay(10, 13), stay(13, 15), false],
    ['[10, 13) and [12, 15)', stay(10, 13), stay(12, 15), true],
    ['[10, 20) and [12, 15), one inside the other', stay(10, 20), stay(12, 15), true],
    ['[12, 15) and [10, 20), the other way round', stay(12, 15), stay(10, 20), true],
    ['[13, 15) and [10, 13)', stay(13, 15), stay(10, 13), false],
  ])('%s clash: %p', (_, a, b, clash) => {
    expect(staysClash(a, b)).toBe(clash);
  });

  test('two stays clash exactly when they share a night', () => {
    const anyStay = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 15 }));
    fc.assert(
      fc.property(anyStay, anyStay, ([a, aNights], [b, bNights]) => {
        const first = stay(a, a + aNights);
        const second = stay(b, b + bNights);
        const shared = nightsBetween(first.checkIn, first.checkOut).filter((night) => stayHasNight(second, night));
        expect(staysClash(first, second)).toBe(shared.length > 0);
      }),
    );
  });
});
