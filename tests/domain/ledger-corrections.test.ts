import { postingKinds } from '../../src/domain/ledger';
import { decideAdjustment, decideReversal } from '../../src/domain/ledger-corrections';
import type { Outcome } from '../../src/domain/refusal';

const code = (outcome: Outcome<null>) => (outcome.ok ? 'done' : outcome.reasons[0]?.code);

test('only an adjustment is undone by hand, and once', () => {
  const undo = (kind: (typeof postingKinds)[number], source = 'casita', isReversed = false) =>
    code(decideReversal({ kind, source, isReversed }));
  expect(postingKinds.filter((kind) => undo(kind) === 'done')).toEqual(['adjustment']);
  expect(undo('adjustment', 'casita', true)).toBe('already_reversed');
  expect(undo('captured', 'stripe')).toBe('mirrors_provider');
});

test.each([
  ['refunded', 'follows_refund'],
  ['refund_paid_by_dispute', 'follows_refund'],
  ['refund_cover_returned', 'follows_refund'],
  ['released', 'follows_payout'],
  ['netted', 'follows_payout'],
  ['host_penalty', 'waive_instead'],
  ['penalty_waived', 'follows_penalty'],
  ['reversed', 'is_a_reversal'],
  ['dispute_held', 'follows_its_object'],
] as const)('%s has its own way: %s', (kind, way) => {
  expect(code(decideReversal({ kind, source: 'casita', isReversed: false }))).toBe(way);
});

test.each([
  [0, 'not_within_booking'],
  [1, 'done'],
  [-41_000, 'done'],
  [41_000, 'done'],
  [41_001, 'not_within_booking'],
  [-41_001, 'not_within_booking'],
])('a correction is not zero, and no more than the booking costs: %i', (amount, expected) => {
  expect(code(decideAdjustment(amount, 41_000))).toBe(expected);
});
