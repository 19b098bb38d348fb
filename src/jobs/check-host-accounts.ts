import { checkHostAccount } from '../api/host-account/use-cases/check-account';
import { findBankPayouts } from '../api/payout/use-cases/settle-bank-payout';
import { dueAccounts } from '../api/host-account/queries/due-accounts';
import type { Casita } from '../ports';
import type { DueJob } from './due-job';

/** Each look is a call over the network, one after the other: a batch must not keep what else is due waiting. */
const BATCH = 40;

/** Asks the provider after hosts' accounts and what they sent to their banks, each in its turn, so that an event that was lost matters for hours at the most. */
export const checkHostAccounts: DueJob = {
  name: 'check-host-accounts',
  nextDueAt: async () => null,
  async run(app) {
    for (const hostId of await dueAccounts(app.db, app.clock.now().toString(), BATCH)) {
      if (!(await check(app, hostId))) break;
    }
    // A look that found nothing new is not work: it must not keep a caller waiting for an end.
    return 0;
  },
};

/** One that fails has had its turn. Where the provider does not answer, waiting for each of the others would hold up everything. */
async function check(app: Casita, hostId: number): Promise<boolean> {
  try {
    await checkHostAccount(app, hostId);
    await findBankPayouts(app, hostId);
    return true;
  } catch (error) {
    app.log.warn(`host account of ${hostId}: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
}
