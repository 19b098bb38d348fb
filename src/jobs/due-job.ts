import type { Temporal } from 'temporal-polyfill';
import type { Casita } from '../ports';

/**
 * Work that falls due with time. It looks at the rows themselves, not at a message: run late, twice, or killed half-way
 * it does no harm, since whatever it left undone is still due at the next run.
 */
export interface DueJob {
  readonly name: string;
  /** The earliest instant at which there is something to do; null when nothing waits for time. */
  nextDueAt(app: Casita): Promise<Temporal.Instant | null>;
  /** Does all that is due now. @returns how many things it did */
  run(app: Casita): Promise<number>;
}

/** The most that one run takes on of one kind; the rest is still due. */
export const BATCH = 200;
