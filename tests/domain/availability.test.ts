import type { Temporal } from 'temporal-polyfill';
import { absoluteMaxNights, checkStay, earliestCheckIn, nightsClosedBy } from '../../src/domain/availability';
import { nightStatuses } from '../../src/domain/night-statuses';
import type { CalendarRange } from '../../src/domain/calendar-range';
import { type Night, nightOf, nightsBetween } from '../../src/domain/night';
import type { PropertyTerms } from '../../src/domain/property-terms';
import { givenRange, givenStay, givenTerms, inLisbon } from './given';

/** July 2026: the 1st is a Wednesday, the 10th a Friday. */
const now = inLisbon('2026-07-01T12:00');
const nobody: ReadonlySet<Night> = new Set();
const sold = (checkIn: string, checkOut: string): ReadonlySet<Night> =>
  new Set(nightsBetween(nightOf(checkIn), nightOf(checkOut)));

interface Given {
  readonly terms?: PropertyTerms;
  readonly ranges?: readonly CalendarRange[];
  readonly taken?: ReadonlySet<Night>;
  readonly at?: Temporal.Instant;
}
const check = (given: Given, checkIn: string, checkOut: string, guests = {}) =>
  checkStay(
    given.terms ?? givenTerms(),
    given.ranges ?? [],
    given.taken ?? nobody,
    givenStay(checkIn, checkOut, guests),
    given.at ?? now,
  );
const codes = (...args: Parameters<typeof check>): string[] => check(...args).map((reason) => reason.code);

describe('nights', () => {
  test('a stay with nothing against it breaks no rule', () => {
    expect(check({}, '2026-07-10', '2026-07-13')).toEqual([]);
  });

  test('a stay has at least one night', () => {
    expect(check({}, '2026-07-10', '2026-07-10')).toEqual([
      { code: 'check_out_not_after_check_in', field: 'checkOut', limit: '2026-07-10', value: '2026-07-10' },
    ]);
    expect(codes({}, '2026-07-10', '2026-07-09')).toEqual(['check_out_not_after_check_in']);
  });

  test('no stay is longer than 366 nights, whatever the host allows', () => {
    const terms = givenTerms({ rules: { maxNights: 1_000 } });
    expect(codes({ terms }, '2026-07-10', '2027-07-11')).toEqual([]);
    expect(check({ terms }, '2026-07-10', '2027-07-12')).toEqual([
      { code: 'stay_too_long', field: 'checkOut', limit: absoluteMaxNights, value: 367 },
    ]);
  });

  test.each([
    ['2026-07-13', '2026-07-15', []],
    ['2026-07-08', '2026-07-10', []],
    ['2026-07-12', '2026-07-15', ['2026-07-12']],
    ['2026-07-11', '2026-07-12', ['2026-07-11']],
    ['2026-07-01', '2026-07-31', ['2026-07-10', '2026-07-11', '2026-07-12']],
  ])('beside a booking of [10, 13), [%s, %s) finds sold: %p', (checkIn, checkOut, nights) => {
    const reasons = check({ taken: sold('2026-07-10', '2026-07-13') }, checkIn, checkOut);
    expect(reasons).toEqual(nights.length === 0 ? [] : [{ code: 'night_taken', field: 'checkIn', value: nights }]);
  });

  test('a draft cannot be booked', () => {
    expect(codes({ terms: givenTerms({ plain: { state: 'draft' } }) }, '2026-07-10', '2026-07-11')).toEqual([
      'not_published',
    ]);
  });
});

