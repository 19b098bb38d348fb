/**
 * Cancellation policies as data. A policy is copied onto the booking when it is made, as plain JSON, so that later edits of the
 * listing, or of this table, never touch a booking.
 *
 * Deadlines before check-in run on the property's clock ("5 days before 15:00" is 15:00 five days earlier); those after the
 * confirmation are elapsed hours. All are inclusive.
 */
import { monthlyNights } from './property-terms';
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

export const isPolicyCode = (code: unknown): code is PolicyCode => policyCodes.some((known) => known === code);

/** The policy to copy onto a booking: from 28 nights on the long-stay one, whatever the listing says. */
export function policyFor(code: string, nights: number): CancellationPolicy {
  if (!isPolicyCode(code)) throw new RangeError(`No such cancellation policy: ${code}`);
  return nights >= monthlyNights ? cancellationPolicies.long_stay : cancellationPolicies[code];
}
