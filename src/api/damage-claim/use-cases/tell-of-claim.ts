import type { Tx } from '../../../adapters/postgres/sql';
import { formatMajor } from '../../../domain/money';
import type { Casita } from '../../../ports';
import { alterationWords } from '../../alteration/queries/alteration-words';
import type { BookingRow } from '../../booking/queries/booking-row';
import type { ClaimRow } from '../queries/claim-row';

export type ClaimNews = 'filed' | 'accepted' | 'in_review' | 'awarded' | 'rejected' | 'withdrawn' | 'paid' | 'unpaid';

type Words = Partial<Record<'guest' | 'host' | 'staff', string>>;

/** Queues, with the move itself, the mails about it to whom it concerns. One whose account is gone is not written to. */
export async function tellOfClaim(
  app: Casita,
  tx: Tx,
  booking: BookingRow,
  claim: ClaimRow,
  news: ClaimNews,
): Promise<void> {
  const { home, guestUserId, hostUserId } = await alterationWords(tx, booking.id);
  const words = wordsOf(news, booking, claim, home);
  const subject = `Booking ${booking.reference}: a claim for damage`;
  const toAccount = async (userId: number | null, text: string | undefined) => {
    if (userId !== null && text !== undefined)
      await app.jobs.add(tx, 'send-mail', { mail: 'to-account', userId, subject, text });
  };
  await toAccount(guestUserId, words.guest);
  await toAccount(hostUserId, words.host);
  if (words.staff !== undefined) await app.jobs.add(tx, 'send-mail', { mail: 'to-staff', subject, text: words.staff });
}

function wordsOf(news: ClaimNews, { reference }: BookingRow, claim: ClaimRow, home: string): Words {
  const money = (amount: number) => `${formatMajor({ amount, currency: claim.currency })} ${claim.currency}`;
  const stay = `booking ${reference} of ${home}`;
  const owed = money(claim.awarded ?? claim.amount);
  const because = claim.decision === null ? '' : `\n\n${claim.decision}`;
  switch (news) {
    case 'filed':
      return {
        guest: `The host of ${stay} claims ${money(claim.amount)} for damage:\n\n${claim.description}\n\nPlease accept it, or say what you see otherwise, by ${claim.answer_by.toISOString()}. After that the marketplace decides.`,
      };
    case 'accepted':
      return {
        guest: `You have accepted the claim of ${owed} for ${stay}. Please pay it in your booking.`,
        host: `The guest of ${stay} has accepted your claim of ${owed}. It is paid out to you when the guest has paid it.`,
      };
    case 'in_review':
      return {
        host: `Your claim for ${stay} is decided by the marketplace: the guest does not agree, or has not answered.`,
        staff: `A claim of ${money(claim.amount)} for damage (${stay}) waits for a decision: ${claim.document_id}.`,
      };
    case 'awarded':
      return {
        guest: `The marketplace has decided that you owe ${owed} for damage (${stay}).${because}\n\nPlease pay it in your booking.`,
        host: `The marketplace has decided that you are owed ${owed} for damage (${stay}).${because}\n\nIt is paid out to you when the guest has paid it.`,
      };
    case 'rejected': {
      const text = `The marketplace has decided that nothing is owed of the claim for damage (${stay}).${because}`;
      return { guest: text, host: text };
    }
    case 'withdrawn':
      return { guest: `The host of ${stay} claims nothing any more.` };
    case 'paid':
      return { host: `The guest of ${stay} has paid ${owed} for damage. It comes with your payouts.` };
    case 'unpaid':
      return {
        host: `The guest of ${stay} has not paid ${owed} for damage, and it is not waited for any more.${because}`,
      };
    default:
      return news satisfies never;
  }
}
