import type { AnyOperation } from '../../../contract/operation';
import { availabilityOperation } from './availability';
import { propertyReviewsOperation } from './property-reviews';

/** What anyone may ask of a home that is published. */
export const propertyReadOperations: AnyOperation[] = [availabilityOperation, propertyReviewsOperation];
