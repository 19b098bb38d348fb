/** What can be said for a disputed payment in words; files are in dispute-files.ts. */
import type { Reason } from './refusal';

/** The provider's fields that are text, by its own names; each at most as many characters. (docs.stripe.com/api/disputes/update) */
export const evidenceLengths = {
  accessActivityLog: 20_000,
  billingAddress: 1_000,
  cancellationPolicyDisclosure: 20_000,
  cancellationRebuttal: 20_000,
  customerEmailAddress: 320,
  customerName: 500,
  customerPurchaseIp: 45,
  duplicateChargeExplanation: 20_000,
  duplicateChargeId: 255,
  productDescription: 20_000,
  refundPolicyDisclosure: 20_000,
  refundRefusalExplanation: 20_000,
  serviceDate: 255,
  uncategorizedText: 20_000,
} as const;
export type EvidenceField = keyof typeof evidenceLengths;
export const evidenceFields = Object.keys(evidenceLengths) as EvidenceField[];

export type Evidence = Readonly<Partial<Record<EvidenceField, string>>>;

/** All fields together. */
export const evidenceLengthMax = 150_000;

/** Later words take the place of earlier ones; an empty text takes a field away, and is kept to say so. */
export const withEvidence = (before: Evidence, more: Evidence): Evidence => ({ ...before, ...more });

/** What is said, without the fields that were taken away. */
export const said = (evidence: Evidence): Evidence =>
  Object.fromEntries(Object.entries(evidence).filter(([, text]) => text !== ''));

/** Why this evidence cannot be given; none: it can. */
export function checkEvidence(evidence: Evidence): Reason[] {
  const reasons: Reason[] = evidenceFields.flatMap((field) => {
    const length = evidence[field]?.length ?? 0;
    const limit = evidenceLengths[field];
    return length > limit ? [{ code: 'too_big', field: `evidence.${field}`, limit, value: length }] : [];
  });
  const all = Object.values(evidence).reduce((sum, text) => sum + (text?.length ?? 0), 0);
  if (all > evidenceLengthMax) {
    reasons.push({ code: 'too_big', field: 'evidence', limit: evidenceLengthMax, value: all });
  }
  return reasons;
}

/** What we know of a stay without asking anybody, for staff to begin with. */
export const suggestedEvidence = (stay: {
  readonly reference: string;
  readonly home: string;
  readonly guestName: string;
  readonly checkIn: string;
  readonly checkOut: string;
  readonly policy: string;
}): Evidence => ({
  customerName: stay.guestName,
  productDescription: `A stay at ${stay.home} from ${stay.checkIn} to ${stay.checkOut}, booking ${stay.reference}.`,
  serviceDate: stay.checkIn,
  cancellationPolicyDisclosure: `The policy "${stay.policy}" was shown with the price and its instants before the booking was paid, and is kept with it.`,
});
