import type { Core } from '@strapi/strapi';
import type { Redis } from 'ioredis';
import type { Log } from '../../ports';

interface RedisPlugin {
  readonly redis?: { readonly connections: Readonly<Record<string, { readonly client: Redis } | undefined>> };
}

/** The connection that the Redis plugin opened; null without REDIS_URL. It reconnects by itself, for as long as it takes. */
export function redisConnection(strapi: Core.Strapi, log: Log): Redis | null {
  const client = (strapi as unknown as RedisPlugin).redis?.connections['default']?.client ?? null;
  if (client) reportState(client, log);
  return client;
}

/** Once when it goes and once when it is back: without a listener each failed attempt would be printed. */
function reportState(client: Redis, log: Log): void {
  let gone = false;
  client.on('error', (error: Error) => {
    if (!gone) log.warn(`Redis is away, going on without it: ${error.message}`);
    gone = true;
  });
  client.on('ready', () => {
    if (gone) log.info('Redis is back');
    gone = false;
  });
}

/** Closes at once: nothing that is in Redis must be waited for. */
export const closeRedis = (client: Redis | null): void => client?.disconnect();
