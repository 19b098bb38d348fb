import {
  earlier,
  isAfter,
  isTimeOfDay,
  isTimeZone,
  later,
  localDate,
  localTime,
  wallClock,
  wallClockAfter,
  wallClockBefore,
} from '../../src/domain/stay-time';
import { nightOf } from '../../src/domain/night';
import { at } from './given';

const lisbon = 'Europe/Lisbon';

test('the day before a check-in in Lisbon on the day the clock goes back', () => {
  const checkIn = { night: nightOf('2026-10-25'), time: '15:00', timeZone: lisbon };
  expect(wallClock(checkIn.night, checkIn.time, lisbon).toString()).toBe('2026-10-25T15:00:00Z');
  // 15:00 local, an hour further away than 24 elapsed hours
  expect(wallClockBefore(checkIn, { days: 1 }).toString()).toBe('2026-10-24T14:00:00Z');
  expect(wallClockBefore(checkIn, { hours: 24 }).toString()).toBe('2026-10-24T14:00:00Z');
  expect(wallClockAfter({ ...checkIn, night: nightOf('2026-10-24') }, { hours: 24 }).toString()).toBe(
    '2026-10-25T15:00:00Z',
  );
});

test.each([
  ['2026-03-29', '01:30', '2026-03-29T01:30:00Z', 'skipped: the time after the gap, 02:30 summer time'],
  ['2026-10-25', '01:30', '2026-10-25T00:30:00Z', 'shown twice: the first'],
  ['2026-07-10', '15:00', '2026-07-10T14:00:00Z', 'summer'],
  ['2026-12-10', '15:00', '2026-12-10T15:00:00Z', 'winter'],
])('%s %s in Lisbon is %s (%s)', (night, time, instant) => {
  expect(wallClock(nightOf(night), time, lisbon).toString()).toBe(instant);
});

test.each([
  ['2026-07-09T23:30:00Z', lisbon, '2026-07-10', '00:30'],
  ['2026-07-09T23:30:00Z', 'America/New_York', '2026-07-09', '19:30'],
  ['2026-07-09T23:30:00Z', 'Pacific/Kiritimati', '2026-07-10', '13:30'],
  ['2026-07-09T23:59:59.999Z', 'UTC', '2026-07-09', '23:59'],
])('at %s it is %s: %s, %s', (instant, timeZone, date, time) => {
  expect(localDate(at(instant), timeZone)).toBe(date);
  expect(localTime(at(instant), timeZone)).toBe(time);
});

test.each([
  ['00:00', true],
  ['23:59', true],
  ['09:30', true],
  ['20:05', true],
  ['24:00', false],
  ['9:00', false],
  ['09:60', false],
  ['09:00:00', false],
  [900, false],
])('%p is a time of day: %p', (text, expected) => {
  expect(isTimeOfDay(text)).toBe(expected);
});

test.each([
  ['Europe/Lisbon', true],
  ['Mars/Olympus', false],
  ['', false],
])('%p is a time zone: %p', (name, expected) => {
  expect(isTimeZone(name)).toBe(expected);
});

test('an instant is not after itself', () => {
  const [first, second] = [at('2026-07-01T12:00:00Z'), at('2026-07-01T12:00:01Z')];
  expect([isAfter(first, second), isAfter(first, first), isAfter(second, first)]).toEqual([false, false, true]);
  expect([earlier(second, first), later(second, first)]).toEqual([first, second]);
});
