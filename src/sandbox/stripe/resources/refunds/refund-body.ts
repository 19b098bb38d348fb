import type Stripe from 'stripe';
import { newId } from '../../ids';
import { idOf } from '../../objects';

export function refundBody(
  charge: Stripe.Charge,
  amount: number,
  at: number,
  given: {
    readonly reason?: Stripe.Refund.Reason | null;
    readonly metadata?: Stripe.Metadata;
    readonly status: string;
  },
): Stripe.Refund {
  return {
    id: newId('re'),
    object: 'refund',
    amount,
    balance_transaction: null,
    charge: charge.id,
    created: at,
    currency: charge.currency,
    customer: idOf(charge.customer),
    customer_account: null,
    destination_details: {
      card: {
        ...(given.status === 'succeeded'
          ? { reference: '7888888888888888', reference_status: 'available' }
          : { reference_status: 'pending' }),
        reference_type: 'acquirer_reference_number',
        type: 'refund',
      },
      type: 'card',
    },
    metadata: given.metadata ?? {},
    payment_intent: idOf(charge.payment_intent),
    payment_method: charge.payment_method,
    reason: given.reason ?? null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: given.status,
    transfer_reversal: null,
  };
}
