import type { Tx } from '../../../adapters/postgres/sql';
import { formatMajor } from '../../../domain/money';
import type { Casita } from '../../../ports';
import type { BookingRow } from '../../booking/queries/booking-row';

export type RefundNews =
  | { readonly kind: 'decided'; readonly amount: number; readonly reason: string }
  | { readonly kind: 'retried'; readonly amount: number }
  | { readonly kind: 'paid_outside'; readonly amount: number; readonly reference: string };

/** Queues a mail with the step itself. A guest whose account is gone is not written to. */
export async function tellGuestOfRefund(app: Casita, tx: Tx, booking: BookingRow, news: RefundNews): Promise<void> {
  if (booking.guest_id === null) return;
  await app.jobs.add(tx, 'send-mail', {
    mail: 'to-account',
    userId: booking.guest_id,
    subject: `Booking ${booking.reference}: a refund`,
    text: words(booking, news),
  });
}

function words({ reference, currency }: BookingRow, news: RefundNews): string {
  const sum = `${formatMajor({ amount: news.amount, currency })} ${currency}`;
  switch (news.kind) {
    case 'decided':
      return `${sum} of booking ${reference} go back to the card that you paid with: ${news.reason}\n\nYour bank may take a few days to show it.`;
    case 'retried':
      return `Your bank did not take the refund of ${sum} for booking ${reference}. We have sent it again.`;
    case 'paid_outside':
      return `Your bank did not take the refund of ${sum} for booking ${reference}. We have paid it to you another way, under the reference ${news.reference}.`;
    default:
      return news satisfies never;
  }
}
