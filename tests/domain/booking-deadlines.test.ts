import { holdExpiresAt, requestExpiresAt } from '../../src/domain/booking-deadlines';
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
