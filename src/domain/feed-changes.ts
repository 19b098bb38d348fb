/**
 * What an answer of a calendar feed changes of what is known of it. An event keeps its row through what platforms do to it, so that
 * what hangs on the row (a conflict that somebody has dismissed) is not lost: other dates under the same UID, or a new UID
 * for an event under way that is re-issued with its start moved to today.
 */
import { addDays, type Night, type StayDates } from './night';

export interface FeedEvent extends StayDates {
  readonly uid: string;
  /** Which occurrence of a series; empty for an event that is none. */
  readonly recurrence: string;
}

export interface StoredFeedEvent extends FeedEvent {
  readonly id: number;
}

export interface FeedChanges {
  readonly add: readonly FeedEvent[];
  readonly change: readonly StoredFeedEvent[];
  readonly remove: readonly number[];
}

/** @param believed whether nights may be freed; if not, events are added and nothing goes. */
export function feedChanges(
  stored: readonly StoredFeedEvent[],
  answered: readonly FeedEvent[],
  today: Night,
  believed: boolean,
): FeedChanges {
  const same = new Set(answered.map(exactly));
  const known = new Set(stored.map(exactly));
  const left = stored.filter((event) => !same.has(exactly(event)));
  const fresh = answered.filter((event) => !known.has(exactly(event)));
  if (!believed) return { add: fresh, change: [], remove: [] };
  const uids = new Set(stored.map(({ uid }) => uid));
  const change: StoredFeedEvent[] = [];
  const add: FeedEvent[] = [];
  const taken = new Set<number>();
  for (const event of fresh) {
    const before = left.find(
      (one) => !taken.has(one.id) && (sameName(one, event) || (!uids.has(event.uid) && isReissued(one, event, today))),
    );
    if (before) {
      taken.add(before.id);
      change.push({ ...event, id: before.id });
    } else add.push(event);
  }
  return { add, change, remove: left.filter(({ id }) => !taken.has(id)).map(({ id }) => id) };
}

const exactly = ({ uid, recurrence, checkIn, checkOut }: FeedEvent): string =>
  JSON.stringify([uid, recurrence, checkIn, checkOut]);

const sameName = (a: FeedEvent, b: FeedEvent): boolean => a.uid === b.uid && a.recurrence === b.recurrence;

const isReissued = (before: FeedEvent, event: FeedEvent, today: Night): boolean =>
  before.checkIn < event.checkIn && event.checkIn <= today && before.checkOut === event.checkOut;

/** A range of nights that is stored for a feed; its last night is part of it. */
export interface StoredFeedRange {
  readonly id: number;
  readonly firstNight: Night;
  readonly lastNight: Night;
}

/** What to do so that the stored ranges say these runs from today on; ranges that say so already are left alone. */
export function rangeChanges(
  stored: readonly StoredFeedRange[],
  runs: readonly StayDates[],
  today: Night,
): { readonly remove: readonly number[]; readonly add: readonly StayDates[] } {
  const fromToday = (night: Night): Night => (night < today ? today : night);
  const wanted = new Map(runs.map((run) => [`${fromToday(run.checkIn)} ${run.checkOut}`, run]));
  const remove: number[] = [];
  for (const range of stored) {
    if (!wanted.delete(`${fromToday(range.firstNight)} ${addDays(range.lastNight, 1)}`)) remove.push(range.id);
  }
  return { remove, add: [...wanted.values()] };
}
