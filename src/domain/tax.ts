/**
 * Taxes by rule: per cent of named lines, per night, per guest-night, per stay; with a cap in nights and an exemption by age.
 * 2.00 per adult-night, capped at 7 nights: 2 adults and an exempt child pay 28.00 for 10 nights.
 */
import { type GuestCounts, countedGuests, peopleUnder } from './guests';
import { percentOf, roundToStep, sumAmounts } from './money';

/** The lines that a percentage can be taken of. Discount and coupon count as part of the accommodation. */
export const taxablePrices = ['accommodation', 'extra_guests', 'pets', 'cleaning', 'guest_service_fee'] as const;
export type TaxablePrice = (typeof taxablePrices)[number];

interface TaxRuleCommon {
  /** Unique within a stay; part of the line's code. */
  readonly code: string;
  readonly label: string;
  /** Nights beyond this many are free of the tax; absent or null: no cap. */
  readonly maxNights?: number | null;
  /** Stays of this many nights or more are free of the tax; absent or null: none are. */
  readonly exemptFromNights?: number | null;
}

export type TaxRule = TaxRuleCommon &
  (
    | { readonly kind: 'percent'; readonly basisPoints: number; readonly of: readonly TaxablePrice[] }
    | { readonly kind: 'per_night'; readonly amount: number }
    | {
        readonly kind: 'per_guest_night';
        readonly amount: number;
        /** Guests under this age do not pay; absent or null: everyone pays, infants too. */
        readonly exemptUnderAge?: number | null;
      }
    | { readonly kind: 'per_stay'; readonly amount: number }
  );

export interface TaxableStay {
  readonly guests: GuestCounts;
  /** Nightly prices after discount and coupon, in order; their number is the stay's length. */
  readonly nightAmounts: readonly number[];
  /** Whole-stay amounts of the other lines. */
  readonly amounts: Readonly<Record<Exclude<TaxablePrice, 'accommodation'>, number>>;
  readonly step: number;
}

/** How many of the stay's nights the rule taxes. */
export function taxedNightCount(rule: TaxRule, nights: number): number {
  if (rule.exemptFromNights != null && nights >= rule.exemptFromNights) return 0;
  return rule.maxNights == null ? nights : Math.min(nights, rule.maxNights);
}

export interface TaxResult {
  readonly amount: number;
  /** What the amount was counted by: nights, guest-nights or stays; null for a percentage. */
  readonly quantity: number | null;
  readonly unitAmount: number | null;
}

const counted = (quantity: number, amount: number, step: number): TaxResult => {
  const unitAmount = roundToStep(amount, step);
  return { amount: quantity * unitAmount, quantity, unitAmount };
};

/** What one rule asks of one stay, in minor units. */
export function taxFor(rule: TaxRule, stay: TaxableStay): TaxResult {
  const nights = taxedNightCount(rule, stay.nightAmounts.length);
  switch (rule.kind) {
    case 'percent':
      return { amount: nights === 0 ? 0 : percentTax(rule, stay, nights), quantity: null, unitAmount: null };
    case 'per_night':
      return counted(nights, rule.amount, stay.step);
    case 'per_guest_night': {
      const exempt = rule.exemptUnderAge == null ? 0 : peopleUnder(rule.exemptUnderAge, stay.guests);
      const people = countedGuests(stay.guests) + stay.guests.infants;
      return counted(nights * (people - exempt), rule.amount, stay.step);
    }
    case 'per_stay':
      return counted(nights === 0 ? 0 : 1, rule.amount, stay.step);
    default:
      return rule satisfies never;
  }
}

/** A cap in nights limits what is taxed of the accommodation; the other lines are taxed whole. */
function percentTax(rule: TaxRule & { kind: 'percent' }, stay: TaxableStay, nights: number): number {
  const bases = rule.of.map((line) =>
    line === 'accommodation' ? sumAmounts(stay.nightAmounts.slice(0, nights)) : stay.amounts[line],
  );
  return percentOf(sumAmounts(bases), rule.basisPoints, stay.step);
}
