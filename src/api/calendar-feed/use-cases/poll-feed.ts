import { randomInt, randomUUID } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import type { Tx } from '../../../adapters/postgres/sql';
import { feedChanges, rangeChanges, type FeedEvent } from '../../../domain/feed-changes';
import { mergeStays, nightsIn, within, without } from '../../../domain/feed-nights';
import { nextPollMinutes } from '../../../domain/feed-schedule';
import { trustAnswer, type FeedTrust } from '../../../domain/feed-trust';
import { addDays, type Night, type StayDates } from '../../../domain/night';
import { accept, refuse, type Outcome } from '../../../domain/refusal';
import { localDate } from '../../../domain/stay-time';
import type { Casita } from '../../../ports';
import { refreshNights } from '../../../search/refresh-search-rows';
import { lockProperty } from '../../booking/queries/lock-property';
import { calendarDaysAhead } from '../../../domain/calendar-rules';
import { doubtWords, feedError } from '../feed-errors';
import { readCalendar } from '../icalendar/read-calendar';
import { claimFeed, type ClaimedFeed } from '../queries/due-feeds';
import { feedEvents, feedRanges, saveFeedEvents, saveFeedRanges } from '../queries/feed-events';
import { ownMark } from '../queries/installation-id';
import { lockClaimedPoll, saveFailure, saveSuccess, type PollRow } from '../queries/save-poll';
import { settleConflicts } from './settle-conflicts';

/** Longer than any fetch: whoever has not come back by then has died. */
const CLAIM_SECONDS = 60;

/**
 * Asks a feed and makes its nights what it says. Claim, fetch and commit are three steps: no transaction is open while another's server
 * is waited for, and who dies in between leaves a feed that is due again.
 * @returns a refusal (409) where somebody is asking it at this moment
 */
export async function pollFeed(app: Casita, feedId: number): Promise<Outcome<null>> {
  const claim = randomUUID();
  const now = app.clock.now();
  const until = now.add({ seconds: CLAIM_SECONDS }).toString();
  const feed = await claimFeed(app.db, feedId, { claim, now: now.toString(), until });
  if (!feed) return refuse('conflict', 'This calendar is being read at the moment', [{ code: 'being_read' }]);
  const today = localDate(now, feed.timeZone);
  const events = await ask(app, feed, today);
  await app.db.transaction(async (tx) => {
    if (!(await lockProperty(tx, feed.propertyId))) return;
    const poll = await lockClaimedPoll(tx, feedId, claim);
    if (!poll) return;
    if (events.ok) await keepAnswer(app, tx, feed, poll, events.value, today);
    else await keepFailure(app, tx, feed, poll, feedError(events.reasons));
  });
  return accept(null);
}

async function ask(app: Casita, feed: ClaimedFeed, today: Night): Promise<Outcome<FeedEvent[]>> {
  const url = app.secrets.open(feed.sealedUrl);
  if (url === null) return refuse('unavailable', 'The address cannot be read', [{ code: 'address_lost' }]);
  const fetched = await app.feeds.fetch(new URL(url));
  if (!fetched.ok) return fetched;
  const reading = { timeZone: feed.timeZone, today, until: furthest(today), ownMark: await ownMark(app.db) };
  return readCalendar(fetched.value, reading);
}

/** Nobody books later nights than these. */
const furthest = (today: Night): Night => addDays(today, calendarDaysAhead);

async function keepFailure(app: Casita, tx: Tx, feed: ClaimedFeed, poll: PollRow, error: string): Promise<void> {
  const now = app.clock.now();
  await saveFailure(tx, feed.feedId, {
    error,
    state: poll.staleToldAt === null ? 'failing' : 'stale',
    at: now.toString(),
    nextAt: nextPoll(app, now, poll.failures + 1),
  });
}

async function keepAnswer(
  app: Casita,
  tx: Tx,
  feed: ClaimedFeed,
  poll: PollRow,
  answered: readonly FeedEvent[],
  today: Night,
): Promise<void> {
  const now = app.clock.now();
  const at = now.toString();
  const stored = await feedEvents(tx, feed.feedId);
  const trust = judge(app, poll, stored, answered, today);
  await saveFeedEvents(tx, feed.feedId, feedChanges(stored, answered, today, trust.verdict === 'believed'));
  const runs = mergeStays((await feedEvents(tx, feed.feedId)).filter(({ checkOut }) => checkOut > today));
  const changes = rangeChanges(await feedRanges(tx, feed.feedId), runs, today);
  if (changes.add.length > 0 || changes.remove.length > 0) {
    await saveFeedRanges(tx, feed, changes, at);
    await refreshNights(tx, feed.propertyId);
  }
  const doubt = trust.verdict === 'doubted' ? trust : null;
  await saveSuccess(tx, feed.feedId, {
    doubt: doubt && { since: doubt.doubt.since.toString(), polls: doubt.doubt.polls },
    note: doubt && doubtWords[doubt.why],
    events: answered.length,
    at,
    nextAt: nextPoll(app, now, 0),
    staleAt: now.add({ hours: app.config.calendarFeeds.staleHours }).toString(),
  });
  await settleConflicts(app, tx, feed, today);
}

function judge(
  app: Casita,
  poll: PollRow,
  stored: readonly StayDates[],
  answered: readonly StayDates[],
  today: Night,
): FeedTrust {
  const coming = (stays: readonly StayDates[]) => within(mergeStays(stays), today, furthest(today));
  const [before, after] = [coming(stored), coming(answered)];
  const nights = { known: nightsIn(before), lost: nightsIn(without(before, after)), answered: nightsIn(after) };
  const doubt = poll.doubtSince && {
    since: Temporal.Instant.fromEpochMilliseconds(poll.doubtSince.getTime()),
    polls: poll.doubtPolls,
  };
  return trustAnswer(app.config.calendarFeeds, nights, doubt, app.clock.now());
}

const CHANCES = 1_000;

function nextPoll(app: Casita, now: Temporal.Instant, failures: number): string {
  const minutes = nextPollMinutes(app.config.calendarFeeds.pollMinutes, failures, randomInt(CHANCES) / CHANCES);
  return now.add({ seconds: Math.round(minutes * 60) }).toString();
}
