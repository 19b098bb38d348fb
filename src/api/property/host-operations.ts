import type { AnyOperation } from '../../contract/operation';
import { hostCalendarOperations } from './operations/host-calendar';
import { hostListingOperations } from './operations/host-listings';
import { hostPhotoOperations } from './operations/host-photos';

/** What hosts do with their own listings. */
export const hostPropertyOperations: readonly AnyOperation[] = [
  ...hostListingOperations,
  ...hostCalendarOperations,
  ...hostPhotoOperations,
];
