import { type Temporal } from 'temporal-polyfill';
import { runDue } from './due';
import { msUntilNextDelivery } from './queries/deliveries';
import { nextDueAt } from './queries/next-due-at';
import type { Sandbox } from './sandbox';
import { deliverDue } from './webhooks/deliver';

/** Another process may have left something; nobody pokes for that. */
const LONGEST_WAIT_MS = 5_000;
const SHORTEST_WAIT_MS = 20;

export interface Loop {
  poke(): void;
  /** When the pass under way, and what it was poked for meanwhile, has ended; after a few of them it gives up on a quiet moment. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

/** Runs what is due and delivers webhooks when poked and when the next of either comes; otherwise it sleeps. */
export function startLoop(sandbox: () => Sandbox): Loop {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let again = false;
  let stopped = false;

  const wakeIn = (milliseconds: number): void => {
    clearTimeout(timer);
    if (stopped) return;
    timer = setTimeout(poke, milliseconds);
    timer.unref();
  };

  function poke(): void {
    if (stopped) return;
    if (running !== undefined) {
      again = true;
      return;
    }
    running = pass(sandbox())
      .then(wakeIn, (error: unknown) => {
        if (!stopped) sandbox().log('the Stripe sandbox could not work off what was due', { error });
        wakeIn(LONGEST_WAIT_MS);
      })
      .finally(() => {
        running = undefined;
        if (again) {
          again = false;
          poke();
        }
      });
  }

  return {
    poke,
    settled: async () => {
      for (let passes = 0; running !== undefined && passes < 5; passes += 1) await running;
    },
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

/** Works off what is there and says when to look again. */
async function pass(sandbox: Sandbox): Promise<number> {
  await runDue(sandbox);
  await deliverDue(sandbox, false);
  const now = sandbox.clock.now();
  const delivery = await msUntilNextDelivery(sandbox.database, now);
  const due = await nextDueAt(sandbox.database, now);
  const untilDue = due === null ? LONGEST_WAIT_MS : msBetween(now, due);
  return Math.min(LONGEST_WAIT_MS, Math.max(SHORTEST_WAIT_MS, Math.min(delivery ?? LONGEST_WAIT_MS, untilDue)));
}

function msBetween(from: Temporal.Instant, to: Temporal.Instant): number {
  return Math.max(0, to.epochMilliseconds - from.epochMilliseconds);
}
