import fc from 'fast-check';
import { overridesBetween } from '../../../src/domain/calendar-range';
import { addDays, dayNumber, nightOf, nightOfDayNumber, weekdayOf } from '../../../src/domain/night';
import { type CalendarCell, CalendarRuns } from '../../../src/import/inside-airbnb/calendar-runs';
import { listingCalendar, weeksToToday } from '../../../src/import/inside-airbnb/listing-calendar';

const first = nightOf('2024-11-05');
const free = { available: true, price: 7_000, minNights: 2, maxNights: 365 };
const nothing = { price: undefined, minNights: undefined, maxNights: undefined };

function runsOf(cells: readonly CalendarCell[], listing = '1') {
  const calendar = new CalendarRuns();
  cells.forEach((cell, index) => calendar.add(listing, addDays(first, index), cell));
  return calendar.finish().get(listing) ?? [];
}

const range = (from: number, to: number, says: object) => ({
  firstNight: addDays(first, from),
  lastNight: addDays(first, to),
  closed: false,
  price: null,
  minNights: null,
  maxNights: null,
  reason: null,
  ...says,
});

test('the price that most nights have is the own one; the others become ranges', () => {
  const cells = [free, free, free, { ...free, price: 9_000 }, { ...free, price: 9_000 }];
  const calendar = listingCalendar(runsOf(cells), { price: 8_800, minNights: 1, maxNights: 365 }, 0);
  expect(calendar).toMatchObject({ price: 7_000, minNights: 2, maxNights: 365 });
  expect(calendar.ranges).toEqual([range(3, 4, { price: 9_000 })]);
});

test('a calendar without prices leaves the listing its own', () => {
  const cells = [free, free].map((cell) => ({ ...cell, price: null }));
  expect(listingCalendar(runsOf(cells), { ...nothing, price: 8_800 }, 0)).toMatchObject({ price: 8_800, ranges: [] });
  expect(listingCalendar(runsOf(cells), nothing, 0).price).toBeUndefined();
  expect(listingCalendar([], { price: 5, minNights: 3, maxNights: 9 }, 0)).toMatchObject({
    price: 5,
    minNights: 3,
    maxNights: 9,
  });
});

test("of equals the listing's own value counts", () => {
  const cells = [free, { ...free, price: 9_000 }];
  expect(listingCalendar(runsOf(cells), { ...nothing, price: 9_000 }, 0).price).toBe(9_000);
  expect(listingCalendar(runsOf(cells), { ...nothing, price: 1 }, 0).price).toBe(7_000);
});

test('closed nights in a row are one range, whatever they cost', () => {
  const closed = { ...free, available: false };
  const cells = [closed, { ...closed, price: 9_000 }, closed, free, closed];
  const { ranges, closedNights } = listingCalendar(runsOf(cells), nothing, 0);
  expect(closedNights).toBe(4);
  expect(ranges.filter((one) => one.closed).map(({ firstNight, lastNight }) => [firstNight, lastNight])).toEqual([
    [first, addDays(first, 2)],
    [addDays(first, 4), addDays(first, 4)],
  ]);
});

test('a night that comes twice counts once, and closed is closed', () => {
  const calendar = new CalendarRuns();
  expect(calendar.add('1', first, free)).toBe(true);
  expect(calendar.add('2', first, free)).toBe(true);
  expect(calendar.add('1', first, { ...free, available: false, price: 1 })).toBe(false);
  expect(calendar.finish().get('1')).toEqual([
    { ...free, available: false, first: dayNumber(first), last: dayNumber(first) },
  ]);
});

test('nights say the same before and after: any calendar, in any order, moved by weeks', () => {
  const cell = fc.record({
    available: fc.boolean(),
    price: fc.constantFrom(null, 5_000, 7_000),
    minNights: fc.constantFrom(null, 1, 3),
    maxNights: fc.constantFrom(null, 30, 365),
  });
  fc.assert(
    fc.property(
      fc.array(cell, { minLength: 1, maxLength: 40 }),
      fc.integer({ min: -20, max: 20 }),
      fc.integer(),
      (cells, weeks, seed) => {
        const calendar = new CalendarRuns();
        const order = cells
          .map((_, index) => index)
          .sort((a, b) => ((a * 7919 + seed) % 101) - ((b * 7919 + seed) % 101));
        for (const index of order) {
          calendar.add('1', addDays(first, index), cells[index] as CalendarCell);
          if (index % 3 === 0) calendar.add('2', addDays(first, index), free);
        }
        const own = listingCalendar(calendar.finish().get('1') ?? [], nothing, weeks * 7);
        const from = addDays(first, weeks * 7);
        const ranges = own.ranges.map((one, order) => ({
          ...one,
          firstNight: nightOf(one.firstNight),
          lastNight: nightOf(one.lastNight),
          source: 'import' as const,
          order,
        }));
        overridesBetween(ranges, from, addDays(from, cells.length)).forEach((night, index) => {
          const said = cells[index] as CalendarCell;
          expect(night.closed).toBe(!said.available);
          if (said.price !== null) expect(night.price ?? own.price).toBe(said.price);
          if (said.minNights !== null) expect(night.minNights ?? own.minNights).toBe(said.minNights);
          if (said.maxNights !== null) expect(night.maxNights ?? own.maxNights).toBe(said.maxNights);
        });
      },
    ),
  );
});

test('moved to today: by whole weeks, into the week that ends today', () => {
  fc.assert(
    fc.property(fc.integer({ min: 15_000, max: 25_000 }), fc.integer({ min: 15_000, max: 25_000 }), (day, today) => {
      const shift = weeksToToday(day, today);
      expect(weekdayOf(nightOfDayNumber(day + shift))).toBe(weekdayOf(nightOfDayNumber(day)));
      expect(today - (day + shift)).toBeGreaterThanOrEqual(0);
      expect(today - (day + shift)).toBeLessThan(7);
    }),
  );
});
