import type { KnownSession, KnownSessions } from '../ports/accounts';
import { sharedLoads, type SharedLoads } from './shared-loads';

/** Sessions that a process knows at one time; beyond it they are asked for anew. */
const BYTES_MAX = 16 * 1024 * 1024;
const SESSION_BYTES = 300;

/** Changes are heard; this is for what nobody could hear of. */
const KNOWN_MS = 5_000;

interface Known {
  readonly session: KnownSession | null;
  readonly until: number;
}

/** Who is behind a token, for some seconds, and no longer than the session or the token lasts. `loads` is what hears of changes. */
export function keptSessions(nowMs: () => number): KnownSessions & { readonly loads: SharedLoads<Known> } {
  const loads = sharedLoads<Known>({
    maxBytes: BYTES_MAX,
    bytesOf: ({ session }) => (session ? SESSION_BYTES : null),
    isGood: ({ until }) => nowMs() < until,
  });
  return {
    loads,
    get: (token) => loads.get(token)?.session ?? null,
    async load(token, userId, look) {
      const known = await loads.load(token, userId, async () => {
        const asked = nowMs();
        const session = await look();
        return { session, until: Math.min(asked + KNOWN_MS, session?.endsMs ?? 0) };
      });
      return known.session;
    },
  };
}
