import type { AnyOperation } from '../../contract/operation';
import { conflictOperations } from './operations/conflicts';
import { exportOperations } from './operations/exports';
import { feedOperations } from './operations/feeds';

/** A home's calendar to and from other platforms. */
export const calendarFeedOperations: readonly AnyOperation[] = [
  ...exportOperations,
  ...feedOperations,
  ...conflictOperations,
];
