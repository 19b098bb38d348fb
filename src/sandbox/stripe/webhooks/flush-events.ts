import { insertDeliveries, releaseCollected, type NewDelivery } from '../queries/deliveries';
import { lockFaults, spendFault, webhookFaultKinds } from '../queries/faults';
import { insertEvents } from '../queries/insert-events';
import { listEndpoints } from '../queries/list-endpoints';
import { newId } from '../ids';
import { API_VERSION } from '../api-version';
import type { EventBody } from '../objects';
import { seconds, type PendingEvent, type Work } from '../work';
import { planDelivery, type WebhookFault } from './plan-delivery';

/** Writes the events of a piece of work and one delivery for each endpoint, in the same transaction as what they tell of. */
export async function flushEvents(work: Work): Promise<void> {
  const events = work.emitted.splice(0).map((pending) => eventBody(work, pending));
  if (events.length === 0) return;
  const endpoints = await listEndpoints(work.tx);
  const weather = await readWeather(work);
  await insertEvents(work.tx, events);
  const deliveries = events.flatMap((event) =>
    endpoints
      .filter(({ wants }) => wants.includes('*') || wants.includes(event.type))
      .flatMap((endpoint) => deliveriesOf(work, event, endpoint.id, weather)),
  );
  await insertDeliveries(work.tx, deliveries);
  for (const [id, times] of weather.used) {
    const left = await spendFault(work.tx, id, times);
    if (left === 0) await releaseCollected(work.tx, id);
  }
}

/** The faults in force and how often this work has used each. Locked, so that no other work uses up the same. */
interface Weather {
  readonly faults: readonly WebhookFault[];
  readonly used: Map<number, number>;
}

async function readWeather(work: Work): Promise<Weather> {
  return { faults: await lockFaults(work.tx, webhookFaultKinds), used: new Map() };
}

function deliveriesOf(work: Work, event: EventBody, endpointId: string, weather: Weather): NewDelivery[] {
  const usable = weather.faults
    .map((fault) => ({ ...fault, remaining: leftOf(fault, weather) }))
    .filter((fault) => fault.remaining !== 0);
  const plan = planDelivery(event.type, usable, work.sandbox.random);
  if (plan.used !== null) weather.used.set(plan.used, (weather.used.get(plan.used) ?? 0) + 1);
  return plan.copies.map((copy) => ({
    eventId: event.id,
    endpointId,
    place: copy.place,
    faultId: copy.collectedBy,
    delayMs: copy.delayMs,
    heldUntil: copy.holdSeconds === 0 ? null : work.now.add({ seconds: copy.holdSeconds }),
    dropped: copy.dropped,
  }));
}

function leftOf(fault: WebhookFault, weather: Weather): number | null {
  return fault.remaining === null ? null : fault.remaining - (weather.used.get(fault.id) ?? 0);
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
