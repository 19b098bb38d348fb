import type { Sql } from '../adapters/postgres/sql';

/**
 * Where searches are asked: connections of their own, so that bookings never wait behind searches. It may be a replica, which is a moment
 * behind: quotes and bookings go by the truth.
 */
export interface SearchDatabase extends Sql {
  /** More searches wait for a connection than could be answered in time. */
  isBusy(): boolean;
}
