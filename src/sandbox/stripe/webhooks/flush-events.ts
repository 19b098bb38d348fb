import { insertDelivery, releaseCollected } from '../queries/deliveries';
import { lockFaults, useFault, webhookFaultKinds } from '../queries/faults';
import { insertObject } from '../queries/insert-object';
import { listEndpointsFor } from '../queries/list-endpoints-for';
import { newId } from '../ids';
import { API_VERSION } from '../api-version';
import type { EventBody } from '../objects';
import { seconds, type PendingEvent, type Work } from '../work';
import { planDelivery, type WebhookFault } from './plan-delivery';

/** Writes the events of a piece of work and one delivery for each endpoint, in the same transaction as what they tell of. */
export async function flushEvents(work: Work): Promise<void> {
  const pending = work.emitted.splice(0);
  if (pending.length === 0) return;
  const faults = await lockFaults(work.tx, webhookFaultKinds);
  const left = new Map(faults.map((fault) => [fault.id, fault.remaining]));
  for (const each of pending) {
    const body = eventBody(work, each);
    await insertObject(work.tx, 'event', body.created, body, {});
    for (const endpointId of await listEndpointsFor(work.tx, each.type)) {
      await addDeliveries(work, body, endpointId, faults, left);
    }
  }
}

async function addDeliveries(
  work: Work,
  event: EventBody,
  endpointId: string,
  faults: readonly WebhookFault[],
  left: Map<number, number | null>,
): Promise<void> {
  const usable = faults
    .map((fault) => ({ ...fault, remaining: left.get(fault.id) ?? null }))
    .filter((fault) => fault.remaining !== 0);
  const plan = planDelivery(event.type, usable, work.sandbox.random);
  for (const copy of plan.copies) {
    await insertDelivery(work.tx, {
      eventId: event.id,
      endpointId,
      place: copy.place,
      faultId: copy.collectedBy,
      delayMs: copy.delayMs,
      heldUntil: copy.holdSeconds === 0 ? null : work.now.add({ seconds: copy.holdSeconds }),
      dropped: copy.dropped,
    });
  }
  if (plan.used === null) return;
  await useFault(work.tx, plan.used);
  const before = left.get(plan.used) ?? null;
  if (before === null) return;
  left.set(plan.used, before - 1);
  if (before === 1) await releaseCollected(work.tx, plan.used);
}

function eventBody(work: Work, event: PendingEvent): EventBody {
  return {
    id: newId('evt'),
    object: 'event',
    api_version: API_VERSION,
    created: seconds(work.now),
    data: {
      object: event.object,
      ...(event.previousAttributes === null ? {} : { previous_attributes: event.previousAttributes }),
    },
    livemode: false,
    pending_webhooks: 0,
    request: work.origin,
    type: event.type,
  };
}
