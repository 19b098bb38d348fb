import fc from 'fast-check';
import { alterationStates } from '../../src/domain/alteration-moves';
import { type BookingState, bookingStates, decideMove, holdsNights } from '../../src/domain/booking-moves';
import {
  type IntentStatus,
  type PaymentEffects,
  type PaymentState,
  alterationPaymentEffects,
  balanceEffects,
  paymentEffects,
  paymentStates,
} from '../../src/domain/payment-progress';

const intents: readonly IntentStatus[] = [
  'requires_payment_method',
  'requires_confirmation',
  'requires_action',
  'processing',
  'requires_capture',
  'canceled',
  'succeeded',
];
const effects = (
  payment: PaymentState,
  booking: BookingState,
  intent: IntentStatus,
  nightsFree = false,
): PaymentEffects => paymentEffects({ payment, booking, intent, nightsFree });

describe('money that came in', () => {
  test('pays for a hold', () => {
    expect(effects('processing', 'held', 'succeeded')).toEqual({ payment: 'captured', move: 'pay', owe: null });
  });

  test('after the hold ended: confirmed if the nights are still free, else refunded in full', () => {
    expect(effects('processing', 'expired', 'succeeded', true)).toMatchObject({ move: 'pay_late', owe: null });
    expect(effects('processing', 'expired', 'succeeded', false)).toMatchObject({ move: null, owe: 'full_refund' });
  });

  test.each(bookingStates)('for a booking that is %s: never both, never neither', (booking) => {
    for (const nightsFree of [true, false]) {
      const { move, owe } = effects('authorised', booking, 'succeeded', nightsFree);
      const state = move === null ? booking : stateAfter(booking, move);
      // Money is kept exactly where the booking has its nights; of a cancelled stay, what the cancellation said.
      const back = state === 'cancelled' ? 'cancellation_refund' : 'full_refund';
      expect(owe).toBe(holdsNights(state) ? null : back);
    }
  });
});

/** @throws when the table does not let the system make this move: then an answer of the provider would be a fault. */
function stateAfter(booking: BookingState, move: NonNullable<PaymentEffects['move']>): BookingState {
  const outcome = decideMove(booking, move, 'system');
  if (!outcome.ok) throw new Error(`${booking}: ${outcome.message}`);
  return outcome.value.to;
}

test('whatever is asked for is a move that the table allows', () => {
  for (const payment of paymentStates) {
    for (const booking of bookingStates) {
      for (const intent of intents) {
        for (const nightsFree of [true, false]) {
          const { move } = effects(payment, booking, intent, nightsFree);
          if (move !== null) expect(() => stateAfter(booking, move)).not.toThrow();
        }
      }
    }
  }
});

test.each(bookingStates)(
  'a reservation of money for a booking that is %s is let go unless somebody waits for it',
  (booking) => {
    const { move, owe } = effects('requires_payment', booking, 'requires_capture');
    const isWaitedFor = ['held', 'requested', 'confirmed'].includes(booking);
    expect([move, owe]).toEqual([booking === 'held' ? 'authorise' : null, isWaitedFor ? null : 'cancel_intent']);
  },
);

test.each([
  ['held', null],
  ['requested', 'expire'],
  ['confirmed', 'fail_capture'],
  ['completed', null],
  ['expired', null],
] as const)('an intent that was cancelled under a booking that is %s: %p', (booking, move) => {
  expect(effects('authorised', booking, 'canceled')).toEqual({ payment: 'cancelled', move, owe: null });
});

test('a declined card asks for another one; nothing else goes back', () => {
  expect(effects('processing', 'held', 'requires_payment_method').payment).toBe('requires_payment');
  expect(effects('authorised', 'requested', 'requires_payment_method').payment).toBeNull();
  expect(effects('captured', 'confirmed', 'requires_capture').payment).toBeNull();
  expect(effects('captured', 'confirmed', 'canceled').payment).toBeNull();
});

