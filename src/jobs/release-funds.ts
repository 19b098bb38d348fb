import { firstHoldEnd, duePayouts } from '../api/payout/queries/payouts';
import { dueReleases, firstReleaseDue, putOffRelease } from '../api/payout/queries/release-due';
import { releaseFunds as release } from '../api/payout/use-cases/release-funds';
import { tryPayout } from '../api/payout/use-cases/try-payout';
import type { Casita } from '../ports';
import { BATCH, type DueJob } from './due-job';
import { earliest } from './due-rows';

/** Stays whose money is the host's by now: released, and the host's payout made. */
export const releaseFunds: DueJob = {
  name: 'release-funds',
  nextDueAt: (app) => earliest(app.db, firstReleaseDue),
  async run(app) {
    const bookings = await dueReleases(app.db, app.clock.now().toString(), BATCH);
    for (const bookingId of bookings) await releaseOrPutOff(app, bookingId);
    return bookings.length;
  },
};

/** One that fails keeps nobody else from their money, and is looked at again in an hour. */
async function releaseOrPutOff(app: Casita, bookingId: number): Promise<void> {
  try {
    await release(app, bookingId);
  } catch (error) {
    app.log.error(
      `release of booking ${bookingId}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    await putOffRelease(app.db, bookingId, app.clock.now().add({ hours: 1 }).toString());
  }
}

/** Payouts that were held long enough, and those that could not be sent when they were last tried. The clock stops for the former alone. */
export const makePayouts: DueJob = {
  name: 'make-payouts',
  nextDueAt: (app) => earliest(app.db, firstHoldEnd),
  async run(app) {
    const payouts = await duePayouts(app.db, app.clock.now().toString(), BATCH);
    for (const payout of payouts) await tryPayout(app, payout);
    return payouts.length;
  },
};
