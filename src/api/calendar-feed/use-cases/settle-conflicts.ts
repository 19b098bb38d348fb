import type { Tx } from '../../../adapters/postgres/sql';
import type { Night } from '../../../domain/night';
import type { Casita } from '../../../ports';
import { clashesOf, endOtherConflicts, openConflicts, type Clash } from '../queries/conflicts';
import { feedWords, type FeedWords } from '../queries/feed-words';

/**
 * Makes the conflicts of a feed what they are now, under the property's lock: new ones are written down and the host is told, those
 * that are none any more end. Neither the booking nor the event's nights are touched.
 */
export async function settleConflicts(
  app: Casita,
  tx: Tx,
  feed: { readonly feedId: number; readonly propertyId: number },
  today: Night,
): Promise<void> {
  const at = app.clock.now().toString();
  const clashes = await clashesOf(tx, feed, today);
  await endOtherConflicts(tx, feed.feedId, clashes, at);
  const opened = await openConflicts(tx, feed, clashes, at);
  const told = clashes.filter(({ eventId, bookingId }) => opened.has(`${eventId} ${bookingId}`));
  const words = told.length === 0 ? null : await feedWords(tx, feed.feedId);
  if (words?.hostUserId) {
    await app.jobs.add(tx, 'send-mail', {
      mail: 'to-account',
      userId: words.hostUserId,
      ...conflictMail(app, words, told),
    });
  }
}

const LISTED_MAX = 20;

function conflictMail(app: Casita, words: FeedWords, clashes: readonly Clash[]): { subject: string; text: string } {
  const lines = clashes
    .slice(0, LISTED_MAX)
    .map(({ reference, firstNight, lastNight }) => `Booking ${reference}: nights from ${firstNight} to ${lastNight}`);
  const text = [
    `The calendar "${words.name}" (${words.server}) of ${words.home} says that nights are taken that ${app.config.name} has sold.`,
    lines.join('\n'),
    'The bookings stand, and the nights stay closed for everybody else. Please look at both sides, and then settle the conflict in your panel.',
  ].join('\n\n');
  return { subject: `Two calendars want the same nights: ${words.home}`, text };
}
