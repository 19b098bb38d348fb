import type { Tx } from '../../../adapters/postgres/sql';
import { isClosedDispute, type DisputeState } from '../../../domain/dispute';
import { formatMajor } from '../../../domain/money';
import type { Casita, ProviderDispute } from '../../../ports';
import { alterationWords } from '../../alteration/queries/alteration-words';
import type { BookingRow } from '../../booking/queries/booking-row';
import type { DisputeRow } from '../queries/dispute-row';

/** Queues the mails about a dispute that has come, or has come further: staff are told, and the host of the booking. */
export async function tellOfDispute(
  app: Casita,
  tx: Tx,
  booking: BookingRow,
  dispute: DisputeRow,
  news: ProviderDispute,
  isNew: boolean,
): Promise<void> {
  const { home, hostUserId } = await alterationWords(tx, booking.id);
  const what = `${formatMajor({ amount: news.amount, currency: news.currency })} ${news.currency} of booking ${booking.reference} (${home})`;
  if (isNew) {
    const due = news.evidenceDueBy
      ? `Evidence can be handed in until ${news.evidenceDueBy.toISOString()}.`
      : 'It takes no evidence.';
    await tellStaff(app, tx, `Dispute: booking ${booking.reference}`, [
      `A guest's bank ${isInquiry(news.state) ? 'asks about' : 'disputes'} ${what}. Its reason: ${news.reason}.`,
      due,
      `The dispute's number in the panel: ${dispute.document_id}.`,
    ]);
    if (hostUserId !== null && !isInquiry(news.state)) await tellHost(app, tx, hostUserId, booking, opened(what));
    return;
  }
  if (!isClosedDispute(news.state)) return;
  await tellStaff(app, tx, `Dispute ${news.state}: booking ${booking.reference}`, [
    `The dispute over ${what} has ended: ${news.state}.`,
  ]);
  const words = closed(news.state, what);
  if (hostUserId !== null && words) await tellHost(app, tx, hostUserId, booking, words);
}

/** Three days and one day before the end of the time to answer, where nobody has. */
export async function remindStaff(app: Casita, tx: Tx, dispute: DisputeRow, reference: string): Promise<void> {
  const { amount, currency, evidence_due_by: dueBy } = dispute;
  await tellStaff(app, tx, `Dispute to be answered: booking ${reference}`, [
    `Nobody has answered the dispute over ${formatMajor({ amount, currency })} ${currency} of booking ${reference}.`,
    `Evidence can be handed in until ${dueBy?.toISOString() ?? 'now'}; without it the money is lost.`,
    `The dispute's number in the panel: ${dispute.document_id}.`,
  ]);
}

const isInquiry = (state: DisputeState): boolean => state.startsWith('warning');

const opened = (what: string): readonly string[] => [
  `The guest's bank disputes ${what}.`,
  'Your payouts for this booking wait until it is decided. If you have anything that shows what was agreed or that the guest stayed, please write to us.',
];

function closed(state: DisputeState, what: string): readonly string[] | null {
  if (state === 'lost') return [`The guest's bank has kept ${what}.`, 'What of it you owe stands with your payouts.'];
  if (state === 'won') return [`The dispute over ${what} is decided for you.`, 'Your payouts for this booking go on.'];
  return null;
}

const tellStaff = (app: Casita, tx: Tx, subject: string, text: readonly string[]): Promise<void> =>
  app.jobs.add(tx, 'send-mail', { mail: 'to-staff', subject, text: text.join('\n\n') });

const tellHost = (app: Casita, tx: Tx, userId: number, { reference }: BookingRow, text: readonly string[]) =>
  app.jobs.add(tx, 'send-mail', {
    mail: 'to-account',
    userId,
    subject: `A dispute over booking ${reference}`,
    text: text.join('\n\n'),
  });
