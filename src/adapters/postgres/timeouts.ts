/** How long the app's connections wait for PostgreSQL; docs/operations.md says why. */

/** For a row that somebody else has locked. */
export const LOCK_TIMEOUT_MS = 10_000;
/** For one statement of a booking, a job or a page. */
export const STATEMENT_TIMEOUT_MS = 60_000;
/** A guest who searches does not wait longer. */
export const SEARCH_TIMEOUT_MS = 5_000;
