import type { Cache } from '../../ports';

const ENTRIES_MAX = 10_000;

/** Within one process, for an installation without Redis: oldest entries go first when it is full. */
export function memoryCache(): Cache {
  const entries = new Map<string, { readonly value: string; readonly until: number }>();
  return {
    async get(key) {
      const entry = entries.get(key);
      if (!entry) return null;
      if (entry.until > performance.now()) return entry.value;
      entries.delete(key);
      return null;
    },
    async set(key, value, ttlSeconds) {
      entries.delete(key);
      entries.set(key, { value, until: performance.now() + ttlSeconds * 1000 });
      const oldest = entries.keys().next();
      if (entries.size > ENTRIES_MAX && !oldest.done) entries.delete(oldest.value);
    },
    async delete(keys) {
      for (const key of keys) entries.delete(key);
    },
  };
}
