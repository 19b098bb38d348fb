import { createHmac } from 'node:crypto';

/** Stripe's `Stripe-Signature` header, scheme v1: HMAC-SHA256 over timestamp, a dot and the body (docs.stripe.com/webhooks). */
export function signatureHeader(payload: string, secret: string, timestampSeconds: number): string {
  const signature = createHmac('sha256', secret).update(`${timestampSeconds}.${payload}`, 'utf8').digest('hex');
  return `t=${timestampSeconds},v1=${signature}`;
}
