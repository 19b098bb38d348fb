import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { forbidden, unauthenticated } from './problem';

export type KeyKind = 'secret' | 'publishable';

export interface Keys {
  readonly secretKey: string;
  readonly publishableKey: string;
}

/** Hashed first, so that neither the length nor the place of a difference shows in the time taken. */
function same(one: string, other: string): boolean {
  const digest = (value: string) => createHash('sha256').update(value).digest();
  return timingSafeEqual(digest(one), digest(other));
}

function givenKey(req: IncomingMessage): string | undefined {
  const header = req.headers.authorization ?? '';
  const bearer = /^Bearer (\S+)$/i.exec(header)?.[1];
  if (bearer !== undefined) return bearer;
  const basic = /^Basic (\S+)$/i.exec(header)?.[1];
  return basic === undefined ? undefined : Buffer.from(basic, 'base64').toString('utf8').split(':')[0];
}

/** Which key this is. A restricted key is the secret key with another beginning. */
export function authenticate(req: IncomingMessage, keys: Keys): KeyKind {
  const key = givenKey(req);
  if (!key) throw unauthenticated('You did not provide an API key.');
  if (/^(sk|rk|pk)_live_/.test(key)) {
    throw unauthenticated('A live key has no place in the sandbox: use a test key.', 'livemode_mismatch');
  }
  const isSecret = same(key, keys.secretKey);
  const isRestricted = same(key, keys.secretKey.replace(/^sk_/, 'rk_'));
  const isPublishable = same(key, keys.publishableKey);
  if (isSecret || isRestricted) return 'secret';
  if (isPublishable) return 'publishable';
  throw unauthenticated(`Invalid API Key provided: ${key.slice(0, 8)}${'*'.repeat(8)}`);
}

export function assertTestKeys(keys: Keys): void {
  if (!/^(sk|rk)_test_\w{8,}$/.test(keys.secretKey)) {
    throw new Error('the Stripe sandbox takes a secret key of the form sk_test_… or rk_test_… only');
  }
  if (!/^pk_test_\w{8,}$/.test(keys.publishableKey)) {
    throw new Error('the Stripe sandbox takes a publishable key of the form pk_test_… only');
  }
}

/** What came through a proxy is from elsewhere, even if the proxy is on this machine. */
export function assertLoopback(req: IncomingMessage): void {
  const address = req.socket.remoteAddress ?? '';
  const forwarded = req.headers['x-forwarded-for'] ?? req.headers.forwarded;
  if (!isLoopbackAddress(address) || forwarded !== undefined) {
    throw forbidden('The sandbox answers requests from its own machine only.');
  }
}

export function isLoopbackAddress(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(address);
}
