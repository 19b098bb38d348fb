import type { Temporal } from 'temporal-polyfill';
import type { Tx } from '../../../adapters/postgres/sql';
import { formatMajor } from '../../../domain/money';
import { localDate, localTime } from '../../../domain/stay-time';
import type { Casita } from '../../../ports';
import { alterationWords } from '../../alteration/queries/alteration-words';
import type { BookingRow } from '../../booking/queries/booking-row';
import type { PaymentRow } from '../queries/payment-row';

export type BalanceNews =
  { readonly news: 'unpaid'; readonly payBy: Temporal.Instant } | { readonly news: 'ended'; readonly refund: number };

/** Queues, with the step itself, the mails about money that the saved card did not bring. Whose account is gone is not written to. */
export async function tellOfBalance(
  app: Casita,
  tx: Tx,
  booking: BookingRow,
  payment: Pick<PaymentRow, 'amount' | 'currency' | 'purpose'>,
  about: BalanceNews,
): Promise<void> {
  const { home, guestUserId, hostUserId } = await alterationWords(tx, booking.id);
  const sum = ({ amount, currency }: { amount: number; currency: string }) =>
    `${formatMajor({ amount, currency })} ${currency}`;
  const send = async (userId: number | null, subject: string, lines: readonly string[]) => {
    if (userId === null) return;
    const text = lines.join('\n\n');
    await app.jobs.add(tx, 'send-mail', { mail: 'to-account', userId, subject, text });
  };
  if (about.news === 'unpaid' && payment.purpose === 'claim') {
    return send(guestUserId, `Booking ${booking.reference}: please pay`, [
      `Your card could not be charged with ${sum(payment)} for damage (booking ${booking.reference} of ${home}).`,
      'Please pay it in your booking, with any card.',
    ]);
  }
  if (about.news === 'unpaid') {
    return send(guestUserId, `Booking ${booking.reference}: please pay`, [
      `Your card could not be charged with ${sum(payment)} for booking ${booking.reference} of ${home}.`,
      `Please pay by ${onTheClock(about.payBy, booking.quote.timeZone)}:`,
      linkTo(app, booking),
      booking.state === 'held'
        ? 'The host has taken you; the nights are held for you until then, and are free without it.'
        : 'Without it the booking is cancelled, and what was paid goes back as its cancellation policy says.',
    ]);
  }
  const ended = `Booking ${booking.reference} of ${home} is cancelled: ${sum(payment)} of its price was not paid in time.`;
  const back = sum({ amount: about.refund, currency: booking.currency });
  const subject = `Booking ${booking.reference}: cancelled`;
  await send(guestUserId, subject, [ended, `By its cancellation policy ${back} goes back to you.`]);
  await send(hostUserId, subject, [ended, 'Its nights are free again.']);
}

function linkTo(app: Casita, { document_id: id }: BookingRow): string {
  const { guestAppUrl, publicUrl } = app.config;
  return guestAppUrl ? `${guestAppUrl}/bookings/${id}/pay` : `${publicUrl}/api/bookings/${id}/pay`;
}

const onTheClock = (instant: Temporal.Instant, timeZone: string): string =>
  `${localDate(instant, timeZone)} ${localTime(instant, timeZone)} (${timeZone})`;
