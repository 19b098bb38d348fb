import type { Tx } from '../../../adapters/postgres/sql';
import type { FeedState } from './feed-rows';

export interface PollRow {
  readonly failures: number;
  readonly doubtSince: Date | null;
  readonly doubtPolls: number;
  readonly staleToldAt: Date | null;
}

/** The feed's row, if the claim still stands: who took too long, or whose feed has changed, has nothing to say any more. */
export async function lockClaimedPoll(tx: Tx, feedId: number, claim: string): Promise<PollRow | null> {
  const rows = await tx.query<PollRow>(
    `select failures, doubt_since as "doubtSince", doubt_polls as "doubtPolls", stale_told_at as "staleToldAt"
     from calendar_feed_poll where feed_id = $1 and claim = $2 for update`,
    [feedId, claim],
  );
  return rows[0] ?? null;
}

export async function saveFailure(
  tx: Tx,
  feedId: number,
  failure: { readonly error: string; readonly state: FeedState; readonly at: string; readonly nextAt: string },
): Promise<void> {
  await tx.query(
    `update calendar_feed_poll set failures = failures + 1, next_poll_at = $2, claim = null, claimed_until = null where feed_id = $1`,
    [feedId, failure.nextAt],
  );
  await tx.query(
    'update calendar_feeds set last_polled_at = $2, last_error = $3, state = $4, updated_at = $2 where id = $1',
    [feedId, failure.at, failure.error, failure.state],
  );
}

export async function saveSuccess(
  tx: Tx,
  feedId: number,
  success: {
    readonly doubt: { readonly since: string; readonly polls: number } | null;
    readonly note: string | null;
    readonly events: number;
    readonly at: string;
    readonly nextAt: string;
    readonly staleAt: string;
  },
): Promise<void> {
  await tx.query(
    `update calendar_feed_poll set failures = 0, doubt_since = $2, doubt_polls = $3, next_poll_at = $4, stale_at = $5,
       stale_told_at = null, claim = null, claimed_until = null where feed_id = $1`,
    [feedId, success.doubt?.since ?? null, success.doubt?.polls ?? 0, success.nextAt, success.staleAt],
  );
  await tx.query(
    `update calendar_feeds set last_polled_at = $2, last_success_at = $2, last_error = $3, events = $4, state = $5, updated_at = $2
     where id = $1`,
    [feedId, success.at, success.note, success.events, success.doubt ? 'unsure' : 'fresh'],
  );
}
