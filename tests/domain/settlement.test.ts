import { refundFor } from '../../src/domain/cancellation';
import { cancellationPolicies } from '../../src/domain/cancellation-policy';
import { priceStay } from '../../src/domain/price';
import { settle, settlementDifference } from '../../src/domain/settlement';
import { givenStay, givenTerms, inLisbon } from './given';

/** 5 nights × 100 + 50 cleaning, split fee of 3 % and 14 %, 6 % VAT: 550 + 77 + 33 = 660. */
const price = priceStay(givenTerms({ prices: { cleaningFee: 5_000 } }), [], givenStay('2026-07-10', '2026-07-15'), {
  now: inLisbon('2026-05-01T10:00'),
  fees: { model: 'split', hostBasisPoints: 300, guestBasisPoints: 1_400 },
  taxes: [{ code: 'vat', label: 'VAT', kind: 'percent', basisPoints: 600, of: ['accommodation', 'cleaning'] }],
});
const stay = {
  ...price,
  checkInTime: '15:00',
  timeZone: 'Europe/Lisbon',
  confirmedAt: inLisbon('2026-05-01T10:00'),
};
const refundsAt = (when: string) => refundFor(cancellationPolicies.flexible, stay, inLisbon(when)).lines;

test('a stay without refunds: the host has 550 less 3 %, the marketplace both fees', () => {
  expect(settle(price)).toEqual({ hostPayout: 53_350, platformFee: 1_650 + 7_700, tax: 3_300 });
});

test('cancelled a day late: one night for the host, 3 % of it and the service fee for the marketplace', () => {
  expect(settle(price, refundsAt('2026-07-10T10:00'))).toEqual({
    hostPayout: 10_670,
    platformFee: 330 + 7_700,
    tax: 660,
  });
});

test('cancelled in time: nobody has anything', () => {
  expect(settle(price, refundsAt('2026-07-01T10:00'))).toEqual({ hostPayout: 0, platformFee: 0, tax: 0 });
});

test('what each gives back is the difference', () => {
  const before = settle(price);
  const after = settle(price, refundsAt('2026-07-10T10:00'));
  expect(settlementDifference(before, after)).toEqual({ hostPayout: 42_680, platformFee: 1_320, tax: 2_640 });
});
