import type { CallHandler, Settle } from '../../../outbox/call-handler';
import type { Casita } from '../../../ports';
import { removedCard } from '../queries/card-removals';
import { forgetCustomer, guestCustomer } from '../queries/guest-customer';

/** The calls that take cards away. Doing it twice is as once: the provider refuses the second, and what was wanted is so. */
export const cardCalls: Readonly<Record<string, CallHandler>> = {
  /** Its subject is the removal. */
  remove_card: {
    async perform(app, { subject_id: id, idempotency_key: key }) {
      const card = await removedCard(app.db, id);
      if (card !== null) await app.savedCards.remove(card, key);
      return nothing;
    },
    find: async () => null,
    refused: async () => nothing,
  },
  /** Its subject is the account, which has been erased. */
  delete_customer: {
    async perform(app, { subject_id: userId, idempotency_key: key }) {
      const customer = await customerToDelete(app, userId);
      if (customer !== null) await app.savedCards.deleteCustomer(customer, key);
      return forgotten(userId);
    },
    find: async () => null,
    refused: async (_app, { subject_id: userId }) => forgotten(userId),
  },
};

const nothing: Settle = async () => undefined;

/** Also one whose making was never answered. */
async function customerToDelete(app: Casita, userId: number): Promise<string | null> {
  const promised = await guestCustomer(app.db, userId);
  if (!promised) return null;
  if (promised.stripe_customer !== null) return promised.stripe_customer;
  return app.savedCards.findCustomer({ customer: promised.key }, promised.created_at);
}

const forgotten =
  (userId: number): Settle =>
  (tx) =>
    forgetCustomer(tx, userId);
