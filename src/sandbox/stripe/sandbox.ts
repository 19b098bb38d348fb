import type { Temporal } from 'temporal-polyfill';
import type { Database } from '../../adapters/postgres/sql';
import type { Clock } from '../../domain/clock';

/** What every part of the sandbox works with. No state: that is all in the database. */
export interface Sandbox {
  readonly database: Database;
  readonly clock: Clock;
  readonly signatureClock: Clock;
  readonly secretKey: string;
  readonly publishableKey: string;
  readonly allowRemote: boolean;
  /** The address under which a browser reaches the sandbox: the bank's page is there. */
  readonly publicUrl: string;
  /** Null where the clock is somebody else's to move. */
  readonly moveClock: ((to: Temporal.Instant) => Promise<void>) | null;
  readonly random: () => number;
  readonly log: (message: string, details?: Record<string, unknown>) => void;
  /** Aborts when the sandbox closes. */
  readonly closing: AbortSignal;
  /** Says that there may be something to deliver or to run. */
  readonly poke: () => void;
}
