import { Temporal } from 'temporal-polyfill';
import { reviewWindowClosesAt } from '../domain/review-rules';
import type { Night } from '../domain/night';
import { unsealIfDue } from '../api/review/use-cases/write-review';
import type { Casita } from '../ports';
import { BATCH, type DueJob } from './due-job';

interface SealedStay {
  readonly document_id: string;
  readonly check_out: Night;
  readonly check_out_time: string;
  readonly time_zone: string;
}

/** Sealed reviews, the stay that ended first first: its window closes first, give or take a day of time zones. */
async function sealedStays(app: Casita): Promise<SealedStay[]> {
  return app.db.query<SealedStay>(
    `select b.document_id, b.check_out, b.quote->>'checkOutTime' as check_out_time, b.quote->>'timeZone' as time_zone
     from reviews r join bookings b on b.id = r.booking_id where r.state = 'sealed' order by b.check_out_at limit ${BATCH}`,
  );
}

function closesAt(app: Casita, stay: SealedStay): Temporal.Instant {
  const checkOut = { night: stay.check_out, time: stay.check_out_time, timeZone: stay.time_zone };
  return reviewWindowClosesAt(checkOut, app.config.reviewWindowDays);
}

/** Reviews whose counterpart never came: open to staff once the window has closed. */
export const openReviews: DueJob = {
  name: 'open-reviews',
  async nextDueAt(app) {
    const instants = (await sealedStays(app)).map((stay) => closesAt(app, stay));
    return instants.sort(Temporal.Instant.compare)[0] ?? null;
  },
  async run(app) {
    let opened = 0;
    for (const stay of await sealedStays(app)) {
      if (Temporal.Instant.compare(closesAt(app, stay), app.clock.now()) >= 0) continue;
      opened += await app.db.transaction((tx) => unsealIfDue(app, tx, stay.document_id));
    }
    return opened;
  },
};
