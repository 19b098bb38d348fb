import { RateLimiterMemory, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import { refuse, type Refusal } from '../../domain/refusal';
import type { RateLimit, RateLimiter } from '../../ports';

/** Turns a store of rate-limiter-flexible into our port: one limiter for each rule, made when first used. */
export function rateLimiterOver(make: (rule: RateLimit) => RateLimiterAbstract): RateLimiter {
  const limiters = new Map<string, RateLimiterAbstract>();
  return {
    take(rule, key) {
      const limiter = limiters.get(rule.name) ?? make(rule);
      limiters.set(rule.name, limiter);
      return limiter.consume(key).then(allowed, (rejection: unknown) => {
        if (rejection instanceof RateLimiterRes) return tooMany(rule, rejection);
        throw rejection;
      });
    },
  };
}

const allowed = () => null;

function tooMany(rule: RateLimit, rejection: RateLimiterRes): Refusal {
  const retryAfterSeconds = Math.max(1, Math.ceil(rejection.msBeforeNext / 1000));
  return {
    ...refuse('too_many', `At most ${rule.points} in ${rule.seconds} s`, [{ code: 'rate_limit', limit: rule.points }]),
    retryAfterSeconds,
  };
}

export const memoryRateLimiter = (): RateLimiter =>
  rateLimiterOver(
    (rule) => new RateLimiterMemory({ keyPrefix: rule.name, points: rule.points, duration: rule.seconds }),
  );
