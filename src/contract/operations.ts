import { accountOperations } from '../api/account/operations';
import { alterationOperations } from '../api/alteration/operations';
import { bookingOperations } from '../api/booking/operations';
import { cancellationPolicyOperations } from '../api/cancellation-policy/operations';
import { calendarFeedOperations } from '../api/calendar-feed/operations';
import { hostAccountOperations } from '../api/host-account/operations';
import { damageClaimOperations } from '../api/damage-claim/operations';
import { claimPhotoOperations } from '../api/damage-claim/photo-operations';
import { hostOperations } from '../api/host/operations';
import { payoutOperations } from '../api/payout/operations';
import { hostPropertyOperations } from '../api/property/host-operations';
import { propertyReadOperations } from '../api/property/operations/read-operations';
import { reviewOperations } from '../api/review/operations';
import { savedCardOperations } from '../api/saved-card/operations';
import { searchOperations } from '../search/operations';
import { taxProfileOperations } from '../api/tax-profile/operations';
import type { AnyOperation } from './operation';

/**
 * Every public operation, in the order in which the documentation shows them. A list that is missing here exists on
 * REST only; a test compares this list with the routes that Strapi has.
 */
export const allOperations: readonly AnyOperation[] = [
  ...accountOperations,
  ...searchOperations,
  ...propertyReadOperations,
  ...hostPropertyOperations,
  ...calendarFeedOperations,
  ...hostOperations,
  ...hostAccountOperations,
  ...payoutOperations,
  ...taxProfileOperations,
  ...cancellationPolicyOperations,
  ...bookingOperations,
  ...alterationOperations,
  ...damageClaimOperations,
  ...claimPhotoOperations,
  ...savedCardOperations,
  ...reviewOperations,
];
