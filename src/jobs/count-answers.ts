import { changeShownRate } from '../api/host-profile/use-cases/change-shown-rate';
import { countAnswersAfter } from '../api/host-profile/use-cases/count-answers';
import { hostsWithChangingRate } from '../api/host-profile/queries/changing-rates';
import type { Casita } from '../ports';
import { walkDaily } from './daily-walk';
import { BATCH, type DueJob } from './due-job';

/** Daily: how many of the requests put to them hosts have answered, in their profiles and in the order of search. */
export const countAnswers: DueJob = {
  name: 'count-answers',
  // A figure is of the day on which somebody is there to count it: the sandbox's clock need not stop for it.
  nextDueAt: async () => null,
  async run(app) {
    const changed = await changeFigures(app);
    if (changed > 0) return changed;
    return walkDaily(app, 'answers', (tx, afterHost) => countAnswersAfter(tx, app.clock.now(), afterHost, BATCH));
  },
};

/** Changes are made before more is counted. */
async function changeFigures(app: Casita): Promise<number> {
  let changed = 0;
  for (const hostId of await hostsWithChangingRate(app.db, BATCH)) if (await changeShownRate(app, hostId)) changed += 1;
  return changed;
}
