import { z } from 'zod';
import { callerOf, operation, type AnyOperation } from '../../contract/operation';
import { accept } from '../../domain/refusal';
import { awaitLane } from '../../outbox/await-calls';
import { cardId } from './card-id';
import { guestLane, ownCards, removeCard } from './use-cases/own-cards';

const tag = 'Payments';

const savedCard = z
  .object({
    id: cardId,
    brand: z.string(),
    last4: z.string(),
    expiryMonth: z.int(),
    expiryYear: z.int(),
  })
  .meta({ id: 'SavedCard' });

const listCards = operation({
  id: 'paymentMethods',
  kind: 'query',
  method: 'GET',
  path: '/me/payment-methods',
  tag,
  summary: 'The cards that are saved for the own account',
  description:
    'Saved with `saveCard`, or for what is still to be paid. Hand an `id` to `POST /bookings` as `paymentMethod`.',
  access: 'account',
  query: z.strictObject({}),
  rateLimit: { name: 'payment-methods', points: 60, seconds: 60 },
  success: { status: 200, schema: z.array(savedCard), description: 'Brand, last digits and expiry of each' },
  refusals: [],
  async handle(app, call) {
    return accept({ data: await ownCards(app, callerOf(call).userId) });
  },
});

const removeOne = operation({
  id: 'removePaymentMethod',
  kind: 'mutation',
  method: 'DELETE',
  path: '/me/payment-methods/:id',
  tag,
  summary: 'Take a saved card away',
  description: 'Refused (409, `card_in_use`) while a booking is still to be paid with it.',
  access: 'account',
  params: z.object({ id: cardId }),
  query: z.strictObject({}),
  rateLimit: { name: 'remove-payment-method', points: 60, seconds: 60 },
  success: { status: 200, schema: z.array(savedCard), description: 'The cards that are left' },
  refusals: ['not_found', 'conflict'],
  async handle(app, call) {
    const actor = callerOf(call);
    const removed = await removeCard(app, actor, call.params.id);
    if (!removed.ok) return removed;
    await awaitLane(app, guestLane(actor.userId));
    return accept({ data: await ownCards(app, actor.userId) });
  },
});

export const savedCardOperations: readonly AnyOperation[] = [listCards, removeOne];
