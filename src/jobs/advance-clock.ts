import { Temporal } from 'temporal-polyfill';
import type { Casita } from '../ports';
import type { SandboxClock } from '../sandbox/clock';
import type { DueJob } from './due-job';
import { runDueJobs } from './run-due-jobs';

/** The sandbox's own side of time: its Stripe's authorisations expire and its webhooks go out. */
export interface TimedSandbox {
  nextDueAt(): Promise<Temporal.Instant | null>;
  advance(): Promise<number>;
  deliverWebhooks(): Promise<number>;
}

const STEPS_MAX = 20_000;

/**
 * Moves the sandbox's clock to `target`, stopping at every instant on the way at which something falls due and doing it
 * there, in order: what happens is what would have happened had the time really passed.
 * @returns the number of things done
 */
export async function advanceTo(
  app: Casita,
  clock: SandboxClock,
  jobs: readonly DueJob[],
  sandbox: TimedSandbox,
  target: Temporal.Instant,
): Promise<number> {
  let done = await settle(app, jobs, sandbox);
  for (let step = 0; step < STEPS_MAX; step += 1) {
    const due = await nextStop(app, jobs, sandbox);
    if (!due || Temporal.Instant.compare(due, target) >= 0) break;
    const now = clock.now();
    // Deadlines end after their instant; one that is past already needs a step all the same, or it would stay next for ever.
    const stop = Temporal.Instant.compare(due, now) > 0 ? due : now;
    await clock.moveTo(stop.add({ milliseconds: 1 }));
    done += await settle(app, jobs, sandbox);
  }
  await clock.moveTo(target);
  return done + (await settle(app, jobs, sandbox));
}

async function settle(app: Casita, jobs: readonly DueJob[], sandbox: TimedSandbox): Promise<number> {
  await sandbox.advance();
  await sandbox.deliverWebhooks();
  return runDueJobs(app, jobs);
}

async function nextStop(app: Casita, jobs: readonly DueJob[], sandbox: TimedSandbox): Promise<Temporal.Instant | null> {
  const dues = await Promise.all([sandbox.nextDueAt(), ...jobs.map((job) => job.nextDueAt(app))]);
  return dues.reduce((first, due) => (due && (!first || Temporal.Instant.compare(due, first) < 0) ? due : first), null);
}
