import type { AnyOperation } from '../../contract/operation';
import { actOperations } from './operations/act';
import { cancellationPreviewOperation, cancelOperation } from './operations/cancel';
import { payOperation } from './operations/pay';
import { placeOperation } from './operations/place';
import { quoteOperation } from './operations/quote';
import { listOperation, readOperation } from './operations/read';

export const bookingOperations: AnyOperation[] = [
  quoteOperation,
  placeOperation,
  listOperation,
  readOperation,
  cancellationPreviewOperation,
  cancelOperation,
  payOperation,
  ...actOperations,
];
