import type { Outcome } from '../../../domain/refusal';
import { accept } from '../../../domain/refusal';
import type { Casita } from '../../../ports';
import { ownCard } from '../../saved-card/use-cases/own-cards';

/** How a guest wants to pay for a booking. */
export interface PaymentChoice {
  readonly plan: 'full';
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
export const needsCustomer = ({ saveCard, method }: PaymentChoice): boolean => saveCard || method !== null;
