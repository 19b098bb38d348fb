import { alterationPaymentDueAt, holdExpiresAt, requestExpiresAt } from '../../src/domain/booking-deadlines';
import { nightOf } from '../../src/domain/night';
import { at } from './given';

test('a hold lasts 15 minutes', () => {
  expect(holdExpiresAt(at('2026-07-01T12:00:00Z')).toString()).toBe('2026-07-01T12:15:00Z');
  expect(holdExpiresAt(at('2026-07-01T12:00:00Z'), 5).toString()).toBe('2026-07-01T12:05:00Z');
});

test.each([
  [null, '2026-07-02T12:00:00Z'],
  ['2026-07-08T12:00:00Z', '2026-07-02T12:00:00Z'],
  ['2026-07-03T00:00:00Z', '2026-07-02T12:00:00Z'],
  ['2026-07-02T20:00:00Z', '2026-07-02T08:00:00Z'],
])(
  'asked on 07-01 at 12:00Z with a card that can be charged until %p, the host has until %s',
  (captureBefore, expected) => {
    const until = requestExpiresAt(at('2026-07-01T12:00:00Z'), captureBefore === null ? null : at(captureBefore));
    expect(until.toString()).toBe(expected);
  },
);

describe('the difference of an accepted alteration can be paid', () => {
  // 10 to 13 July in Lisbon (UTC+1): in at 15:00, out at 11:00.
  const own = {
    checkIn: nightOf('2026-07-10'),
    checkOut: nightOf('2026-07-13'),
    checkInAt: at('2026-07-10T14:00:00Z'),
    checkOutAt: at('2026-07-13T10:00:00Z'),
  };
  const due = (accepted: string, checkIn: string, checkOut: string, numbers = {}, checkInTime = '15:00') =>
    alterationPaymentDueAt(
      at(accepted),
      own,
      { checkIn: nightOf(checkIn), checkOut: nightOf(checkOut), checkInTime, timeZone: 'Europe/Lisbon' },
      numbers,
    ).toString();

  test.each([
    ['a day, long before', '2026-07-01T12:00:00Z', '2026-07-10', '2026-07-15', '2026-07-02T12:00:00Z'],
    ['until its check-out, a longer one', '2026-07-12T20:00:00Z', '2026-07-10', '2026-07-15', '2026-07-13T10:00:00Z'],
    ['until the new check-in, an earlier one', '2026-07-08T20:00:00Z', '2026-07-09', '2026-07-13', '2026-07-09T14:00:00Z'],
    ['until the old check-in, a later one', '2026-07-10T08:00:00Z', '2026-07-12', '2026-07-16', '2026-07-10T14:00:00Z'],
    ['until the old check-in, one elsewhere', '2026-07-10T08:00:00Z', '2026-08-12', '2026-08-16', '2026-07-10T14:00:00Z'],
    ['until check-in, more guests', '2026-07-10T08:00:00Z', '2026-07-10', '2026-07-13', '2026-07-10T14:00:00Z'],
    ['until check-out, more guests of a stay under way', '2026-07-12T20:00:00Z', '2026-07-10', '2026-07-13', '2026-07-13T10:00:00Z'],
    ['a hold’s time at least, at the door', '2026-07-13T09:50:00Z', '2026-07-10', '2026-07-15', '2026-07-13T10:05:00Z'],
    ['a hold’s time at least, the check-in over', '2026-07-10T20:00:00Z', '2026-07-12', '2026-07-16', '2026-07-10T20:15:00Z'],
  ])('%s: accepted at %s, %s to %s: %s', (_, accepted, checkIn, checkOut, expected) => {
    expect(due(accepted, checkIn, checkOut)).toBe(expected);
  }); // prettier-ignore

  test('by the operator’s numbers', () => {
    const accepted = '2026-07-01T12:00:00Z';
    expect(due(accepted, '2026-07-10', '2026-07-15', { hours: 3 })).toBe('2026-07-01T15:00:00Z');
    expect(due(accepted, '2026-07-10', '2026-07-15', { hours: 1, holdMinutes: 90 })).toBe('2026-07-01T13:30:00Z');
  });

  test('until the first added night, where it begins before the check-out of the one before', () => {
    expect(due('2026-07-12T20:00:00Z', '2026-07-10', '2026-07-15', {}, '09:00')).toBe('2026-07-13T08:00:00Z');
  });
});
