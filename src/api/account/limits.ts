import type { Refusal } from '../../domain/refusal';
import type { Casita, RateLimit } from '../../ports';

/**
 * What may be tried with accounts. Every limit by address has one by account beside it: many addresses cannot try one
 * account, and one address cannot try many. The operator's factor widens all of them.
 */
export const accountLimits = {
  signInByAddress: { name: 'sign-in-address', points: 60, seconds: 60 },
  signInByAccount: { name: 'sign-in-account', points: 20, seconds: 900 },
  registerByAddress: { name: 'register-address', points: 30, seconds: 3_600 },
  registerByAccount: { name: 'register-account', points: 5, seconds: 3_600 },
  mailByAddress: { name: 'account-mail-address', points: 20, seconds: 3_600 },
  mailByAccount: { name: 'account-mail-account', points: 5, seconds: 3_600 },
  tokenByAddress: { name: 'account-token-address', points: 30, seconds: 900 },
  refreshByAddress: { name: 'refresh-address', points: 300, seconds: 60 },
  passwordByAccount: { name: 'change-password', points: 10, seconds: 900 },
} as const satisfies Record<string, RateLimit>;

export type AccountLimit = keyof typeof accountLimits;

/** Takes one of each; the first refusal wins. */
export async function takeLimits(app: Casita, keys: Partial<Record<AccountLimit, string>>): Promise<Refusal | null> {
  for (const [name, key] of Object.entries(keys) as [AccountLimit, string][]) {
    const rule = accountLimits[name];
    const refusal = await app.limiter.take(
      { ...rule, points: rule.points * app.config.accountLimitFactor },
      key.toLowerCase(),
    );
    if (refusal) return refusal;
  }
  return null;
}
