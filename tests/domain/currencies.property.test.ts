import fc from 'fast-check';
import { fromStripe, toStripe } from '../../src/adapters/stripe/stripe-amounts';
import { refundFor, type BookedStay } from '../../src/domain/cancellation';
import { cancellationPolicies } from '../../src/domain/cancellation-policy';
import { chargeStep, currencies, isChargeable } from '../../src/domain/currency';
import { hostPenalty } from '../../src/domain/host-penalty';
import { captured, refunded } from '../../src/domain/ledger-payments';
import { refundedAfterRelease, released } from '../../src/domain/ledger-payouts';
import { imbalances, type Posting } from '../../src/domain/ledger';
import { allocateInSteps, formatMajor, money, parseMajor } from '../../src/domain/money';
import { payoutSchedule } from '../../src/domain/payout-schedule';
import { keptSettlement, sharesBack, shareLike, settlementTotal } from '../../src/domain/release';
import { settle } from '../../src/domain/settlement';
import { anyStay } from './any-stay';
import { inLisbon } from './given';

const sum = (amounts: readonly number[]): number => amounts.reduce((a, b) => a + b, 0);
const policies = fc.constantFrom(...Object.values(cancellationPolicies));
/** From long before the stay to long after it. */
const hours = fc.integer({ min: -2_000, max: 2_000 });
const sold = (price: Parameters<typeof settle>[0] & Pick<BookedStay, 'nights'>): BookedStay => ({
  ...price,
  checkInTime: '15:00',
  timeZone: 'Europe/Lisbon',
  confirmedAt: inLisbon('2026-07-01T12:00'),
});

test.each(currencies.map((code) => [code]))(
  '%s: to the provider and back, and through text, nothing is lost',
  (code) => {
    fc.assert(
      fc.property(fc.integer({ min: -1_000_000, max: 1_000_000 }), (units) => {
        const amount = units * chargeStep(code);
        expect(fromStripe(toStripe(amount, code), code.toLowerCase())).toBe(amount);
        expect(parseMajor(formatMajor(money(amount, code)), code)).toEqual(money(amount, code));
      }),
      { numRuns: 50 },
    );
  },
);

test('whatever is charged, given back, owed or paid out in parts can be moved in its currency', () => {
  fc.assert(
    fc.property(anyStay, policies, hours, ({ price, checkIn }, policy, offset) => {
      const { currency } = price;
      const moves = (...amounts: number[]) =>
        amounts.forEach((amount) => expect(isChargeable(amount, currency)).toBe(true));
      const now = inLisbon(`${checkIn}T15:00`).add({ hours: offset });
      const outcome = refundFor(policy, sold(price), now);
      const settlement = settle(price, outcome.lines);
      const { penalty } = hostPenalty(sold(price), now);
      moves(price.total.amount, outcome.refund.amount, settlement.hostPayout, penalty.amount);
      expect(settlementTotal(settlement) + outcome.refund.amount).toBe(price.total.amount);
      for (const whole of [settle(price), settlement]) {
        const stay = {
          checkIn,
          nights: price.nights.length,
          checkInTime: '15:00',
          timeZone: 'Europe/Lisbon',
          currency,
        };
        const parts = payoutSchedule({ ...stay, settlement: whole, isHostsFirst: false });
        moves(...parts.map((part) => part.hostPayout));
        expect(sum(parts.map(settlementTotal))).toBe(settlementTotal(whole));
        expect(sum(parts.map((part) => part.tax))).toBe(whole.tax);
      }
    }),
    { numRuns: 2_000 },
  );
});

test('host, marketplace and tax office share what does not divide, and every posting of it sums to zero', () => {
  fc.assert(
    fc.property(anyStay, fc.nat(1_000), ({ price }, share) => {
      const { currency } = price;
      const total = price.total.amount;
      const whole = settle(price);
      const step = chargeStep(currency);
      const back = Math.floor((total / step) * (share / 1_000)) * step;
      const kept = keptSettlement(price, [], total - back);
      expect(settlementTotal(kept)).toBe(total - back);
      const returned = sharesBack(whole, back, kept, currency);
      expect(settlementTotal(returned)).toBe(back);
      expect(isChargeable(shareLike(whole, back, currency).hostPayout, currency)).toBe(true);
      const ids = { bookingId: 1, hostId: 1, currency };
      const postings: Posting[] = [
        captured({ ...ids, amount: total, fee: Math.floor(total / 30) }),
        released({ ...ids, ...whole }),
        refunded({ ...ids, amount: back }),
        refundedAfterRelease({ ...ids, ...returned, host: returned.hostPayout }),
      ];
      expect(postings.flatMap(imbalances)).toEqual([]);
    }),
    { numRuns: 2_000 },
  );
});

test('shares in whole steps sum to the amount, and what is less than a step is the first one’s', () => {
  expect(allocateInSteps(100_010, [30, 15], 10)).toEqual([66_670, 33_340]);
  expect(allocateInSteps(100_015, [30, 15], 10)).toEqual([66_675, 33_340]);
  expect(allocateInSteps(-100_015, [30, 15], 10)).toEqual([-66_675, -33_340]);
  expect(allocateInSteps(100, [1, 1, 1], 1)).toEqual([34, 33, 33]);
});
