import { Temporal } from 'temporal-polyfill';
import type { Clock } from '../domain/clock';
import type { Sql } from '../adapters/postgres/sql';

/** Real time, to the millisecond. Within one it is the same object: making one costs more than most of what asks for it. */
function realClock(): Clock {
  let ms = NaN;
  let instant: Temporal.Instant;
  return {
    now() {
      const read = Date.now();
      if (read !== ms) [ms, instant] = [read, Temporal.Instant.fromEpochMilliseconds(read)];
      return instant;
    },
  };
}

export const systemClock = realClock();

const REREAD_MS = 1_000;

/**
 * Real time plus an offset that the sandbox moves. The offset lives in the database, so that every process of an
 * installation lives at the same time; each reads it again at once when it has been moved, and once a second.
 */
export interface SandboxClock extends Clock {
  /** Reads the offset and goes on doing so: the table is there only after the migrations. */
  start(): Promise<void>;
  /** Never back: what has happened stays in the past. */
  moveTo(instant: Temporal.Instant): Promise<void>;
  /** Another process may have moved it. */
  reread(): Promise<void>;
  stop(): void;
}

export function sandboxClock(sql: Sql): SandboxClock {
  let offsetMs = 0;
  let timer: NodeJS.Timeout | undefined;
  const reread = async () => {
    const rows = await sql.query<{ offset_ms: number }>('select offset_ms from sandbox_clock');
    offsetMs = rows[0]?.offset_ms ?? 0;
  };
  return {
    reread,
    now: () => Temporal.Now.instant().add({ milliseconds: offsetMs }),
    async start() {
      await reread();
      timer = setInterval(() => void reread().catch(() => undefined), REREAD_MS);
      timer.unref();
    },
    async moveTo(instant) {
      const ms = instant.epochMilliseconds - Temporal.Now.instant().epochMilliseconds;
      await sql.query('update sandbox_clock set offset_ms = greatest(offset_ms, $1)', [ms]);
      await reread();
    },
    stop: () => clearInterval(timer),
  };
}
