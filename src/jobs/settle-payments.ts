import { lanesWithDueCalls } from '../outbox/queries/calls';
import { openEvents } from '../inbox/queries/events';
import { unsettledIntents } from '../api/payment/queries/load-payment';
import { unsettledRefunds } from '../api/payment/queries/refunds';
import { unsettledSetups } from '../api/payment/queries/payment-setups';
import { settleSetup } from '../api/payment/use-cases/apply-setup';
import { settleIntent, settleRefund } from '../api/payment/use-cases/settle-intent';
import { workEvent } from '../inbox/take-event';
import { runLane } from '../outbox/run-calls';
import type { Casita } from '../ports';
import { BATCH, type DueJob } from './due-job';
import { severalAtOnce } from './several-at-once';

/** Calls that we owe the payment provider and that nobody is making. */
export const makeOwedCalls: DueJob = {
  name: 'make-owed-calls',
  nextDueAt: async () => null,
  async run(app) {
    const lanes = await lanesWithDueCalls(app.db, BATCH);
    return doEach(app, lanes, (lane) => runLane(app, lane));
  },
};

/** Events that were stored and whose work was not done. */
export const workEvents: DueJob = {
  name: 'work-events',
  nextDueAt: async () => null,
  async run(app) {
    const events = await openEvents(app.db, BATCH);
    return doEach(app, events, (eventId) => workEvent(app, eventId));
  },
};

/** How long a payment is left to its webhook before it is asked after. */
const PATIENCE_SECONDS = 20;

/**
 * Asks the provider after every payment and refund that is still on its way, so that no webhook is ever needed for
 * anything to come right. Each look moves `updated_at`, so that all get their turn.
 */
export const reconcile: DueJob = {
  name: 'reconcile',
  nextDueAt: async () => null,
  async run(app) {
    const before = app.clock.now().subtract({ seconds: PATIENCE_SECONDS }).toString();
    const intents = await unsettledIntents(app.db, before, BATCH);
    const refunds = await unsettledRefunds(app.db, before, BATCH);
    await doEach(app, intents, (id) => settleIntent(app, id, 'job'));
    const setups = await unsettledSetups(app.db, before, BATCH);
    await doEach(app, setups, (id) => settleSetup(app, id, 'job'));
    await doEach(
      app,
      refunds.flatMap((refund) => refund.stripe_refund ?? []),
      (id) => settleRefund(app, id),
    );
    // A look that found nothing new is not work: it must not keep a caller waiting for an end.
    return 0;
  },
};

const doEach = (app: Casita, ids: readonly string[], work: (id: string) => Promise<void>): Promise<number> =>
  severalAtOnce(ids, work, (id, error) => {
    app.log.warn(`payments: ${id}: ${error instanceof Error ? error.message : String(error)}`);
  });
