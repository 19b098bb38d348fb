import { LRUCache } from 'lru-cache';

/** Queries that come again, such as the search that an app begins with. */
const KNOWN_MAX = 2_000;
const KNOWN_LENGTH_MAX = 500;

const known = new LRUCache<string, PlainQuery>({ max: KNOWN_MAX });

export type PlainQuery = Readonly<Record<string, string>>;

/** More are read by the parser that counts them. */
const PAIRS_MAX = 50;

/**
 * Reads `name=value` pairs as Strapi's own parser (qs) does, at a tenth of its price.
 * @returns the very same object for the same query, most times; null for what only that one can read: brackets, a name twice or of what each object has, no value, broken escapes
 */
export function plainQuery(querystring: string): PlainQuery | null {
  const before = known.get(querystring);
  if (before) return before;
  const query = readPairs(querystring);
  if (query && querystring.length <= KNOWN_LENGTH_MAX) known.set(querystring, Object.freeze(query));
  return query;
}

function readPairs(querystring: string): PlainQuery | null {
  const query: Record<string, string> = {};
  if (querystring === '') return query;
  if (/[[\]]/.test(querystring)) return null;
  const pairs = querystring.split('&');
  if (pairs.length > PAIRS_MAX) return null;
  for (const pair of pairs) {
    const end = pair.indexOf('=');
    const name = pair.slice(0, Math.max(0, end));
    const value = decoded(pair.slice(end + 1));
    if (!/^[A-Za-z]\w*$/.test(name) || name in query || value === null) return null;
    query[name] = value;
  }
  return query;
}

function decoded(value: string): string | null {
  if (!/[%+]/.test(value)) return value;
  try {
    return decodeURIComponent(value.replaceAll('+', ' '));
  } catch {
    return null;
  }
}