describe('preparation time of 1 around [10, 13)', () => {
  const terms = givenTerms({ rules: { preparationNights: 1 } });
  const taken = sold('2026-07-10', '2026-07-13');

  test('closes the nights of the 9th and the 13th', () => {
    expect(nightsClosedBy(nightOf('2026-07-10'), nightOf('2026-07-13'), 1)).toEqual(
      nightsBetween(nightOf('2026-07-09'), nightOf('2026-07-14')),
    );
    const statuses = nightStatuses(terms, [], taken, nightOf('2026-07-08'), nightOf('2026-07-15'), now);
    expect(statuses.map((status) => status.reason)).toEqual([
      null,
      'preparation',
      'taken',
      'taken',
      'taken',
      'preparation',
      null,
    ]);
  });

  test.each([
    ['2026-07-13', '2026-07-15', ['2026-07-13']],
    ['2026-07-14', '2026-07-15', []],
    ['2026-07-07', '2026-07-10', ['2026-07-09']],
    ['2026-07-07', '2026-07-09', []],
  ])('[%s, %s) is refused for %p', (checkIn, checkOut, nights) => {
    const reasons = check({ terms, taken }, checkIn, checkOut);
    expect(reasons).toEqual(
      nights.length === 0 ? [] : [{ code: 'preparation_night', field: 'checkIn', value: nights }],
    );
  });
});

test.each([
  ['1970-01-01', '1970-01-02', ['in_the_past']],
  ['9998-12-30', '9998-12-31', []],
])('at the end of the calendar [%s, %s) is no fault', (checkIn, checkOut, expected) => {
  const terms = givenTerms({ rules: { preparationNights: 7 } });
  expect(codes({ terms }, checkIn, checkOut)).toEqual(expected);
  const statuses = nightStatuses(terms, [], sold(checkIn, checkOut), nightOf(checkIn), nightOf(checkOut), now);
  expect(statuses).toHaveLength(1);
});

describe('the most specific minimum wins', () => {
  const terms = givenTerms({ rules: { minNights: 1, minNightsWeekend: 3 } });

  test('an arrival on Friday needs 3, one on Thursday 1', () => {
    expect(check({ terms }, '2026-07-10', '2026-07-12')).toEqual([
      { code: 'min_nights', field: 'checkOut', limit: 3, value: 2 },
    ]);
    expect(check({ terms }, '2026-07-10', '2026-07-13')).toEqual([]);
    expect(check({ terms }, '2026-07-09', '2026-07-10')).toEqual([]);
  });

  test('a date of its own beats the weekend', () => {
    const ranges = [givenRange('2026-07-10', '2026-07-10', { minNights: 2 })];
    expect(check({ terms, ranges }, '2026-07-10', '2026-07-12')).toEqual([]);
  });

  test('of two ranges the one with the higher order wins, wherever it stands', () => {
    const strong = givenRange('2026-07-10', '2026-07-10', { minNights: 5, order: 9 });
    const weak = givenRange('2026-07-01', '2026-07-31', { minNights: 2, order: 1 });
    for (const ranges of [
      [strong, weak],
      [weak, strong],
    ]) {
      expect(check({ terms, ranges }, '2026-07-10', '2026-07-14')[0]).toMatchObject({ code: 'min_nights', limit: 5 });
    }
  });

  test('a range that only sets a price leaves the minimum to the one below it', () => {
    const ranges = [
      givenRange('2026-07-10', '2026-07-10', { minNights: 4, order: 1 }),
      givenRange('2026-07-10', '2026-07-10', { price: 5_000, order: 2 }),
    ];
    expect(check({ ranges }, '2026-07-10', '2026-07-13')[0]).toMatchObject({ code: 'min_nights', limit: 4 });
  });

  test('on arrival looks at the first night alone', () => {
    const ranges = [givenRange('2026-07-12', '2026-07-12', { minNights: 3 })];
    expect(check({ ranges }, '2026-07-11', '2026-07-13')).toEqual([]);
  });

  test('through = 3 on the 12th refuses [11, 13)', () => {
    const ranges = [givenRange('2026-07-12', '2026-07-12', { minNightsThrough: 3 })];
    expect(check({ ranges }, '2026-07-11', '2026-07-13')).toEqual([
      { code: 'min_nights_through', field: 'checkOut', limit: 3, value: 2 },
    ]);
    expect(check({ ranges }, '2026-07-11', '2026-07-14')).toEqual([]);
    expect(check({ ranges }, '2026-07-11', '2026-07-12')).toEqual([]); // the 12th is not part of it
  });
});