describe('the balance of a booking that is paid in parts', () => {
  const balance = (payment: PaymentState, booking: BookingState, intent: IntentStatus) =>
    balanceEffects({ payment, booking, intent });

  test.each(bookingStates)('that is %s: kept where the stay stands, else on its way back', (booking) => {
    const { payment, owe } = balance('requires_payment', booking, 'succeeded');
    const back = booking === 'cancelled' ? 'cancellation_refund' : 'full_refund';
    expect([payment, owe]).toEqual(['captured', holdsNights(booking) ? null : back]);
  });

  test.each([
    ['confirmed', 'renew'],
    ['checked_in', 'renew'],
    ['cancelled', null],
    ['expired', null],
    ['completed', null],
  ] as const)('an intent that was cancelled, of one that is %s: %p', (booking, owe) => {
    expect(balance('requires_payment', booking, 'canceled')).toEqual({ payment: 'cancelled', owe });
  });

  test('old news say nothing', () => {
    for (const booking of bookingStates) {
      for (const intent of intents) expect(balance('captured', booking, intent)).toEqual({ payment: null, owe: null });
    }
  });
});

describe('the difference of an alteration', () => {
  test.each(alterationStates)(
    'that is %s: applied with its money, or the money goes back, never both',
    (alteration) => {
      const come = alterationPaymentEffects({ payment: 'processing', alteration, intent: 'succeeded' });
      const isAwaited = alteration === 'accepted';
      expect(come).toEqual({
        payment: 'captured',
        move: isAwaited ? 'apply' : null,
        owe: isAwaited ? null : 'full_refund',
      });
      const gone = alterationPaymentEffects({ payment: 'requires_payment', alteration, intent: 'canceled' });
      expect(gone).toEqual({ payment: 'cancelled', move: isAwaited ? 'expire' : null, owe: null });
    },
  );

  test('old news say nothing', () => {
    for (const intent of intents) {
      const effects = alterationPaymentEffects({ payment: 'captured', alteration: 'applied', intent });
      expect(effects).toEqual({ payment: null, move: null, owe: null });
    }
  });
});

/** Plays news of one intent to a booking; the news tell where the intent is, in any order and any number of times. */
function play(news: readonly IntentStatus[], expireAfter: number, nightsFree: boolean) {
  let payment: PaymentState = 'creating';
  let booking: BookingState = 'held';
  const owed: string[] = [];
  news.forEach((intent, i) => {
    // A deadline ends what nobody paid for; what ends with money in hand is refunded by the one who ends it.
    const isUnpaid = payment !== 'captured' && (booking === 'held' || booking === 'requested');
    if (i === expireAfter && isUnpaid) booking = 'expired';
    const next = effects(payment, booking, intent, nightsFree);
    payment = next.payment ?? payment;
    booking = next.move === null ? booking : stateAfter(booking, next.move);
    if (next.owe !== null) owed.push(next.owe);
  });
  return { payment, booking, owed };
}

test('news that come doubled, late or in another order end in the same place, with at most one refund', () => {
  const anyNews = fc.array(fc.constantFrom<IntentStatus>('requires_action', 'processing', 'requires_capture'), {
    maxLength: 8,
  });
  fc.assert(
    fc.property(
      anyNews,
      anyNews,
      fc.integer({ min: -1, max: 9 }),
      fc.boolean(),
      (before, after, expireAfter, nightsFree) => {
        const { payment, booking, owed } = play(
          [...before, 'succeeded', ...after, 'succeeded'],
          expireAfter,
          nightsFree,
        );
        expect(payment).toBe('captured');
        const refunds = owed.filter((call) => call === 'full_refund').length;
        // A request that was paid for without an approval keeps waiting for one; it has its nights.
        expect(refunds).toBe(holdsNights(booking) ? 0 : 1);
      },
    ),
    { numRuns: 1_000 },
  );
});
