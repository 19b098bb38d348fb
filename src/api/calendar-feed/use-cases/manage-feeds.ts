import { createId } from '@paralleldrive/cuid2';
import { accept, refuse, type Outcome } from '../../../domain/refusal';
import type { Casita } from '../../../ports';
import { refreshNights } from '../../../search/refresh-search-rows';
import { lockOwnProperty } from '../../property/queries/lock-own-property';
import { noSuchProperty } from '../../property/use-cases/no-such-property';
import { endConflictsOfFeed } from '../queries/conflicts';
import { countFeeds, isFollowed, ownFeed, ownFeeds, type FeedRow } from '../queries/feed-rows';
import { deleteFeed, insertFeed, moveFeed, renameFeed } from '../queries/save-feed';
import { feedAddress, refuseUrl } from './feed-address';
import { pollFeed } from './poll-feed';

/** A feed by the names of its home and its own, as the host who asks. */
export interface FeedKey {
  readonly hostId: number;
  readonly property: string;
  readonly feed: string;
}

export const noSuchFeed = () => refuse('not_found', 'No such calendar feed', [{ code: 'not_found', field: 'id' }]);

export async function listFeeds(app: Casita, hostId: number, property: string): Promise<Outcome<FeedRow[]>> {
  const feeds = await ownFeeds(app.db, property, hostId);
  return feeds ? accept(feeds) : noSuchProperty();
}

/** Follows another platform's calendar from now on; it is read for the first time soon after. */
export async function addFeed(
  app: Casita,
  hostId: number,
  property: string,
  wish: { readonly name: string; readonly url: string },
): Promise<Outcome<FeedRow>> {
  if ((await ownFeeds(app.db, property, hostId)) === null) return noSuchProperty();
  const address = await feedAddress(app, wish.url);
  if (!address.ok) return address;
  const { perProperty, staleHours } = app.config.calendarFeeds;
  const now = app.clock.now();
  const documentId = createId();
  return app.db.transaction(async (tx) => {
    const propertyId = await lockOwnProperty(tx, property, hostId);
    if (propertyId === null) return noSuchProperty();
    if ((await countFeeds(tx, propertyId)) >= perProperty) {
      return refuse('refused', 'No more calendars for this home', [{ code: 'too_many_feeds', limit: perProperty }]);
    }
    if (await isFollowed(tx, propertyId, address.value.urlHash, 0)) return refuseUrl('already_followed');
    const at = now.toString();
    const staleAt = now.add({ hours: staleHours }).toString();
    const feedId = await insertFeed(tx, { ...address.value, documentId, propertyId, name: wish.name, at, staleAt });
    await queuePoll(app, tx, feedId);
    return orNoFeed(await ownFeed(tx, property, documentId, hostId));
  });
}

const orNoFeed = (feed: FeedRow | null): Outcome<FeedRow> => (feed ? accept(feed) : noSuchFeed());

/** Two queues, so that slow servers of others hold up two jobs at the most, and no mail or payment. */
const QUEUES = 2;

export async function queuePoll(app: Casita, tx: Parameters<Casita['jobs']['add']>[0], feedId: number): Promise<void> {
  await app.jobs.add(tx, 'poll-feed', { feedId }, { key: `poll-feed:${feedId}`, queue: `feeds-${feedId % QUEUES}` });
}

/** Another name, another address, or both. */
export async function changeFeed(
  app: Casita,
  key: FeedKey,
  wish: { readonly name?: string | undefined; readonly url?: string | undefined },
): Promise<Outcome<FeedRow>> {
  if ((await ownFeed(app.db, key.property, key.feed, key.hostId)) === null) return noSuchFeed();
  const address = wish.url === undefined ? null : await feedAddress(app, wish.url);
  if (address && !address.ok) return address;
  const at = app.clock.now().toString();
  return app.db.transaction(async (tx) => {
    const propertyId = await lockOwnProperty(tx, key.property, key.hostId);
    const feed = propertyId === null ? null : await ownFeed(tx, key.property, key.feed, key.hostId);
    if (propertyId === null || feed === null) return noSuchFeed();
    if (address && (await isFollowed(tx, propertyId, address.value.urlHash, feed.id)))
      return refuseUrl('already_followed');
    if (wish.name !== undefined) await renameFeed(tx, feed.id, wish.name, at);
    if (address) {
      await moveFeed(tx, feed.id, address.value, at);
      await queuePoll(app, tx, feed.id);
    }
    return orNoFeed(await ownFeed(tx, key.property, key.feed, key.hostId));
  });
}

/** Frees exactly the nights that this feed closed, and ends its conflicts. */
export async function removeFeed(app: Casita, key: FeedKey): Promise<Outcome<{ documentId: string }>> {
  return app.db.transaction(async (tx) => {
    const propertyId = await lockOwnProperty(tx, key.property, key.hostId);
    const feed = propertyId === null ? null : await ownFeed(tx, key.property, key.feed, key.hostId);
    if (propertyId === null || feed === null) return noSuchFeed();
    await endConflictsOfFeed(tx, feed.id, app.clock.now().toString());
    await deleteFeed(tx, feed.id);
    await refreshNights(tx, propertyId);
    return accept({ documentId: feed.documentId });
  });
}

/** Reads the calendar now, while the host waits. */
export async function refreshFeed(app: Casita, key: FeedKey): Promise<Outcome<FeedRow>> {
  const feed = await ownFeed(app.db, key.property, key.feed, key.hostId);
  if (!feed) return noSuchFeed();
  const polled = await pollFeed(app, feed.id);
  return polled.ok ? orNoFeed(await ownFeed(app.db, key.property, key.feed, key.hostId)) : polled;
}
