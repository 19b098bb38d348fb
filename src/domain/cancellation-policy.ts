/**
 * Cancellation policies as data. A policy is copied onto the booking when it is made, as plain JSON, so that later edits of the
 * listing, or of this table, never touch a booking.
 *
 * Deadlines before check-in run on the property's clock ("5 days before 15:00" is 15:00 five days earlier); those after the
 * confirmation are elapsed hours. All are inclusive.
 */
import { wholeInBasisPoints } from './money';
import { monthlyNights } from './property-terms';
import type { Reason } from './refusal';
import type { WallSpan } from './stay-time';

/** What the host keeps: the nights stayed, the next `nextNights`, and a share of the rest. */
export interface KeptShare {
  readonly nextNights: number;
  readonly restBasisPoints: number;
}

export interface CancellationTier {
  readonly rule: string;
  /** Null: until the end. Where both are given the earlier one counts. */
  readonly until: { readonly beforeCheckIn: WallSpan; readonly hoursAfterConfirmation?: number } | null;
  /** Null: free, everything goes back, the service fee too. */
  readonly keep: KeptShare | null;
}

/** Everything back for a short while after the confirmation, where check-in is far enough away. */
export interface GracePeriod {
  readonly hoursAfterConfirmation: number;
  readonly confirmedBeforeCheckIn: WallSpan;
}

export interface CancellationPolicy {
  readonly code: string;
  readonly label: string;
  readonly grace: GracePeriod | null;
  /** In order; the first whose deadline has not passed applies. The last one has no deadline. */
  readonly tiers: readonly CancellationTier[];
}

export const policyCodes = [
  'flexible',
  'moderate',
  'limited',
  'firm',
  'strict',
  'non_refundable',
  'long_stay',
] as const;
export type PolicyCode = (typeof policyCodes)[number];

const grace: GracePeriod = { hoursAfterConfirmation: 24, confirmedBeforeCheckIn: { days: 7 } };

const free = (beforeCheckIn: WallSpan, hoursAfterConfirmation?: number): CancellationTier => ({
  rule: 'free',
  until: { beforeCheckIn, ...(hoursAfterConfirmation !== undefined && { hoursAfterConfirmation }) },
  keep: null,
});
const half = (days: number): CancellationTier => ({
  rule: 'half',
  until: { beforeCheckIn: { days } },
  keep: { nextNights: 0, restBasisPoints: 5_000 },
});
const nothing: CancellationTier = { rule: 'none', until: null, keep: { nextNights: 0, restBasisPoints: 10_000 } };
const late = (nextNights: number, restBasisPoints: number): CancellationTier => ({
  rule: 'late',
  until: null,
  keep: { nextNights, restBasisPoints },
});

export const cancellationPolicies: Readonly<Record<PolicyCode, CancellationPolicy>> = {
  flexible: { code: 'flexible', label: 'Flexible', grace, tiers: [free({ hours: 24 }), late(1, 0)] },
  moderate: { code: 'moderate', label: 'Moderate', grace, tiers: [free({ days: 5 }), late(1, 5_000)] },
  limited: { code: 'limited', label: 'Limited', grace, tiers: [free({ days: 14 }), half(7), nothing] },
  firm: { code: 'firm', label: 'Firm', grace, tiers: [free({ days: 30 }), half(7), nothing] },
  strict: { code: 'strict', label: 'Strict', grace, tiers: [free({ days: 14 }, 48), half(7), nothing] },
  non_refundable: { code: 'non_refundable', label: 'Non-refundable', grace, tiers: [nothing] },
  long_stay: { code: 'long_stay', label: 'Long stay', grace, tiers: [free({ days: 30 }), late(30, 0)] },
};

/** The policies of a marketplace: the built-in ones, and those that its operator set. */
export interface CancellationRules {
  readonly policies: readonly CancellationPolicy[];
  /** Stays of this many nights and more have this policy, whatever the listing says; null: none has. */
  readonly longStay: { readonly policy: string; readonly fromNights: number } | null;
}

export const defaultCancellationRules: CancellationRules = {
  policies: Object.values(cancellationPolicies),
  longStay: { policy: 'long_stay', fromNights: monthlyNights },
};

/** The built-in policies with the operator's own: one with the code of a built-in takes its place. */
export function withBuiltInPolicies(own: readonly CancellationPolicy[]): CancellationPolicy[] {
  const ownCodes = new Set(own.map(({ code }) => code));
  return [...defaultCancellationRules.policies.filter(({ code }) => !ownCodes.has(code)), ...own];
}

/** @throws RangeError for a code that the marketplace does not have: listings are checked when they are written, and again at start. */
export function policyFor(code: string, nights: number, { policies, longStay }: CancellationRules): CancellationPolicy {
  const wanted = longStay !== null && nights >= longStay.fromNights ? longStay.policy : code;
  const policy = policies.find((each) => each.code === wanted);
  if (policy === undefined) throw new RangeError(`No such cancellation policy: ${wanted}`);
  return policy;
}

/** A listing has one of the marketplace's policies. */
export function checkListingPolicy(code: string, { policies }: Pick<CancellationRules, 'policies'>): Reason[] {
  const codes = policies.map((policy) => policy.code);
  if (codes.includes(code)) return [];
  return [{ code: 'unknown_policy', field: 'bookingRules.cancellationPolicy', limit: codes, value: code }];
}

/** What the rules of a cancellation are called beside the policy's own tiers. */
const reservedRules: readonly string[] = ['grace', 'not_confirmed'];

/** What is wrong with a policy that an operator wrote; `field` is the path in it. Shapes and ranges of single numbers are checked before. */
export function checkPolicy({ tiers }: CancellationPolicy): Reason[] {
  const reasons: Reason[] = [];
  const broken = (code: string, field: string, more: Pick<Reason, 'limit' | 'value'> = {}) =>
    reasons.push({ code, field, ...more });
  tiers.forEach((tier, i) => {
    const before = tiers[i - 1];
    const isLast = i === tiers.length - 1;
    if (reservedRules.includes(tier.rule) || tiers.slice(0, i).some(({ rule }) => rule === tier.rule)) {
      broken('rule_taken', `tiers.${i}.rule`, { value: tier.rule });
    }
    if (isLast !== (tier.until === null)) broken(isLast ? 'last_has_deadline' : 'deadline_missing', `tiers.${i}.until`);
    if (before?.until && tier.until && hoursOf(tier.until.beforeCheckIn) >= hoursOf(before.until.beforeCheckIn)) {
      broken('deadlines_not_falling', `tiers.${i}.until`, { limit: before.until.beforeCheckIn });
    }
    if (before && keepsLess(tier.keep, before.keep)) broken('keeps_less_than_before', `tiers.${i}.keep`);
  });
  if (tiers.length === 0) broken('required', 'tiers');
  return reasons;
}

const hoursOf = ({ days = 0, hours = 0 }: WallSpan): number => days * 24 + hours;

/** Whoever cancels later never gets back more. */
function keepsLess(keep: KeptShare | null, before: KeptShare | null): boolean {
  if (before === null) return false;
  return keep === null || keep.nextNights < before.nextNights || keep.restBasisPoints < before.restBasisPoints;
}

/** A share that nothing exceeds, for whoever checks what an operator wrote. */
export const maxKeptBasisPoints = wholeInBasisPoints;
