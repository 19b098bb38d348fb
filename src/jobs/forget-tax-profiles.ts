import { Temporal } from 'temporal-polyfill';
import { forgetKeptProfiles, nextKeptUntil } from '../api/tax-profile/queries/kept-profiles';
import { BATCH, type DueJob } from './due-job';

/** Tax profiles of erased accounts, once the law no longer wants them kept. */
export const forgetTaxProfiles: DueJob = {
  name: 'forget-tax-profiles',
  async nextDueAt(app) {
    const next = await nextKeptUntil(app.db);
    return next && Temporal.Instant.fromEpochMilliseconds(next.getTime());
  },
  run: (app) => forgetKeptProfiles(app.db, app.clock.now().toString(), BATCH),
};
