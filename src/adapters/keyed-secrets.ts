import { createHmac } from 'node:crypto';
import type { Secrets } from '../ports';

/** HMAC-SHA-256 under the installation's secrets; each purpose has its own key. */
export function keyedSecrets(keys: { readonly quote: string; readonly point: string }): Secrets {
  const hmac = (key: string) => (text: string) => createHmac('sha256', key).update(text, 'utf8').digest('hex');
  return { signQuote: hmac(keys.quote), pointHash: hmac(keys.point) };
}
