import type { Tx } from '../adapters/postgres/sql';
import type { Casita, ProviderRefused } from '../ports';
import type { CallRow } from './queries/calls';

/** What an answer changes: commits together with the end of the call. Takes its locks itself, the property's first. */
export type Settle = (tx: Tx) => Promise<void>;

/** One kind of call, from its making to what its answer means. */
export interface CallHandler {
  /** Makes the call under its key, outside any transaction. @throws ProviderRefused for a no that will not change; anything else is unknown */
  perform(app: Casita, call: CallRow): Promise<Settle>;
  /**
   * Looks for what an earlier attempt made, where the provider may have forgotten the key (after 24 hours). Null: it was never made,
   * so that it may be made now. A call that does no harm when made twice is simply performed again.
   */
  find(app: Casita, call: CallRow): Promise<Settle | null>;
  /** The provider understood and said no: the same call would get the same answer. */
  refused(app: Casita, call: CallRow, refusal: ProviderRefused): Promise<Settle>;
}
