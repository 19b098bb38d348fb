import { createHash } from 'node:crypto';
import { parseNight } from '../domain/night';
import { accept, refuse, type Outcome } from '../domain/refusal';

/** Where a page ended: the sort key and row id of its last entry. The next page begins right after it, whatever was added since. */
export interface PagePosition {
  readonly key: number | string;
  readonly id: number;
}

/** A short name of the question that a cursor belongs to: with another question it would point anywhere. */
export const fingerprintOf = (question: unknown): string =>
  createHash('sha256').update(JSON.stringify(question)).digest('base64url').slice(0, 12);

/** Clients see opaque text. It is checked, not signed: it says nothing that the page has not said already. */
export const writeCursor = (position: PagePosition, fingerprint: string): string =>
  Buffer.from(JSON.stringify([fingerprint, position.key, position.id])).toString('base64url');

/** Null without a cursor; a refusal (400) for one that was not made for this question. The fingerprint is made where there is one. */
export function readCursor(
  cursor: string | undefined,
  fingerprint: string | (() => string),
  isKey: (key: unknown) => key is number | string,
): Outcome<PagePosition | null> {
  if (cursor === undefined) return accept(null);
  const parts = decode(cursor);
  if (!Array.isArray(parts) || parts.length !== 3) return badCursor('invalid_cursor', 'not a cursor of this API');
  const [question, key, id] = parts as unknown[];
  if (question !== (typeof fingerprint === 'string' ? fingerprint : fingerprint()))
    return badCursor('cursor_of_another_query', 'made for other parameters');
  if (!isKey(key) || !Number.isInteger(id) || (id as number) < 0 || (id as number) > 2 ** 31 - 1) {
    return badCursor('invalid_cursor', 'not a cursor of this API');
  }
  return accept({ key, id: id as number });
}

export const isNumberKey = (key: unknown): key is number => typeof key === 'number' && Number.isFinite(key);

/** An amount in minor units. */
export const isAmountKey = (key: unknown): key is number => Number.isSafeInteger(key);

/** A timestamp as PostgreSQL writes it, of a day that there is. */
export const isTimeKey = (key: unknown): key is string =>
  typeof key === 'string' &&
  /^\d{4}-\d\d-\d\d ([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?$/.test(key) &&
  parseNight(key.slice(0, 10)) !== null;

const badCursor = (code: string, message: string) =>
  refuse('malformed', `query: cursor: ${message}`, [{ code, field: 'cursor' }]);

function decode(cursor: string): unknown {
  if (!/^[A-Za-z0-9_-]+$/.test(cursor)) return null;
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}
