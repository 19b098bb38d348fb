import type { Casita } from '../../../ports';
import { guestCustomer, setCustomer } from '../queries/guest-customer';

/** The provider keeps keys for 24 hours: near their end nothing is made again without a look. */
const KEY_HOURS = 23;

/**
 * The provider's customer of a guest, made now where it is only promised. Called outside any transaction, by a call that is made again
 * under the same key when it dies: two at once get one customer, because the key is the guest's and not the caller's.
 */
export async function customerOf(app: Casita, userId: number): Promise<string> {
  const promised = await guestCustomer(app.db, userId);
  if (!promised) throw new Error(`account ${userId} was promised no customer`);
  if (promised.stripe_customer !== null) return promised.stripe_customer;
  const metadata = { customer: promised.key };
  const keyMayBeGone = Date.now() - promised.created_at.getTime() > KEY_HOURS * 3_600_000;
  const found = keyMayBeGone ? await app.savedCards.findCustomer(metadata, promised.created_at) : null;
  const customer = found ?? (await app.savedCards.createCustomer(metadata, promised.key));
  await setCustomer(app.db, userId, customer);
  return customer;
}