test.each([
  [undefined, '2026-07-18', ['max_nights']],
  [undefined, '2026-07-17', []],
  [14, '2026-07-24', []],
  [3, '2026-07-14', ['max_nights']],
])('at most 7 nights, %p on this arrival: until %s → %p', (maxNights, checkOut, expected) => {
  const ranges = [givenRange('2026-07-10', '2026-07-10', maxNights === undefined ? {} : { maxNights })];
  const terms = givenTerms({ rules: { maxNights: 7 } });
  expect(codes({ terms, ranges }, '2026-07-10', checkOut)).toEqual(expected);
});

describe('when the booking is made', () => {
  test('yesterday is past; today is not', () => {
    expect(check({}, '2026-06-30', '2026-07-02')).toEqual([
      { code: 'in_the_past', field: 'checkIn', limit: '2026-07-01', value: '2026-06-30' },
    ]);
    expect(check({}, '2026-07-01', '2026-07-02')).toEqual([]);
  });

  test('today is the day at the property, not here', () => {
    // 20:00 in New York is 01:00 of the next day in Lisbon
    const at = inLisbon('2026-07-02T01:00');
    expect(codes({ at }, '2026-07-01', '2026-07-03')).toEqual(['in_the_past']);
    expect(
      codes({ at, terms: givenTerms({ plain: { timeZone: 'America/New_York' } }) }, '2026-07-01', '2026-07-03'),
    ).toEqual([]);
  });

  test.each([
    ['18:00', '2026-07-01T18:00', []],
    ['18:00', '2026-07-01T18:00:01', ['advance_notice']],
    [null, '2026-07-01T23:59', []],
  ])('with a same-day cut-off at %p, at %s tonight is %p', (sameDayCutoff, at, expected) => {
    const terms = givenTerms({ rules: { sameDayCutoff } });
    expect(codes({ terms, at: inLisbon(at) }, '2026-07-01', '2026-07-02')).toEqual(expected);
    expect(codes({ terms, at: inLisbon(at) }, '2026-07-02', '2026-07-03')).toEqual([]);
  });

  test('two days of notice', () => {
    const terms = givenTerms({ rules: { advanceNoticeDays: 2, sameDayCutoff: '06:00' } });
    expect(check({ terms }, '2026-07-02', '2026-07-04')).toEqual([
      { code: 'advance_notice', field: 'checkIn', limit: '2026-07-03', value: '2026-07-02' },
    ]);
    expect(check({ terms }, '2026-07-03', '2026-07-04')).toEqual([]);
    expect(earliestCheckIn(terms, now)).toBe('2026-07-03');
  });

  test('a window of 3 months ends with the night of 1 October', () => {
    const terms = givenTerms({ rules: { bookingWindowMonths: 3 } });
    expect(check({ terms }, '2026-09-30', '2026-10-02')).toEqual([]);
    expect(check({ terms }, '2026-09-30', '2026-10-03')).toEqual([
      { code: 'booking_window', field: 'checkOut', limit: '2026-10-02', value: '2026-10-03' },
    ]);
  });
});

test('weekdays closed to arrival or departure', () => {
  const terms = givenTerms({ rules: { closedToArrival: [5], closedToDeparture: [7, 1] } });
  expect(check({ terms }, '2026-07-10', '2026-07-13')).toEqual([
    { code: 'closed_to_arrival', field: 'checkIn', limit: [5], value: 5 },
    { code: 'closed_to_departure', field: 'checkOut', limit: [7, 1], value: 1 },
  ]);
  expect(check({ terms }, '2026-07-09', '2026-07-14')).toEqual([]);
});

