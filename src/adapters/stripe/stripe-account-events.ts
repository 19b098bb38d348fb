import type Stripe from 'stripe';
import { z } from 'zod';
import type { ProviderEvent, ProviderEvents } from '../../ports';
import { eventName, isFromTheFuture, TOLERANCE_SECONDS } from './stripe-signature';

/**
 * Reads thin events (API v2), which name an object and say nothing of it: what is told of hosts' accounts. What happens on an account (such
 * as `v1.payout.paid`) has that account as its context.
 */
export function stripeAccountEvents(stripe: Stripe, secret: string, live: boolean): ProviderEvents {
  return {
    read(body, signature) {
      if (isFromTheFuture(signature)) return null;
      try {
        stripe.parseEventNotification(body, signature, secret, TOLERANCE_SECONDS);
        return eventOf(JSON.parse(body), live);
      } catch {
        return null;
      }
    },
  };
}

/** What we read of one: a signature says who wrote it, not that it is one. */
const readable = z.object({
  id: eventName,
  object: z.literal('v2.core.event'),
  type: eventName,
  livemode: z.boolean(),
  /** The account, or the way to it through its organisation: `org_…/acct_…`. */
  context: eventName.nullish(),
  related_object: z.object({ id: eventName }).nullish(),
});

function eventOf(event: unknown, live: boolean): ProviderEvent | null {
  const read = readable.safeParse(event);
  if (!read.success || read.data.livemode !== live) return null;
  const { id, type, context, related_object: related } = read.data;
  return { id, type, objectId: related?.id ?? '', account: context?.split('/').at(-1) ?? null, payload: event };
}
