import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible';
import type { RateLimiter } from '../../ports';
import { rateLimiterOver } from '../memory/rate-limiter';

/** Counts in Redis, for all instances together; while Redis is away each instance counts for itself. */
export const redisRateLimiter = (client: Redis): RateLimiter =>
  rateLimiterOver((rule) => {
    const allowance = { keyPrefix: rule.name, points: rule.points, duration: rule.seconds };
    return new RateLimiterRedis({
      ...allowance,
      keyPrefix: `casita:limit:${rule.name}`,
      storeClient: client,
      rejectIfRedisNotReady: true,
      insuranceLimiter: new RateLimiterMemory(allowance),
    });
  });
