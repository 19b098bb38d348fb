import type { Casita } from '../ports';
import type { DueJob } from './due-job';
import { runDueJobs } from './run-due-jobs';

/** Real seconds between two looks at what is due. */
const LOOK_SECONDS = 5;

/** Looks at what is due, again and again, one look at a time; `stop` waits for the look that is under way. */
export function startDueLoop(app: Casita, jobs: readonly DueJob[]): { stop(): Promise<void> } {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let look: Promise<unknown> = Promise.resolve();
  const next = () => {
    look = runDueJobs(app, jobs).finally(() => {
      if (!stopped) timer = setTimeout(next, LOOK_SECONDS * 1_000);
    });
  };
  next();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await look;
    },
  };
}
