import { settleMovements } from '../api/balance/use-cases/settle-movements';
import { walkBalance } from '../api/balance/use-cases/walk-balance';
import { walkEvents } from '../api/balance/use-cases/walk-events';
import { takeWalk, type WalkName } from '../api/balance/queries/walk';
import type { Casita } from '../ports';
import type { DueJob } from './due-job';

/** Seconds between two looks, of all processes together: where nothing has happened a look is one short list. */
const LOOK_SECONDS = 30;

/** Puts the events that no webhook brought into the inbox. */
export const reconcileEvents: DueJob = walk('reconcile-events', 'events', walkEvents);

/** Keeps the mirror of our balance, and finds the posting of each movement on it. */
export const reconcileBalance: DueJob = walk('reconcile-balance', 'balance', async (app, position) => {
  const added = await walkBalance(app, position);
  return added + (await settleMovements(app));
});

function walk(name: string, turn: WalkName, go: (app: Casita, position: Date | null) => Promise<number>): DueJob {
  return {
    name,
    nextDueAt: async () => null,
    async run(app) {
      const now = app.clock.now();
      const taken = await takeWalk(app.db, turn, now.toString(), now.subtract({ seconds: LOOK_SECONDS }).toString());
      return taken ? go(app, taken.position) : 0;
    },
  };
}
