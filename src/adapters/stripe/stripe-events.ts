import type Stripe from 'stripe';
import { z } from 'zod';
import type { ProviderEvent, ProviderEvents } from '../../ports';
import { eventName as name, isFromTheFuture, TOLERANCE_SECONDS } from './stripe-signature';

/** Reads webhook bodies: signed by our endpoint's secret, recent, not from the future, of our own mode. */
export function stripeEvents(stripe: Stripe, secret: string, live: boolean): ProviderEvents {
  return {
    read(body, signature) {
      if (isFromTheFuture(signature)) return null;
      try {
        const event = stripe.webhooks.constructEvent(body, signature, secret, TOLERANCE_SECONDS);
        return event.livemode === live ? providerEventOf(event) : null;
      } catch {
        return null;
      }
    },
  };
}

/** What we read of an event: a signature says who wrote it, not that it is one. */
const readable = z.object({
  id: name,
  type: name,
  account: name.nullish(),
  data: z.object({
    object: z.object({
      /** A balance has none. */
      id: name.optional(),
      object: z.string().optional(),
      payment_intent: z.union([name, z.object({ id: name })]).nullish(),
    }),
  }),
});

/** What we keep of an event; null for one that is not as an event should be. */
export function providerEventOf(event: Stripe.Event): ProviderEvent | null {
  const read = readable.safeParse(event);
  if (!read.success) return null;
  const { id, type, account, data } = read.data;
  return { id, type, objectId: objectIdOf(data.object), account: account ?? null, payload: event };
}

/** What has to be looked up: for a charge the intent that it belongs to. */
function objectIdOf(object: z.infer<typeof readable>['data']['object']): string {
  if (object.object !== 'charge') return object.id ?? '';
  const intent = object.payment_intent;
  return (typeof intent === 'string' ? intent : intent?.id) ?? object.id ?? '';
}
