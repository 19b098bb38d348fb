import { Temporal } from 'temporal-polyfill';
import type { Database } from '../../adapters/postgres/sql';
import type { Clock } from '../../domain/clock';
import { raiseClockOffset, readClockOffset } from './queries/clock-offset';

const REREAD_MS = 1_000;

/** The clock of a sandbox that runs alone: the machine's, and how far it has been moved. Kept with the rest of the state. */
export interface OwnClock extends Clock {
  /** Reads how far it was moved, now and once a second. */
  start(): Promise<void>;
  /** Forward only. */
  moveTo(instant: Temporal.Instant): Promise<void>;
  stop(): void;
}

export function ownClock(database: Database): OwnClock {
  let offsetMs = 0;
  let timer: NodeJS.Timeout | undefined;
  const reread = async () => {
    offsetMs = await readClockOffset(database);
  };
  return {
    now: () => Temporal.Now.instant().add({ milliseconds: offsetMs }),
    start: async () => {
      await reread();
      timer = setInterval(() => void reread().catch(() => undefined), REREAD_MS);
      timer.unref();
    },
    moveTo: async (instant) => {
      await raiseClockOffset(database, instant.epochMilliseconds - Temporal.Now.instant().epochMilliseconds);
      await reread();
    },
    stop: () => clearInterval(timer),
  };
}
