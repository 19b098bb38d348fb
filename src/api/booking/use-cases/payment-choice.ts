import { planFor, type PaymentPlan } from '../../../domain/payment-plan';
import type { QuotePayload } from '../../../domain/quote';
import type { Outcome } from '../../../domain/refusal';
import { accept } from '../../../domain/refusal';
import type { Casita } from '../../../ports';
import { ownCard } from '../../saved-card/use-cases/own-cards';

export const paymentPlanNames = ['full', 'instalments'] as const;
export type PaymentPlanName = (typeof paymentPlanNames)[number];

/** How a guest wants to pay for a booking. */
export interface PaymentChoice {
  /** All of it at once, or a deposit now and the balance later with the same card. */
  readonly plan: PaymentPlanName;
  /** Keep the card that is given for another time. */
  readonly saveCard: boolean;
  /** A card that was saved before; null: the guest gives one when paying. */
  readonly method: string | null;
}

export const payInFull: PaymentChoice = { plan: 'full', saveCard: false, method: null };

/** Whether the card is the guest's own. The provider is asked, so this comes before any lock. */
export async function checkCard(app: Casita, userId: number, { method }: PaymentChoice): Promise<Outcome<null>> {
  if (method === null) return accept(null);
  const card = await ownCard(app, userId, method);
  return card.ok ? accept(null) : card;
}

/** What is kept needs a customer to be kept for. */
export const needsCustomer = ({ plan, saveCard, method }: PaymentChoice): boolean =>
  plan === 'instalments' || saveCard || method !== null;

/** How a quoted stay could be paid in parts by somebody who books it now. */
export const planOfQuote = (app: Casita, quote: QuotePayload): PaymentPlan | null =>
  planFor(
    app.config.instalments,
    { ...quote, total: quote.price.total.amount, currency: quote.price.currency },
    app.clock.now(),
  );
