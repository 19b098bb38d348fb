import { cancellationRulesOf } from '../../../marketplace-config';
import type { Casita } from '../../../ports';
import { checkListingPolicy } from '../../../domain/cancellation-policy';
import { listingPolicies } from '../queries/listing-policies';

/**
 * Asked at start: a policy that an operator takes out of the configuration may still be a listing's, and without it that home
 * could not be sold. Bookings have their own copy and do not mind.
 */
export async function assertListingPolicies({ db, config }: Pick<Casita, 'db' | 'config'>): Promise<void> {
  const rules = cancellationRulesOf(config);
  const missing = (await listingPolicies(db)).filter(({ code }) => checkListingPolicy(code, rules).length > 0);
  if (missing.length === 0) return;
  const said = missing.map(({ code, homes }) => `${code} (${homes})`).join(', ');
  throw new Error(`CANCELLATION_POLICIES lacks policies that homes have: ${said}`);
}