describe('closed dates', () => {
  test.each(['host', 'import', 'feed'] as const)('closed by %s', (source) => {
    const ranges = [givenRange('2026-07-11', '2026-07-12', { closed: true, source })];
    expect(check({ ranges }, '2026-07-10', '2026-07-12')).toEqual([
      { code: 'night_closed', field: 'checkIn', value: ['2026-07-11'] },
    ]);
    expect(check({ ranges }, '2026-07-13', '2026-07-14')).toEqual([]);
    expect(check({ ranges }, '2026-07-10', '2026-07-11')).toEqual([]);
  });

  test('a range that is not closed does not open what another closes', () => {
    const ranges = [
      givenRange('2026-07-10', '2026-07-12', { closed: true, source: 'feed', order: 1 }),
      givenRange('2026-07-10', '2026-07-12', { price: 9_900, order: 2 }),
    ];
    expect(codes({ ranges }, '2026-07-10', '2026-07-11')).toEqual(['night_closed']);
  });
});

describe('guests', () => {
  test.each([
    [{ adults: 3, children: 1 }, []],
    [{ adults: 3, children: 2 }, [{ code: 'capacity', field: 'guests', limit: 4, value: 5 }]],
    [{ adults: 4, infants: 2 }, []],
    [{ infants: 3 }, [{ code: 'infants', field: 'infants', limit: 2, value: 3 }]],
    [{ pets: 1 }, []],
    [{ pets: 2 }, [{ code: 'pets', field: 'pets', limit: 1, value: 2 }]],
    [{ adults: 0, children: 1 }, [{ code: 'adult_required', field: 'adults', limit: 1, value: 0 }]],
  ])('%p: %p', (guests, expected) => {
    expect(check({}, '2026-07-10', '2026-07-11', guests)).toEqual(expected);
  });
});

test('a refusal names every rule that it broke', () => {
  const terms = givenTerms({ rules: { minNights: 3, closedToArrival: [5], preparationNights: 1 } });
  const ranges = [givenRange('2026-07-11', '2026-07-11', { closed: true })];
  const given = { terms, ranges, taken: sold('2026-07-12', '2026-07-14') };
  expect(codes(given, '2026-07-10', '2026-07-12', { adults: 5, pets: 2 }).sort()).toEqual(
    ['capacity', 'closed_to_arrival', 'min_nights', 'night_closed', 'pets', 'preparation_night'].sort(),
  );
});

test('a calendar of no nights has none', () => {
  const night = nightOf('2026-07-10');
  expect(nightStatuses(givenTerms(), [], nobody, night, night, now)).toEqual([]);
});

test('night by night, for a calendar', () => {
  const terms = givenTerms({
    prices: { base: 10_000, weekend: 13_000 },
    rules: { minNights: 2, minNightsWeekend: 3, closedToArrival: [7], closedToDeparture: [6], bookingWindowMonths: 1 },
  });
  const ranges = [
    givenRange('2026-07-04', '2026-07-05', { price: 20_000, minNights: 1, minNightsThrough: 2, maxNights: 9 }),
    givenRange('2026-07-05', '2026-07-05', { closed: true }),
  ];
  const statuses = nightStatuses(
    terms,
    ranges,
    sold('2026-07-02', '2026-07-03'),
    nightOf('2026-06-30'),
    nightOf('2026-08-03'),
    now,
  );
  const status = (night: string) => statuses.find((each) => each.night === night);
  expect(statuses).toHaveLength(34);
  expect(status('2026-06-30')).toMatchObject({ free: false, reason: 'past' });
  expect(status('2026-07-01')).toMatchObject({ free: true, reason: null, price: 10_000, minNights: 2, maxNights: 365 });
  expect(status('2026-07-02')).toMatchObject({ free: false, reason: 'taken' });
  expect(status('2026-07-03')).toMatchObject({
    price: 13_000,
    minNights: 3,
    minNightsThrough: 0,
    closedToDeparture: false,
  });
  expect(status('2026-07-04')).toEqual({
    night: '2026-07-04',
    free: true,
    reason: null,
    price: 20_000,
    minNights: 1,
    maxNights: 9,
    minNightsThrough: 2,
    closedToArrival: false,
    closedToDeparture: true,
  });
  expect(status('2026-07-05')).toMatchObject({ free: false, reason: 'closed', closedToArrival: true });
  expect(status('2026-08-01')).toMatchObject({ free: true });
  expect(status('2026-08-02')).toMatchObject({ free: false, reason: 'booking_window' });
});
