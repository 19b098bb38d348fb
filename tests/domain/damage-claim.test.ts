import { Temporal } from 'temporal-polyfill';
import {
  claimActors,
  claimMoveNames,
  claimMoves,
  claimStateDiagram,
  claimStates,
  type ClaimActor,
  decideClaimMove,
  isOpenClaim,
} from '../../src/domain/claim-moves';
import {
  checkAward,
  checkClaim,
  claimAnswerBy,
  claimMaximum,
  claimWindowClosesAt,
  defaultClaimRules,
} from '../../src/domain/damage-claim';
import { imbalances } from '../../src/domain/ledger';
import { claimPaid } from '../../src/domain/ledger-claims';
import { nightOf } from '../../src/domain/night';

/** Who, from where, to what. */
const expected: Record<string, { by: ClaimActor; from: readonly (string | null)[]; to: string }> = {
  file: { by: 'host', from: [null], to: 'filed' },
  accept: { by: 'guest', from: ['filed'], to: 'awaiting_payment' },
  dispute: { by: 'guest', from: ['filed'], to: 'in_review' },
  escalate: { by: 'system', from: ['filed'], to: 'in_review' },
  award: { by: 'staff', from: ['in_review'], to: 'awaiting_payment' },
  reject: { by: 'staff', from: ['in_review'], to: 'rejected' },
  withdraw: { by: 'host', from: ['filed', 'in_review', 'awaiting_payment'], to: 'withdrawn' },
  pay: { by: 'system', from: ['awaiting_payment'], to: 'paid' },
  give_up: { by: 'staff', from: ['awaiting_payment'], to: 'unpaid' },
};

test.each([...claimMoveNames])('%s', (name) => {
  const { by, from, to } = expected[name] as (typeof expected)[string];
  for (const actor of claimActors) {
    for (const state of [null, ...claimStates]) {
      const outcome = decideClaimMove(state, name, actor);
      if (actor !== by) expect(outcome).toMatchObject({ ok: false, kind: 'forbidden' });
      else if (!from.includes(state)) expect(outcome).toMatchObject({ ok: false, kind: 'conflict' });
      else expect(outcome).toEqual({ ok: true, value: to });
    }
  }
});

test('every move stands once in the table, every state can be reached, and what is open can end', () => {
  expect(claimMoves.map((move) => move.name)).toEqual([...claimMoveNames]);
  expect(new Set(claimMoves.map((move) => move.to))).toEqual(new Set(claimStates));
  expect(claimStates.filter(isOpenClaim)).toEqual(['filed', 'in_review', 'awaiting_payment']);
  expect(claimStateDiagram().split('\n')).toContain('  filed --> in_review: escalate (system)');
});

const checkOut = { night: nightOf('2026-10-20'), time: '11:00', timeZone: 'Europe/Lisbon' };
const at = (instant: string) => Temporal.Instant.from(instant);
const stay = { state: 'completed', currency: 'EUR', checkOut } as const;
const broken = (...args: Parameters<typeof checkClaim>) => checkClaim(...args).map(({ code }) => code);

test('the window is 14 days on the clock at the property, over a night on which it changes, to the instant', () => {
  expect(claimWindowClosesAt(checkOut).toString()).toBe('2026-11-03T11:00:00Z');
  const asked = { amount: 10_000, items: [] };
  expect(broken(asked, stay, defaultClaimRules, at('2026-11-03T11:00:00Z'))).toEqual([]);
  expect(broken(asked, stay, defaultClaimRules, at('2026-11-03T11:00:00.001Z'))).toEqual(['claim_window_closed']);
});

test('the guest answers in 24 hours', () => {
  expect(claimAnswerBy(at('2026-10-24T18:30:00Z')).toString()).toBe('2026-10-25T18:30:00Z');
});

test.each(['held', 'confirmed', 'checked_in', 'cancelled', 'no_show', 'expired'] as const)(
  'nothing is claimed of a stay that is %s',
  (state) => {
    const asked = { amount: 1, items: [] };
    expect(broken(asked, { ...stay, state }, defaultClaimRules, at('2026-10-21T00:00:00Z'))).toEqual([
      'stay_not_completed',
    ]);
  },
);

test.each([
  ['EUR', 500_000],
  ['JPY', 5_000],
  ['BHD', 5_000_000],
])('the most in %s is %i, and not one more', (currency, most) => {
  expect(claimMaximum(currency, defaultClaimRules)).toBe(most);
  const now = at('2026-10-21T00:00:00Z');
  const check = (amount: number) => broken({ amount, items: [] }, { ...stay, currency }, defaultClaimRules, now);
  expect([check(most), check(most + 1)]).toEqual([[], ['claim_too_high']]);
});

test('items, where there are any, sum to what is claimed', () => {
  const items = [
    { label: 'A lamp', amount: 4_000 },
    { label: 'Cleaning', amount: 6_000 },
  ];
  const now = at('2026-10-21T00:00:00Z');
  expect(broken({ amount: 10_000, items }, stay, defaultClaimRules, now)).toEqual([]);
  expect(checkClaim({ amount: 10_001, items }, stay, defaultClaimRules, now)).toEqual([
    { code: 'claim_items_sum', field: 'items', limit: 10_001, value: 10_000 },
  ]);
});

test('staff award no more than was claimed', () => {
  expect(checkAward(0, 100)).toEqual([]);
  expect(checkAward(100, 100)).toEqual([]);
  expect(checkAward(101, 100)).toEqual([{ code: 'award_too_high', field: 'amount', limit: 100, value: 101 }]);
});

test('what is paid for damage is the host’s, all of it', () => {
  const posting = claimPaid({ bookingId: 1, hostId: 2, amount: 10_000, currency: 'EUR' });
  expect(posting.entries).toEqual([
    { account: 'guest_funds:1', amount: 10_000, currency: 'EUR' },
    { account: 'host_payable:2', amount: -10_000, currency: 'EUR' },
  ]);
  expect(imbalances(posting)).toEqual([]);
});
