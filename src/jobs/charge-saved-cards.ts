import { dueCharges, nextCharge } from '../api/payment/queries/charge-progress';
import { chargeDue } from '../api/payment/use-cases/charge-due';
import { BATCH, type DueJob } from './due-job';
import { earliest } from './due-rows';

/** Charges that were planned, and those that are tried again, fall due: the saved card is charged without the guest. */
export const chargeSavedCards: DueJob = {
  name: 'charge-saved-cards',
  nextDueAt: (app) => earliest(app.db, nextCharge),
  async run(app) {
    const due = await dueCharges(app.db, app.clock.now().toString(), BATCH);
    for (const place of due) await chargeDue(app, place);
    return due.length;
  },
};
