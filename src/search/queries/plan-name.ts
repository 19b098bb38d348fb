import { createHash } from 'node:crypto';

const names = new Map<string, string>();

/**
 * The name under which connections keep the plan of a text, of which there are few: they hang on which parts a search has, not on values.
 * By the text itself: behind a pooler the same name must never be another version's other statement.
 */
export function planNameOf(text: string): string {
  const known = names.get(text);
  if (known) return known;
  const name = `search-${createHash('sha256').update(text).digest('base64url').slice(0, 16)}`;
  names.set(text, name);
  return name;
}
