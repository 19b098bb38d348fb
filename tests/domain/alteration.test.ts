import {
  alterationDifference,
  checkAlterable,
  checkAlteration,
  checkAlteredDates,
  withoutOwnNights,
} from '../../src/domain/alteration';
import type { CalendarRange } from '../../src/domain/calendar-range';
import { nightOf, nightsBetween } from '../../src/domain/night';
import type { PropertyTerms } from '../../src/domain/property-terms';
import { givenRange, givenStay, givenTerms, inLisbon } from './given';

/** The booking is [10, 13) of July; the next one is [15, 18). */
const own = { checkIn: nightOf('2026-07-10'), checkOut: nightOf('2026-07-13') };
const taken = new Set([
  ...nightsBetween(own.checkIn, own.checkOut),
  ...nightsBetween(nightOf('2026-07-15'), nightOf('2026-07-18')),
]);
interface Given {
  readonly terms?: PropertyTerms;
  readonly ranges?: readonly CalendarRange[];
  readonly at?: string;
}
const check = ({ terms, ranges, at }: Given, checkIn: string, checkOut: string) =>
  checkAlteration(
    terms ?? givenTerms(),
    ranges ?? [],
    taken,
    own,
    givenStay(checkIn, checkOut),
    inLisbon(at ?? '2026-07-01T12:00'),
  );
const codes = (...args: Parameters<typeof check>) => check(...args).map((reason) => reason.code);

test("the booking's own nights do not stand in its way, other people's do", () => {
  expect(check({}, '2026-07-09', '2026-07-15')).toEqual([]);
  expect(check({}, '2026-07-11', '2026-07-16')).toEqual([
    { code: 'night_taken', field: 'checkIn', value: ['2026-07-15'] },
  ]);
  expect([...withoutOwnNights(taken, own)]).toEqual(['2026-07-15', '2026-07-16', '2026-07-17']);
});

test('preparation time counts against others, not against itself', () => {
  const terms = givenTerms({ rules: { preparationNights: 1 } });
  expect(check({ terms }, '2026-07-10', '2026-07-14')).toEqual([]);
  expect(codes({ terms }, '2026-07-10', '2026-07-15')).toEqual(['preparation_night']);
});

test('a stay under way can be made longer: its check-in is past, but it is not new', () => {
  expect(check({ at: '2026-07-11T12:00' }, '2026-07-10', '2026-07-14')).toEqual([]);
  expect(codes({ at: '2026-07-11T12:00' }, '2026-07-09', '2026-07-14')).toEqual(['in_the_past']);
});

test('rules for an arrival or a departure bind where that changes', () => {
  const terms = givenTerms({ rules: { closedToArrival: [5, 6], closedToDeparture: [1, 2] } });
  expect(check({ terms }, '2026-07-10', '2026-07-15')).toEqual([]);
  expect(check({ terms }, '2026-07-09', '2026-07-13')).toEqual([]);
  expect(codes({ terms }, '2026-07-11', '2026-07-14')).toEqual(['closed_to_arrival', 'closed_to_departure']);
});

test('nights that the guest has may have been closed since; new ones must be open', () => {
  const ranges = [givenRange('2026-07-10', '2026-07-13', { closed: true })];
  expect(check({ ranges }, '2026-07-11', '2026-07-13')).toEqual([]);
  expect(check({ ranges }, '2026-07-10', '2026-07-14')).toEqual([
    { code: 'night_closed', field: 'checkIn', value: ['2026-07-13'] },
  ]);
});

test('the length is asked again', () => {
  expect(codes({ terms: givenTerms({ rules: { minNights: 3 } }) }, '2026-07-10', '2026-07-12')).toEqual(['min_nights']);
});

test.each([
  [30_000, 40_000, 10_000],
  [30_000, 20_000, -10_000],
  [30_000, 30_000, 0],
])('from %i to %i the difference is %i', (before, after, amount) => {
  const total = (value: number) => ({ total: { amount: value, currency: 'EUR' } });
  expect(alterationDifference(total(before), total(after))).toEqual({ amount, currency: 'EUR' });
});

test.each(['held', 'requested', 'completed', 'cancelled', 'declined', 'expired', 'no_show'] as const)(
  'a booking that is %s cannot be altered',
  (state) => {
    expect(checkAlterable(state).map((reason) => reason.code)).toEqual(['not_alterable']);
  },
);

test.each(['confirmed', 'checked_in'] as const)('a booking that is %s can', (state) => {
  expect(checkAlterable(state)).toEqual([]);
});

describe('whatever the calendar says', () => {
  const today = nightOf('2026-07-12');
  const asked = (state: 'confirmed' | 'checked_in', checkIn: string, checkOut: string) =>
    checkAlteredDates({ ...own, state }, { checkIn: nightOf(checkIn), checkOut: nightOf(checkOut) }, today);

  test('a guest who has arrived does not arrive on another day; one who has not can', () => {
    expect(asked('checked_in', '2026-07-12', '2026-07-14')).toEqual([
      { code: 'already_arrived', field: 'checkIn', limit: '2026-07-10', value: '2026-07-12' },
    ]);
    expect(asked('checked_in', '2026-07-10', '2026-07-14')).toEqual([]);
    expect(asked('confirmed', '2026-07-12', '2026-07-14')).toEqual([]);
  });

  test('nights that were stayed are not given back: the earliest check-out is today', () => {
    expect(asked('checked_in', '2026-07-10', '2026-07-11')).toEqual([
      { code: 'in_the_past', field: 'checkOut', limit: '2026-07-12', value: '2026-07-11' },
    ]);
    expect(asked('checked_in', '2026-07-10', '2026-07-12')).toEqual([]);
  });
});
