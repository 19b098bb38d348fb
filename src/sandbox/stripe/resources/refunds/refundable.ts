import type Stripe from 'stripe';
import { sumRefunds } from '../../queries/sum-refunds';
import type { Work } from '../../work';

/** What of a captured charge has not been given back yet. Failed refunds count as never made. */
export async function refundable(work: Work, charge: Stripe.Charge): Promise<number> {
  return charge.amount_captured - (await sumRefunds(work.tx, charge.id));
}
