import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';

/** Each connection keeps a plan of each: the app has some two hundred texts that are asked all the time. */
const NAMES_MAX = 300;
/** What is asked once, such as a text that was put together for one request, is forgotten again. */
const SEEN_MAX = 1_000;
const TEXT_MAX = 20_000;

const names = new Map<string, string>();
const seenOnce = new LRUCache<string, true>({ max: SEEN_MAX });

/**
 * The name under which a connection keeps its plan of a statement: of every text with values that comes a second time. Planning costs
 * more than most of a booking's statements do. PostgreSQL plans for the values the first five times, and goes on doing so where a
 * plan for all values would be dearer.
 */
export function planNameOf(text: string, values: readonly unknown[]): string | undefined {
  const known = names.get(text);
  if (known !== undefined) return known;
  if (values.length === 0 || text.length > TEXT_MAX || names.size >= NAMES_MAX) return undefined;
  if (!seenOnce.has(text)) {
    seenOnce.set(text, true);
    return undefined;
  }
  seenOnce.delete(text);
  // By the text itself: behind a pooler the same name must never be another process's other statement.
  const name = `casita-${createHash('sha256').update(text).digest('base64url').slice(0, 16)}`;
  names.set(text, name);
  return name;
}
