import type Stripe from 'stripe';
import { disputesOfCharge } from '../../queries/disputes-of-charge';
import { sumRefunds } from '../../queries/sum-refunds';
import type { Work } from '../../work';

/** What of a captured charge has not been given back yet, by us or by a bank that won. Failed refunds count as never made. */
export async function refundable(work: Work, charge: Stripe.Charge): Promise<number> {
  const lost = (await disputesOfCharge(work.tx, charge.id)).filter((dispute) => dispute.status === 'lost');
  const taken = lost.reduce((sum, dispute) => sum + dispute.amount, 0);
  return Math.max(0, charge.amount_captured - taken - (await sumRefunds(work.tx, charge.id)));
}

/** A bank has the money: nothing is refunded before it has decided. An inquiry has taken nothing, and a refund answers it. */
export async function isChargedBack(work: Work, charge: Stripe.Charge): Promise<boolean> {
  const disputes = await disputesOfCharge(work.tx, charge.id);
  return disputes.some(({ status }) => status === 'needs_response' || status === 'under_review');
}
