import { claimDeliveries, endDelivery, postponeDelivery, type ClaimedDelivery } from '../queries/deliveries';
import type { EventBody, ThinEventBody } from '../objects';
import type { Sandbox } from '../sandbox';
import { seconds } from '../work';
import { signatureHeader } from './sign';

const BATCH = 8;
const CONCURRENCY = 4;

/** Long enough for two slow answers after each other; what a killed process had taken comes again after this. */
const LEASE_SECONDS = 20;
const TIMEOUT_MS = 10_000;

/** Waiting times after each failure, the last one for all that follow; Stripe's own are hours, which no test waits for. */
const backoffMs = [500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000];

/** Stripe gives up after three days; so does the sandbox, by number of attempts. */
const MAXIMUM_ATTEMPTS = 4_320;

/** Sends what is due and returns how many arrived. `atOnce` does not wait for retries to fall due. */
export async function deliverDue(sandbox: Sandbox, atOnce: boolean): Promise<number> {
  let arrived = 0;
  const failed = new Set<number>();
  for (;;) {
    const claimed = await claimDeliveries(sandbox.database, {
      now: sandbox.clock.now(),
      atOnce: atOnce && failed.size === 0,
      limit: BATCH,
      leaseSeconds: LEASE_SECONDS,
    });
    if (claimed.length === 0) return arrived;
    for (const group of inGroups(claimed)) {
      const outcomes = await Promise.all(group.map((delivery) => deliver(sandbox, delivery)));
      arrived += outcomes.filter(Boolean).length;
      group.forEach((delivery, index) => outcomes[index] || failed.add(delivery.id));
    }
  }
}

/** A few at a time; one by one where a fault has set their order. */
function inGroups(claimed: readonly ClaimedDelivery[]): ClaimedDelivery[][] {
  const size = claimed.some((delivery) => delivery.place !== 0) ? 1 : CONCURRENCY;
  return Array.from({ length: Math.ceil(claimed.length / size) }, (_, index) =>
    claimed.slice(index * size, (index + 1) * size),
  );
}

async function deliver(sandbox: Sandbox, delivery: ClaimedDelivery): Promise<boolean> {
  if (delivery.url === null || delivery.secret === null) {
    await endDelivery(sandbox.database, delivery.id, 'given_up', 'the endpoint is gone');
    return false;
  }
  const failure = await send(sandbox, delivery, delivery.url, delivery.secret);
  if (failure === null) {
    await endDelivery(sandbox.database, delivery.id, 'delivered', null);
    return true;
  }
  sandbox.log('webhook not delivered', { event: delivery.event.id, type: delivery.event.type, failure });
  if (delivery.attempts >= MAXIMUM_ATTEMPTS) await endDelivery(sandbox.database, delivery.id, 'given_up', failure);
  else await postponeDelivery(sandbox.database, delivery.id, waitAfter(delivery.attempts), failure);
  return false;
}

/** A v1 event is sent whole; of a v2 event only what names it, the rest is for fetching. */
function payloadOf(event: EventBody | ThinEventBody): string {
  if (event.object === 'event') return JSON.stringify({ ...event, pending_webhooks: 1 }, null, 2);
  const { data: _data, changes: _changes, ...notification } = event;
  return JSON.stringify(notification);
}

function waitAfter(attempts: number): number {
  return backoffMs[Math.min(attempts, backoffMs.length) - 1] ?? backoffMs[0]!;
}

/** Null when the endpoint answered 2xx, otherwise what went wrong. Redirects are failures, as they are with Stripe. */
async function send(sandbox: Sandbox, delivery: ClaimedDelivery, url: string, secret: string): Promise<string | null> {
  const payload = payloadOf(delivery.event);
  try {
    const response = await fetch(url, {
      method: 'POST',
      body: payload,
      redirect: 'manual',
      signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), sandbox.closing]),
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
        'stripe-signature': signatureHeader(payload, secret, seconds(sandbox.signatureClock.now())),
      },
    });
    await response.body?.cancel();
    return response.ok ? null : `answered ${response.status}`;
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${causeOf(error)}` : String(error);
  }
}

function causeOf(error: Error): string {
  return error.cause instanceof Error ? error.cause.message : error.message;
}
