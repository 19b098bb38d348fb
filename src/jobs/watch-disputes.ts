import { bookingById } from '../api/booking/queries/load-booking';
import { remindersDue, reminderDays } from '../domain/dispute';
import { listDueSince, noteListed } from '../api/dispute/queries/dispute-watch';
import { lockReminder, nextReminder, remindable } from '../api/dispute/queries/reminders';
import { unsettledDisputes } from '../api/dispute/queries/load-dispute';
import { updateDispute } from '../api/dispute/queries/write-dispute';
import { applyNews, settleDispute } from '../api/dispute/use-cases/settle-dispute';
import { remindStaff } from '../api/dispute/use-cases/tell-of-dispute';
import type { Casita } from '../ports';
import { BATCH, type DueJob } from './due-job';
import { severalAtOnce } from './several-at-once';

/** How long a dispute is left to its webhook before it is asked after. */
const PATIENCE_MINUTES = 5;
/** Between two looks at the provider's list of disputes, and how far each goes back behind the last one. */
const LIST_MINUTES = 10;
const OVERLAP_HOURS = 24;
/** How far the first look goes back: a bank can dispute a payment for months. */
const FIRST_DAYS = 120;

/**
 * Finds disputes that no webhook has told of, and asks after those whose end or money is open: no webhook is needed for anything to come
 * right.
 */
export const watchDisputes: DueJob = {
  name: 'watch-disputes',
  nextDueAt: async () => null,
  async run(app) {
    await findUntold(app);
    const before = app.clock.now().subtract({ minutes: PATIENCE_MINUTES }).toString();
    const open = await unsettledDisputes(app.db, before, BATCH);
    await severalAtOnce(
      open,
      (id) => settleDispute(app, id, 'job'),
      (id, error) => warn(app, id, error),
    );
    // A look that found nothing new is not work: it must not keep a caller waiting for an end.
    return 0;
  },
};

async function findUntold(app: Casita): Promise<void> {
  const now = app.clock.now();
  const due = await listDueSince(app.db, now.subtract({ minutes: LIST_MINUTES }).toString());
  if (due === null) return;
  const since = due.listedAt
    ? due.listedAt.getTime() - OVERLAP_HOURS * 3_600_000
    : now.subtract({ hours: FIRST_DAYS * 24 }).epochMilliseconds;
  await attempt(app, 'list of disputes', async () => {
    for await (const dispute of app.disputes.listSince(new Date(since))) {
      await attempt(app, dispute.id, () => applyNews(app, dispute, 'job'));
    }
    await noteListed(app.db, now.toString());
  });
}

/** One that fails does not keep the others from their turn; it is still due next time. */
async function attempt(app: Casita, what: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    warn(app, what, error);
  }
}

const warn = (app: Casita, what: string, error: unknown): void =>
  app.log.warn(`disputes: ${what}: ${error instanceof Error ? error.message : String(error)}`);

/** Three days and one day before the time to answer is over, staff are told, once each. */
export const remindOfDisputes: DueJob = {
  name: 'remind-of-disputes',
  nextDueAt: (app) => nextReminder(app.db, reminderDays),
  async run(app) {
    const due = await remindable(app.db, app.clock.now().toString(), reminderDays, BATCH);
    for (const id of due) await remind(app, id);
    return due.length;
  },
};

async function remind(app: Casita, id: number): Promise<void> {
  await app.db.transaction(async (tx) => {
    const now = app.clock.now();
    const dispute = await lockReminder(tx, id);
    if (!dispute) return;
    const reminders = remindersDue(dispute.evidence_due_by?.getTime() ?? null, now.epochMilliseconds);
    if (reminders <= dispute.reminders) return;
    await updateDispute(tx, id, { reminders }, now.toString());
    const booking = await bookingById(tx, dispute.booking_id);
    if (booking) await remindStaff(app, tx, dispute, booking.reference);
  });
}
