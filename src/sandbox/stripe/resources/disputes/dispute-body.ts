import type Stripe from 'stripe';
import { idOf } from '../../objects';
import type { DisputeKind } from './course';

const evidenceFields = [
  'access_activity_log',
  'billing_address',
  'cancellation_policy',
  'cancellation_policy_disclosure',
  'cancellation_rebuttal',
  'customer_communication',
  'customer_email_address',
  'customer_name',
  'customer_purchase_ip',
  'customer_signature',
  'duplicate_charge_documentation',
  'duplicate_charge_explanation',
  'duplicate_charge_id',
  'product_description',
  'receipt',
  'refund_policy',
  'refund_policy_disclosure',
  'refund_refusal_explanation',
  'service_date',
  'service_documentation',
  'shipping_address',
  'shipping_carrier',
  'shipping_date',
  'shipping_documentation',
  'shipping_tracking_number',
  'uncategorized_file',
  'uncategorized_text',
] as const;

export type EvidenceField = (typeof evidenceFields)[number];
export const disputeEvidenceFields: readonly EvidenceField[] = evidenceFields;

/** Fields that hold the id of a file; the others are text. */
export const evidenceFileFields = [
  'cancellation_policy',
  'customer_communication',
  'customer_signature',
  'duplicate_charge_documentation',
  'receipt',
  'refund_policy',
  'service_documentation',
  'shipping_documentation',
  'uncategorized_file',
] as const satisfies readonly EvidenceField[];

export function disputeBody(
  id: string,
  charge: Stripe.Charge,
  kind: DisputeKind,
  course: {
    readonly at: number;
    readonly answerBy: number;
    readonly withdrawal: Stripe.BalanceTransaction[];
    /** What of the charge is disputed, in minor units. */
    readonly amount: number;
  },
): Stripe.Dispute {
  const inquiry = kind === 'inquiry';
  const brand = charge.payment_method_details?.card?.brand ?? 'visa';
  const reasonCode = kind === 'product_not_received' ? '13.1' : '10.4';
  return {
    id,
    object: 'dispute',
    amount: course.amount,
    balance_transactions: course.withdrawal,
    charge: charge.id,
    created: course.at,
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: {
      ...(Object.fromEntries(evidenceFields.map((field) => [field, null])) as Record<EvidenceField, null>),
      enhanced_evidence: {},
    } as Stripe.Dispute['evidence'],
    evidence_details: {
      due_by: course.answerBy,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
    } as Stripe.Dispute['evidence_details'],
    intended_submission_method: null,
    is_charge_refundable: inquiry,
    livemode: false,
    metadata: {},
    network_reason_code: reasonCode,
    payment_intent: idOf(charge.payment_intent),
    payment_method_details: {
      card: { brand, case_type: inquiry ? 'inquiry' : 'chargeback', network: brand, network_reason_code: reasonCode },
      type: 'card',
    } as NonNullable<Stripe.Dispute['payment_method_details']>,
    reason: inquiry ? 'general' : kind,
    status: inquiry ? 'warning_needs_response' : 'needs_response',
  };
}
