import { Temporal } from 'temporal-polyfill';
import * as fc from 'fast-check';
import {
  closedStay,
  mergeStays,
  nightsIn,
  without,
  within,
  type FeedEnd,
  type FeedMoment,
} from '../../src/domain/feed-nights';
import { addDays, nightOf, nightsBetween, type StayDates } from '../../src/domain/night';

const utc = (text: string): FeedMoment => ({ kind: 'instant', at: Temporal.Instant.from(text) });
const local = (text: string): FeedMoment => ({ kind: 'floating', at: Temporal.PlainDateTime.from(text) });
const zoned = (text: string, timeZone: string): FeedMoment => ({
  kind: 'zoned',
  at: Temporal.PlainDateTime.from(text),
  timeZone,
});
const day = (text: string): FeedMoment => ({ kind: 'date', date: Temporal.PlainDate.from(text) });
const lasts = (text: string): FeedEnd => ({ kind: 'duration', duration: Temporal.Duration.from(text) });

/** Clocks change on 2026-03-29 and 2026-10-25 in Lisbon, on 2026-03-08 and 2026-11-01 in New York, by half an hour on Lord Howe Island. */
describe('the nights of an event, where clocks change', () => {
  test.each<[string, string, FeedMoment, FeedEnd, string]>([
    [
      'Europe/Lisbon',
      'over the change, in UTC',
      utc('2026-10-24T14:00:00Z'),
      utc('2026-10-26T11:00:00Z'),
      '2026-10-24 2026-10-26',
    ],
    [
      'Europe/Lisbon',
      'midnight in summer is 23:00 in UTC',
      utc('2026-10-24T23:00:00Z'),
      utc('2026-10-27T00:00:00Z'),
      '2026-10-25 2026-10-27',
    ],
    ['Europe/Lisbon', 'a time that is skipped', local('2026-03-29T01:30:00'), lasts('P1D'), '2026-03-29 2026-03-30'],
    [
      'Europe/Lisbon',
      'a day of 25 hours is a day',
      zoned('2026-10-25T00:00:00', 'Europe/Lisbon'),
      lasts('P1D'),
      '2026-10-25 2026-10-26',
    ],
    [
      'Europe/Lisbon',
      '24 hours of it end on the same day',
      zoned('2026-10-25T00:00:00', 'Europe/Lisbon'),
      lasts('PT24H'),
      '2026-10-25 2026-10-26',
    ],
    [
      'Europe/Lisbon',
      '48 hours from it end an hour early',
      zoned('2026-10-25T00:00:00', 'Europe/Lisbon'),
      lasts('PT48H'),
      '2026-10-25 2026-10-26',
    ],
    [
      'America/New_York',
      'the evening before, in UTC',
      utc('2026-11-01T03:59:00Z'),
      utc('2026-11-03T16:00:00Z'),
      '2026-10-31 2026-11-03',
    ],
    [
      'America/New_York',
      'after the change, midnight is at five',
      utc('2026-11-02T05:00:00Z'),
      utc('2026-11-04T04:59:00Z'),
      '2026-11-02 2026-11-03',
    ],
    ['America/New_York', 'dates know no clock', day('2026-10-31'), day('2026-11-02'), '2026-10-31 2026-11-02'],
    [
      'America/New_York',
      'a day from one that has 23 hours',
      zoned('2026-03-08T00:00:00', 'America/New_York'),
      lasts('P2D'),
      '2026-03-08 2026-03-10',
    ],
    [
      'Australia/Lord_Howe',
      'half an hour: before',
      utc('2026-04-04T12:59:00Z'),
      utc('2026-04-06T13:29:00Z'),
      '2026-04-04 2026-04-06',
    ],
    [
      'Australia/Lord_Howe',
      'half an hour: after',
      utc('2026-04-05T13:30:00Z'),
      utc('2026-04-07T13:30:00Z'),
      '2026-04-06 2026-04-08',
    ],
    [
      'Asia/Kolkata',
      'no change ever',
      utc('2026-10-24T18:30:00Z'),
      utc('2026-10-26T18:29:00Z'),
      '2026-10-25 2026-10-26',
    ],
    [
      'Asia/Kolkata',
      "another zone's wall clock",
      zoned('2026-10-24T20:00:00', 'Europe/Lisbon'),
      zoned('2026-10-26T20:00:00', 'Europe/Lisbon'),
      '2026-10-25 2026-10-27',
    ],
    [
      'Pacific/Kiritimati',
      'far in the east',
      utc('2026-10-24T10:00:00Z'),
      utc('2026-10-25T10:00:00Z'),
      '2026-10-25 2026-10-26',
    ],
  ])('%s: %s', (timeZone, _name, start, end, expected) => {
    const { checkIn, checkOut } = closedStay(start, end, timeZone);
    expect(`${checkIn} ${checkOut}`).toBe(expected);
  });

  test.each<[string, FeedMoment, FeedEnd, string]>([
    ['no end', day('2027-02-05'), null, '2027-02-05 2027-02-06'],
    ['an end before its start', day('2027-02-05'), day('2027-02-01'), '2027-02-05 2027-02-06'],
    ['no time at all', day('2027-02-05'), lasts('PT0S'), '2027-02-05 2027-02-06'],
    ['since ever, for ever', day('-001000-01-01'), day('+012000-01-01'), '1970-01-01 9998-12-30'],
    ['after all years', day('+012000-01-01'), null, '9998-12-30 9998-12-31'],
  ])('never less than a night, never beyond the calendar: %s', (_name, start, end, expected) => {
    const { checkIn, checkOut } = closedStay(start, end, 'Europe/Lisbon');
    expect(`${checkIn} ${checkOut}`).toBe(expected);
  });
});

describe('sets of nights', () => {
  const first = nightOf('2027-01-01');
  const stays = fc.array(
    fc.record({ from: fc.nat(40), nights: fc.integer({ min: 1, max: 9 }) }).map(({ from, nights }): StayDates => {
      return { checkIn: addDays(first, from), checkOut: addDays(first, from + nights) };
    }),
    { maxLength: 12 },
  );
  const setOf = (runs: readonly StayDates[]) =>
    [...new Set(runs.flatMap(({ checkIn, checkOut }) => nightsBetween(checkIn, checkOut)))].sort();

  test('merged they are the same nights, in as few runs as can be', () => {
    fc.assert(
      fc.property(stays, (some) => {
        const merged = mergeStays(some);
        expect(merged.flatMap(({ checkIn, checkOut }) => nightsBetween(checkIn, checkOut))).toEqual(setOf(some));
        merged.slice(1).forEach((run, i) => expect(run.checkIn > (merged[i] as StayDates).checkOut).toBe(true));
        expect(nightsIn(merged)).toBe(setOf(some).length);
      }),
    );
  });

  test('without others they are the nights that those do not have', () => {
    fc.assert(
      fc.property(stays, stays, (some, others) => {
        const gone = new Set(setOf(others));
        expect(setOf(without(mergeStays(some), mergeStays(others)))).toEqual(
          setOf(some).filter((night) => !gone.has(night)),
        );
      }),
    );
  });

  test('within bounds they are those between', () => {
    const [from, to] = [addDays(first, 10), addDays(first, 30)];
    fc.assert(
      fc.property(stays, (some) => {
        expect(setOf(within(mergeStays(some), from, to))).toEqual(
          setOf(some).filter((night) => night >= from && night < to),
        );
      }),
    );
  });
});
