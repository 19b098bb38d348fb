import { refuse, type Refusal } from '../../../domain/refusal';

/** The one answer for another's property and for a missing one. */
export const noSuchProperty = (): Refusal =>
  refuse('not_found', 'No such property', [{ code: 'not_found', field: 'id' }]);
