import { Temporal } from 'temporal-polyfill';
import { bookingMoves, type BookingState, type MoveName } from '../../src/domain/booking-moves';
import {
  checkCouponForm,
  checkCouponTotal,
  checkCouponUse,
  couponUseAfter,
  type CouponForm,
  type CouponTerms,
} from '../../src/domain/coupon-terms';
import { nightOf } from '../../src/domain/night';

const now = Temporal.Instant.from('2026-07-01T12:00:00Z');
const at = (text: string) => Temporal.Instant.from(text);
const terms: CouponTerms = {
  coupon: {
    code: 'TEN',
    label: 'Ten off',
    value: { kind: 'percent', basisPoints: 1_000 },
    fundedBy: 'marketplace',
    minNights: null,
  },
  active: true,
  hostId: null,
  validFrom: null,
  validUntil: null,
  stayFrom: null,
  stayUntil: null,
  maxUses: null,
  maxUsesPerGuest: null,
};
const stay = { hostId: 5, currency: 'EUR', checkIn: nightOf('2026-07-10'), checkOut: nightOf('2026-07-13') };
const codes = (changes: Partial<CouponTerms>, total = 0, byGuest: number | null = 0) =>
  checkCouponUse({ ...terms, ...changes }, stay, { total, byGuest }, now).map(({ code }) => code);
const withValue = (coupon: Partial<CouponTerms['coupon']>) => ({ coupon: { ...terms.coupon, ...coupon } });

describe('a coupon on a stay of 3 nights from 07-10, asked for on 07-01 at 12:00Z', () => {
  test.each<[string, Partial<CouponTerms>, number, number | null, string[]]>([
    ['without limits', {}, 1_000, 1_000, []],
    ['switched off', { active: false }, 0, 0, ['coupon_unknown']],
    ["of this stay's host", { hostId: 5 }, 0, 0, []],
    ["of another host's", { hostId: 6 }, 0, 0, ['coupon_unknown']],
    ['switched off, ended and used up', { active: false, maxUses: 1, validUntil: at('2026-06-01T00:00:00Z') }, 1, 0, ['coupon_unknown']], // prettier-ignore
    ['from this instant on', { validFrom: now }, 0, 0, []],
    ['from a second later on', { validFrom: now.add({ seconds: 1 }) }, 0, 0, ['coupon_not_yet_valid']],
    ['until this instant', { validUntil: now }, 0, 0, []],
    ['until a second ago', { validUntil: now.subtract({ seconds: 1 }) }, 0, 0, ['coupon_ended']],
    ['for nights from the 10th', { stayFrom: nightOf('2026-07-10') }, 0, 0, []],
    ['for nights from the 11th', { stayFrom: nightOf('2026-07-11') }, 0, 0, ['coupon_stay_dates']],
    ['for nights to the 12th, the last', { stayUntil: nightOf('2026-07-12') }, 0, 0, []],
    ['for nights to the 11th', { stayUntil: nightOf('2026-07-11') }, 0, 0, ['coupon_stay_dates']],
    ['with one use left', { maxUses: 10 }, 9, 0, []],
    ['with none left', { maxUses: 10 }, 10, 0, ['coupon_used_up']],
    ['used by this guest before', { maxUsesPerGuest: 1 }, 3, 1, ['coupon_used_up_by_guest']],
    ['of a guest who is not known yet', { maxUsesPerGuest: 1 }, 3, null, []],
    ['for 4 nights at least', withValue({ minNights: 4 }), 0, 0, ['coupon_min_nights']],
    ['of dollars', withValue({ value: { kind: 'amount', amount: 500, currency: 'USD' } }), 0, 0, ['coupon_currency']],
    ['that ended and is used up', { maxUses: 1, validUntil: at('2026-06-01T00:00:00Z') }, 1, 0, ['coupon_ended', 'coupon_used_up']], // prettier-ignore
  ])('%s', (_, changes, total, byGuest, expected) => {
    expect(codes(changes, total, byGuest)).toEqual(expected);
  });

  test('names the field and the numbers', () => {
    expect(checkCouponUse({ ...terms, maxUses: 10 }, stay, { total: 10, byGuest: null }, now)).toEqual([
      { code: 'coupon_used_up', field: 'coupon', limit: 10, value: 10 },
    ]);
  });

  test('a stay for nothing cannot be paid for', () => {
    expect(checkCouponTotal(50, 50)).toEqual([]);
    expect(checkCouponTotal(49, 50)).toEqual([{ code: 'coupon_pays_all', field: 'coupon', limit: 50, value: 49 }]);
  });
});

