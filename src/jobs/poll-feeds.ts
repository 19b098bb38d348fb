import { markStaleFeeds, takeDueFeeds, type StaleFeed } from '../api/calendar-feed/queries/due-feeds';
import { queuePoll } from '../api/calendar-feed/use-cases/manage-feeds';
import type { Casita } from '../ports';
import { BATCH, type DueJob } from './due-job';

/** When a feed is due again should nobody ask it after all. */
const AGAIN_MINUTES = 5;

/**
 * Hands feeds that are due to the queue, which asks them: other people's servers must not keep what else is due waiting. The
 * clock does not stop for them when it is moved.
 */
export const pollFeeds: DueJob = {
  name: 'poll-feeds',
  nextDueAt: async () => null,
  async run(app) {
    const now = app.clock.now();
    return app.db.transaction(async (tx) => {
      const feeds = await takeDueFeeds(tx, now.toString(), now.add({ minutes: AGAIN_MINUTES }).toString(), BATCH);
      for (const feedId of feeds) await queuePoll(app, tx, feedId);
      return feeds.length;
    });
  },
};

/** Feeds that have said nothing good for long: marked, and their hosts told, once each. */
export const tellOfStaleFeeds: DueJob = {
  name: 'tell-of-stale-feeds',
  nextDueAt: async () => null,
  async run(app) {
    return app.db.transaction(async (tx) => {
      const feeds = await markStaleFeeds(tx, app.clock.now().toString(), BATCH);
      for (const { hostUserId, ...feed } of feeds) {
        if (hostUserId === null) continue;
        await app.jobs.add(tx, 'send-mail', { mail: 'to-account', userId: hostUserId, ...staleMail(app, feed) });
      }
      return feeds.length;
    });
  },
};

function staleMail(app: Casita, feed: Omit<StaleFeed, 'hostUserId'>): { subject: string; text: string } {
  const since = feed.lastSuccessAt ? `since ${feed.lastSuccessAt.toISOString()}` : 'yet';
  const text = [
    `The calendar "${feed.name}" (${feed.server}) of ${feed.home} could not be read ${since}.`,
    `The nights that it closed stay closed. What was booked there meanwhile is not known at ${app.config.name}, so a night may be sold twice: please look after the calendar's address.`,
  ].join('\n\n');
  return { subject: `A calendar of ${feed.home} has gone silent`, text };
}
