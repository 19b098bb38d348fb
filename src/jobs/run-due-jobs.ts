import type { Casita } from '../ports';
import type { DueJob } from './due-job';

const ROUNDS_MAX = 1_000;

/** Runs every job until none finds anything due: one job's work can make another's due. */
export async function runDueJobs(app: Casita, jobs: readonly DueJob[]): Promise<number> {
  let total = 0;
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    let done = 0;
    for (const job of jobs) done += await runOne(app, job);
    if (done === 0) return total;
    total += done;
  }
  return total;
}

/** A job that fails is tried again at the next turn; it does not keep the others from theirs. */
async function runOne(app: Casita, job: DueJob): Promise<number> {
  try {
    return await job.run(app);
  } catch (error) {
    app.log.error(`job ${job.name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return 0;
  }
}
