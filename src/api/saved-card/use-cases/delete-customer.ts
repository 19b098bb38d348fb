import type { Tx } from '../../../adapters/postgres/sql';
import { oweCall } from '../../../outbox/owe-call';
import type { Casita } from '../../../ports';
import { lockGuestCustomer } from '../queries/guest-customer';
import { guestLane } from './own-cards';

/** An erased guest's cards go with the customer, at the provider too. Nothing may be left that is to be charged to them. */
export async function oweCustomerDeletion(app: Casita, tx: Tx, userId: number): Promise<void> {
  const customer = await lockGuestCustomer(tx, userId);
  if (!customer) return;
  const key = `${customer.key}-delete`;
  await oweCall(app, tx, { lane: guestLane(userId), kind: 'delete_customer', subjectId: userId, key });
}
