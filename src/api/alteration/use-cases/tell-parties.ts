import { Temporal } from 'temporal-polyfill';
import type { Tx } from '../../../adapters/postgres/sql';
import type { AlterationParty } from '../../../domain/alteration-moves';
import { formatMajor } from '../../../domain/money';
import { localDate, localTime } from '../../../domain/stay-time';
import type { Casita } from '../../../ports';
import type { BookingRow } from '../../booking/queries/booking-row';
import type { AlterationRow } from '../queries/alteration-row';
import { alterationWords } from '../queries/alteration-words';

export type AlterationNews = 'proposed' | 'accepted' | 'declined' | 'withdrawn' | 'expired' | 'applied';

/** Queues, with the step itself, a mail to the party that did not take it. */
export const tellOtherParty = (
  app: Casita,
  tx: Tx,
  booking: BookingRow,
  alteration: AlterationRow,
  by: AlterationParty,
  news: Exclude<AlterationNews, 'expired' | 'applied'>,
): Promise<void> => tell(app, tx, booking, alteration, news, [by === 'guest' ? 'host' : 'guest']);

/** What time or money has brought about, neither party: a mail to each. `alteration` as it was before. */
export const tellBothParties = (
  app: Casita,
  tx: Tx,
  booking: BookingRow,
  alteration: AlterationRow,
  news: 'expired' | 'applied',
): Promise<void> => tell(app, tx, booking, alteration, news, ['guest', 'host']);

/** One whose account is gone is not written to. */
async function tell(
  app: Casita,
  tx: Tx,
  booking: BookingRow,
  alteration: AlterationRow,
  news: AlterationNews,
  parties: readonly AlterationParty[],
): Promise<void> {
  const { home, guestUserId, hostUserId } = await alterationWords(tx, booking.id);
  for (const to of parties) {
    const userId = to === 'guest' ? guestUserId : hostUserId;
    if (userId === null) continue;
    const text = [
      `${lead(news, alteration, to)} booking ${booking.reference} of ${home}${ends(news, alteration)}.`,
      stay(alteration),
      difference(alteration, to),
      ...next(news, alteration, to),
    ].join('\n\n');
    const subject = `Booking ${booking.reference}: ${subjects[news]}`;
    await app.jobs.add(tx, 'send-mail', { mail: 'to-account', userId, subject, text });
  }
}

const subjects: Readonly<Record<AlterationNews, string>> = {
  proposed: 'a change is proposed',
  accepted: 'your change is accepted',
  declined: 'your change is declined',
  withdrawn: 'the proposed change is withdrawn',
  expired: 'the proposed change has ended',
  applied: 'the change is made',
};

/** Up to the booking. */
function lead(news: AlterationNews, { proposer }: AlterationRow, to: AlterationParty): string {
  const other = to === 'guest' ? 'host' : 'guest';
  switch (news) {
    case 'proposed':
      return `The ${other} proposes to change`;
    case 'accepted':
    case 'declined':
      return `The ${other} has ${news} the change that you proposed to`;
    case 'withdrawn':
      return `The ${other} has withdrawn the change that they proposed to`;
    case 'expired':
    case 'applied':
      return `The change that ${proposer === to ? 'you' : `the ${other}`} proposed to`;
  }
}

function ends(news: AlterationNews, { state }: AlterationRow): string {
  if (news === 'applied') return ' is paid and made';
  if (news !== 'expired') return '';
  return state === 'accepted' ? ' was not paid in time, and has ended' : ' was not answered in time, and has ended';
}

function stay({ check_in: from, check_out: to, adults, children, infants, pets }: AlterationRow): string {
  const party = Object.entries({ adults, children, infants, pets }).filter(([kind, n]) => n > 0 || kind === 'adults');
  return `The changed stay: ${from} to ${to}, ${party.map(([kind, n]) => `${kind}: ${n}`).join(', ')}.`;
}

function difference({ difference: amount, currency }: AlterationRow, to: AlterationParty): string {
  if (amount === 0) return 'The price stays as it is.';
  const money = `${formatMajor({ amount: Math.abs(amount), currency })} ${currency}`;
  if (amount > 0) return `It costs ${money} more${to === 'guest' ? '' : ', which the guest pays'}.`;
  return `It costs ${money} less, which goes back to ${to === 'guest' ? 'you' : 'the guest'}.`;
}

function next(news: AlterationNews, alteration: AlterationRow, to: AlterationParty): string[] {
  const by = (instant: Date) => onTheClock(instant, alteration.quote.timeZone);
  if (news === 'proposed')
    return [`Please accept or decline it by ${by(alteration.expires_at)}. Until then nothing changes.`];
  if (news === 'declined' || news === 'withdrawn' || news === 'expired') return ['The booking stays as it is.'];
  const { payment_due_at: due } = alteration;
  if (due === null || news === 'applied') return ['The booking is changed.'];
  const who = to === 'guest' ? 'Please pay' : 'The guest can pay';
  return [
    `${who} the difference by ${by(due)}. The booking is changed with the payment; without it, it stays as it is.`,
  ];
}

function onTheClock(at: Date, timeZone: string): string {
  const instant = Temporal.Instant.fromEpochMilliseconds(at.getTime());
  return `${localDate(instant, timeZone)} ${localTime(instant, timeZone)} (${timeZone})`;
}
