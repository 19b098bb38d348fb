import type Stripe from 'stripe';
import { Temporal } from 'temporal-polyfill';

export function destinationBody(
  id: string,
  atSeconds: number,
  given: {
    readonly name: string;
    readonly description?: string;
    readonly url: string;
    readonly events: readonly string[];
    /** `@self`, `@accounts` or both. */
    readonly origins: readonly string[];
    readonly payload: 'snapshot' | 'thin';
    readonly metadata?: Readonly<Record<string, string>>;
  },
): Stripe.V2.Core.EventDestination {
  const at = Temporal.Instant.fromEpochMilliseconds(atSeconds * 1000).toString();
  return {
    id,
    object: 'v2.core.event_destination',
    created: at,
    description: given.description ?? '',
    enabled_events: [...given.events],
    event_payload: given.payload,
    events_from: [...given.origins],
    livemode: false,
    metadata: { ...given.metadata },
    name: given.name,
    status: 'enabled',
    type: 'webhook_endpoint',
    updated: at,
    webhook_endpoint: { url: given.url },
  };
}
