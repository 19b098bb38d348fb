/** Superhost: over 365 days at least 10 stays (or 3 that total 100 nights), answers, hardly any cancellations, good ratings. */
import type { Reason } from './refusal';

export const superhostWindowDays = 365;

export interface HostRecord {
  readonly stays: number;
  readonly nights: number;
  /** Enquiries and requests, and how many of them the host answered in time. */
  readonly enquiries: number;
  readonly answered: number;
  /** Confirmed bookings, and how many of them the host cancelled. */
  readonly bookings: number;
  readonly cancelledByHost: number;
  readonly ratingSum: number;
  readonly ratingCount: number;
}

export interface SuperhostRules {
  readonly minStays: number;
  readonly longStays: { readonly stays: number; readonly nights: number };
  readonly minResponseBasisPoints: number;
  readonly maxCancellationBasisPoints: number;
  readonly minRating: number;
}
export const defaultSuperhostRules: SuperhostRules = {
  minStays: 10,
  longStays: { stays: 3, nights: 100 },
  minResponseBasisPoints: 9_000,
  maxCancellationBasisPoints: 100,
  minRating: 4.8,
};

/** What is missing; none means superhost. Nobody asked and nothing booked count as fully answered and never cancelled. */
export function checkSuperhost(record: HostRecord, rules: SuperhostRules = defaultSuperhostRules): Reason[] {
  const { longStays } = rules;
  const hasStays = record.stays >= rules.minStays;
  const hasLongStays = record.stays >= longStays.stays && record.nights >= longStays.nights;
  const reasons: Reason[] = [];
  if (!hasStays && !hasLongStays) reasons.push({ code: 'stays', limit: rules.minStays, value: record.stays });
  if (record.answered * 10_000 < record.enquiries * rules.minResponseBasisPoints) {
    reasons.push({
      code: 'response_rate',
      limit: rules.minResponseBasisPoints,
      value: [record.answered, record.enquiries],
    });
  }
  if (record.cancelledByHost * 10_000 > record.bookings * rules.maxCancellationBasisPoints) {
    const value = [record.cancelledByHost, record.bookings];
    reasons.push({ code: 'cancellations', limit: rules.maxCancellationBasisPoints, value });
  }
  const rating = record.ratingCount === 0 ? null : record.ratingSum / record.ratingCount;
  if (rating === null || rating < rules.minRating)
    reasons.push({ code: 'rating', limit: rules.minRating, value: rating });
  return reasons;
}