describe('what becomes of a use', () => {
  const back: Record<string, readonly BookingState[]> = {
    expire: ['held', 'requested'],
    decline: ['requested'],
    fail_capture: ['confirmed'],
    cancel_by_guest: ['held', 'requested'],
    cancel_by_host: ['confirmed', 'checked_in'],
    cancel_by_staff: ['held', 'requested', 'confirmed', 'checked_in'],
  };
  const moves = bookingMoves.flatMap(({ name, from }) =>
    from.map((state) => [name, state] as [MoveName, BookingState]),
  );

  test.each(moves)('%s from %s', (move, from) => {
    const expected = move === 'pay_late' ? 'take_again' : back[move]?.includes(from) ? 'give_back' : 'none';
    expect(couponUseAfter(from, move)).toBe(expected);
  });
});

describe('a coupon as staff write it', () => {
  const percent: CouponForm = {
    code: 'SUMMER-26',
    kind: 'percent',
    percent: 7.5,
    amount: null,
    currency: null,
    fundedBy: 'marketplace',
    hasHost: false,
    validFrom: null,
    validUntil: null,
    stayFrom: null,
    stayUntil: null,
    maxUses: null,
    maxUsesPerGuest: null,
  };
  const amount: CouponForm = { ...percent, kind: 'amount', percent: null, amount: 2_500, currency: 'EUR' };
  const broken = (form: CouponForm) => checkCouponForm(form).map(({ code, field }) => `${code} ${field}`);

  test.each<[string, CouponForm]>([
    ['a percentage', percent],
    ['all of the nights', { ...percent, percent: 100 }],
    ['the least', { ...percent, percent: 0.01 }],
    ['hundredths that no double has', { ...percent, percent: 8.07 }],
    ['an amount', amount],
    ['an amount in dinars that a card can be charged', { ...amount, amount: 2_510, currency: 'KWD' }],
    ["a host's", { ...percent, fundedBy: 'host', hasHost: true }],
    ["the marketplace's for one host", { ...percent, hasHost: true }],
    ['one day', { ...percent, stayFrom: '2026-07-10', stayUntil: '2026-07-10' }],
    ['one use each of three', { ...percent, maxUses: 3, maxUsesPerGuest: 1 }],
  ])('%s', (_, form) => {
    expect(broken(form)).toEqual([]);
  });

  test.each<[string, CouponForm, string[]]>([
    ['a short code', { ...percent, code: 'AB' }, ['invalid_format code']],
    ['a code with a space', { ...percent, code: 'SUMMER 26' }, ['invalid_format code']],
    ['a code in small letters, which the panel writes in capitals', { ...percent, code: 'summer' }, ['invalid_format code']], // prettier-ignore
    ['no percentage', { ...percent, percent: null }, ['required percent']],
    ['0 %', { ...percent, percent: 0 }, ['out_of_range percent']],
    ['101 %', { ...percent, percent: 101 }, ['out_of_range percent']],
    ['a thousandth', { ...percent, percent: 1.005 }, ['out_of_range percent']],
    ['no number', { ...percent, percent: Number.NaN }, ['out_of_range percent']],
    ['percentage and amount', { ...percent, amount: 1, currency: 'EUR' }, ['not_with_percent amount', 'not_with_percent currency']], // prettier-ignore
    ['amount and percentage', { ...amount, percent: 10 }, ['not_with_amount percent']],
    ['an amount of no currency', { ...amount, currency: null }, ['required currency']],
    ['no amount', { ...amount, amount: null }, ['required amount']],
    ['an amount of nothing', { ...amount, amount: 0 }, ['not_chargeable amount']],
    ['half a cent', { ...amount, amount: 0.5 }, ['not_chargeable amount']],
    ['a currency that there is not', { ...amount, currency: 'XXX' }, ['unknown_currency currency']],
    ['dinars to the last digit', { ...amount, amount: 2_505, currency: 'KWD' }, ['not_chargeable amount']],
    ["a host's without a host", { ...percent, fundedBy: 'host' }, ['required host']],
    ['the end before the beginning', { ...percent, validFrom: '2026-07-02T00:00:00Z', validUntil: '2026-07-01T00:00:00Z' }, ['order validUntil']], // prettier-ignore
    ['the last night before the first', { ...percent, stayFrom: '2026-07-10', stayUntil: '2026-07-09' }, ['order stayUntil']], // prettier-ignore
    ['more uses than are counted', { ...percent, maxUses: 100_001 }, ['too_big maxUses']],
    ['more for each than for all', { ...percent, maxUses: 2, maxUsesPerGuest: 3 }, ['too_big maxUsesPerGuest']],
  ])('%s', (_, form, expected) => {
    expect(broken(form)).toEqual(expected);
  });
});
