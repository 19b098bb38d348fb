import type { Redis } from 'ioredis';
import type { Cache } from '../../ports';

const PREFIX = 'casita:cache:';

/**
 * Shared between instances. Without a connection everything is a miss: nothing waits for Redis, and nothing fails because of it.
 * A delete that Redis did not hear is made up for by the time to live alone, so give entries short ones.
 */
export function redisCache(client: Redis): Cache {
  const isUp = () => client.status === 'ready';
  return {
    async get(key) {
      return isUp() ? client.get(PREFIX + key).catch(() => null) : null;
    },
    async set(key, value, ttlSeconds) {
      if (isUp()) await client.set(PREFIX + key, value, 'EX', ttlSeconds).catch(() => undefined);
    },
    async delete(keys) {
      if (isUp() && keys.length > 0) await client.del(keys.map((key) => PREFIX + key)).catch(() => undefined);
    },
  };
}
