/**
 * The price of a stay. Order: nightly prices → the one discount → coupon → extra guests and pets → cleaning →
 * service fee → taxes. Every line is a whole number of charge steps, and the lines sum to the total.
 */
import type { Temporal } from 'temporal-polyfill';
import type { StayRequest } from './availability';
import { type CalendarRange, overridesBetween } from './calendar-range';
import { type Coupon, couponOff } from './coupon';
import { chargeStep } from './currency';
import { type ListingAge, discountFor } from './discount';
import { countedGuests } from './guests';
import { hostBaseOf } from './host-share';
import { type MarketplaceFees, guestFeeOf, hostFeeOf } from './marketplace-fee';
import { type Money, allocate, money, percentOf, roundToStep, sumAmounts } from './money';
import type { Night } from './night';
import { nightlyPrice } from './nightly-price';
import type { PropertyTerms } from './property-terms';
import { type TaxRule, type TaxableStay, taxFor } from './tax';

export const lineKinds = [
  'accommodation',
  'discount',
  'coupon',
  'extra_guests',
  'pets',
  'cleaning',
  'guest_service_fee',
  'tax',
] as const;
export type LineKind = (typeof lineKinds)[number];

export interface PriceLine {
  /** Unique within the stay: the kind, with what it came of where there can be several ('tax:city'). */
  readonly code: string;
  readonly kind: LineKind;
  /** English; a guest app may translate by code. */
  readonly label: string;
  /** Minor units; negative for discount and coupon. */
  readonly amount: number;
  readonly quantity?: number;
  /** Minor units; absent where the units differ in price. */
  readonly unitAmount?: number;
  readonly basisPoints?: number;
  /** On coupons: who bears it. */
  readonly fundedBy?: Coupon['fundedBy'];
  /** On taxes: codes of the lines that the tax goes with, so that a refund can take it along. */
  readonly taxed?: readonly string[];
}

export interface NightPrice {
  readonly night: Night;
  /** Before the discount. */
  readonly price: number;
}

export interface PricedStay {
  readonly currency: string;
  readonly nights: readonly NightPrice[];
  readonly lines: readonly PriceLine[];
  /** Everything that the guest pays, mandatory fees and taxes included. */
  readonly total: Money;
  /** What the marketplace keeps of the host's prices. */
  readonly hostFee: Money;
  readonly hostPayout: Money;
  readonly taxTotal: Money;
}

export interface PriceContext extends ListingAge {
  readonly now: Temporal.Instant;
  /** Already checked with `checkCoupon`. */
  readonly coupon?: Coupon | null;
  readonly fees: MarketplaceFees;
  readonly taxes: readonly TaxRule[];
}

/** Prices a stay of at least one night. It does not ask whether the stay can be booked. */
export function priceStay(
  terms: PropertyTerms,
  ranges: readonly CalendarRange[],
  request: StayRequest,
  context: PriceContext,
): PricedStay {
  const step = chargeStep(terms.currency);
  const nights = overridesBetween(ranges, request.checkIn, request.checkOut).map((override) => ({
    night: override.night,
    price: nightlyPrice(terms, override),
  }));
  if (nights.length === 0)
    throw new RangeError(`A stay has at least one night: ${request.checkIn} to ${request.checkOut}`);
  const stayLines = [...nightLines(terms, nights, request, context), ...extraLines(terms, request, nights.length)];
  const feeLines = serviceFeeLines(context.fees, sumOf(stayLines), step);
  const untaxed = [...stayLines, ...feeLines];
  const lines = [...untaxed, ...taxLines(context.taxes, untaxed, taxableStay(nights, untaxed, request, step))];
  return { currency: terms.currency, nights, lines, ...totalsOf(terms.currency, lines, context.fees) };
}

const sumOf = (lines: readonly PriceLine[]): number => sumAmounts(lines.map((line) => line.amount));

const sumOfKind = (lines: readonly PriceLine[], ...kinds: readonly LineKind[]): number =>
  sumOf(lines.filter((line) => kinds.includes(line.kind)));

/** The nights, the discount that applies, and the coupon on top. */
function nightLines(
  terms: PropertyTerms,
  nights: readonly NightPrice[],
  request: StayRequest,
  context: PriceContext,
): PriceLine[] {
  const step = chargeStep(terms.currency);
  const amount = sumAmounts(nights.map((night) => night.price));
  const unitAmount = (nights[0] as NightPrice).price;
  const even = nights.every((night) => night.price === unitAmount);
  const lines: PriceLine[] = [
    {
      code: 'accommodation',
      kind: 'accommodation',
      label: 'Nights',
      amount,
      quantity: nights.length,
      ...(even && { unitAmount }),
    },
  ];
  const discount = discountFor(terms, {
    ...request,
    now: context.now,
    completedBookings: context.completedBookings ?? null,
    newListing: context.newListing ?? null,
  });
  if (discount !== null) {
    const { code, label, basisPoints } = discount;
    const off = percentOf(amount, Math.min(basisPoints, 10_000), step);
    lines.push({ code: `discount:${code}`, kind: 'discount', label, amount: minus(off), basisPoints });
  }
  if (context.coupon) {
    const { code, label, fundedBy } = context.coupon;
    const off = couponOff(context.coupon, sumOf(lines), step);
    lines.push({ code: `coupon:${code}`, kind: 'coupon', label, amount: minus(off), fundedBy });
  }
  return lines;
}

/** Never −0. */
const minus = (amount: number): number => (amount === 0 ? 0 : -amount);

/** Extra guests, pets and cleaning; a fee of nothing is no line. */
function extraLines(terms: PropertyTerms, request: StayRequest, nights: number): PriceLine[] {
  const step = chargeStep(terms.currency);
  const { extraGuestFee, extraGuestsFrom, petFee, cleaningFee } = terms.prices;
  const extraGuests = Math.max(0, countedGuests(request.guests) - extraGuestsFrom);
  const fee = (kind: LineKind, label: string, quantity: number, price: number): PriceLine => {
    const unitAmount = roundToStep(price, step);
    return { code: kind, kind, label, amount: quantity * unitAmount, quantity, unitAmount };
  };
  return [
    fee('extra_guests', 'Extra guests', extraGuests * nights, extraGuestFee),
    fee('pets', 'Pets', request.guests.pets > 0 ? 1 : 0, petFee),
    fee('cleaning', 'Cleaning', 1, cleaningFee),
  ].filter((line) => line.amount !== 0);
}

function serviceFeeLines(fees: MarketplaceFees, base: number, step: number): PriceLine[] {
  const amount = guestFeeOf(fees, base, step);
  if (fees.model !== 'split' || amount === 0) return [];
  const kind = 'guest_service_fee';
  return [{ code: kind, kind, label: 'Service fee', amount, basisPoints: fees.guestBasisPoints }];
}

/** Discount and coupon are spread over the nights by price, so that a cap in nights taxes what those nights cost in the end. */
function taxableStay(
  nights: readonly NightPrice[],
  lines: readonly PriceLine[],
  { guests }: StayRequest,
  step: number,
): TaxableStay {
  const accommodation = sumOfKind(lines, 'accommodation', 'discount', 'coupon');
  const nightAmounts = allocate(
    accommodation,
    nights.map((night) => night.price),
  );
  const amounts = {
    extra_guests: sumOfKind(lines, 'extra_guests'),
    pets: sumOfKind(lines, 'pets'),
    cleaning: sumOfKind(lines, 'cleaning'),
    guest_service_fee: sumOfKind(lines, 'guest_service_fee'),
  };
  return { guests, nightAmounts, amounts, step };
}

function taxLines(rules: readonly TaxRule[], untaxed: readonly PriceLine[], stay: TaxableStay): PriceLine[] {
  return rules.flatMap((rule) => {
    const { amount, quantity, unitAmount } = taxFor(rule, stay);
    if (amount === 0) return [];
    const line: PriceLine = {
      code: `tax:${rule.code}`,
      kind: 'tax',
      label: rule.label,
      amount,
      ...(quantity !== null && { quantity }),
      ...(unitAmount !== null && { unitAmount }),
      ...(rule.kind === 'percent' && { basisPoints: rule.basisPoints }),
      taxed: taxedCodes(rule, untaxed),
    };
    return [line];
  });
}

/** A tax that is counted, not a percentage, goes with the nights. */
function taxedCodes(rule: TaxRule, untaxed: readonly PriceLine[]): string[] {
  const named: readonly LineKind[] = rule.kind === 'percent' ? rule.of : ['accommodation'];
  const kinds = named.includes('accommodation') ? [...named, 'discount', 'coupon'] : named;
  return untaxed.filter((line) => kinds.includes(line.kind)).map((line) => line.code);
}

function totalsOf(
  currency: string,
  lines: readonly PriceLine[],
  fees: MarketplaceFees,
): Pick<PricedStay, 'total' | 'hostFee' | 'hostPayout' | 'taxTotal'> {
  const hostBase = hostBaseOf(lines);
  const hostFee = hostFeeOf(fees, hostBase, chargeStep(currency));
  return {
    total: money(sumOf(lines), currency),
    hostFee: money(hostFee, currency),
    hostPayout: money(hostBase - hostFee, currency),
    taxTotal: money(sumOfKind(lines, 'tax'), currency),
  };
}
