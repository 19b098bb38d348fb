import { insertDeliveries, releaseCollected, type NewDelivery } from '../queries/deliveries';
import { isCounted, lockFaults, spendFault, webhookFaultKinds } from '../queries/faults';
import { insertEvents } from '../queries/insert-events';
import { listEndpoints, type EndpointRow } from '../queries/list-endpoints';
import { seconds, type PendingEvent, type PendingThinEvent, type Work } from '../work';
import { snapshotEvent, thinEvent, thinTwin, type WrittenEvent } from './event-body';
import { planDelivery, type WebhookFault } from './plan-delivery';

/** Writes the events of a piece of work and one delivery for each endpoint, in the same transaction as what they tell of. */
export async function flushEvents(work: Work): Promise<void> {
  const pending = work.emitted.splice(0);
  if (pending.length === 0) return;
  const endpoints = await listEndpoints(work.tx);
  const events = pending.flatMap((event) => written(work, event, endpoints));
  const weather = await readWeather(work);
  await insertEvents(
    work.tx,
    events.map(({ body, account }) => ({ body, account, created: seconds(work.now) })),
  );
  const deliveries = events.flatMap((event) =>
    endpoints
      .filter((endpoint) => hears(endpoint, event))
      .flatMap((endpoint) => deliveriesOf(work, event.body, endpoint.id, weather)),
  );
  await insertDeliveries(work.tx, deliveries);
  for (const { id, times, draws } of weather.used.values()) {
    const left = await spendFault(work.tx, id, times, draws);
    if (left === 0) await releaseCollected(work.tx, id);
  }
}

/** A v1 event has a v2 one beside it where somebody wants it that way. */
function written(
  work: Work,
  event: PendingEvent | PendingThinEvent,
  endpoints: readonly EndpointRow[],
): WrittenEvent[] {
  if (event.payload === 'thin') return [thinEvent(work, event)];
  const whole = snapshotEvent(work, event);
  const twin = thinTwin(work, event, whole.body.id);
  return endpoints.some((endpoint) => hears(endpoint, twin)) ? [whole, twin] : [whole];
}

function hears(endpoint: EndpointRow, event: WrittenEvent): boolean {
  if (event.to !== null) return event.to === endpoint.id;
  const payload = event.body.object === 'event' ? 'snapshot' : 'thin';
  const wanted = endpoint.wants.includes('*') || endpoint.wants.includes(event.body.type);
  return payload === endpoint.payload && wanted && endpoint.origins.includes(event.origin);
}

/** The faults in force and how often this work has used each. Those that are counted are locked, so that no other work uses up the same. */
interface Weather {
  readonly faults: readonly WebhookFault[];
  readonly used: Map<number, { readonly id: number; times: number; draws: number }>;
}

async function readWeather(work: Work): Promise<Weather> {
  return { faults: await lockFaults(work.tx, webhookFaultKinds), used: new Map() };
}

function deliveriesOf(
  work: Work,
  event: { readonly id: string; readonly type: string },
  endpointId: string,
  weather: Weather,
): NewDelivery[] {
  const usable = weather.faults
    .map((fault) => ({ ...fault, ...standingOf(fault, weather) }))
    .filter((fault) => fault.remaining !== 0);
  const plan = planDelivery(event.type, usable, work.sandbox.random);
  for (const id of plan.drawn) useOf(weather, id).draws += 1;
  const struck = usable.find(({ id }) => id === plan.used);
  if (struck && isCounted(struck)) useOf(weather, struck.id).times += 1;
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

function useOf(weather: Weather, id: number): { times: number; draws: number } {
  const use = weather.used.get(id) ?? { id, times: 0, draws: 0 };
  weather.used.set(id, use);
  return use;
}

/** What a fault has left, and how often it has thrown its dice, this work included. */
function standingOf(fault: WebhookFault, weather: Weather): { remaining: number | null; draws: number } {
  const use = weather.used.get(fault.id);
  return {
    remaining: fault.remaining === null ? null : fault.remaining - (use?.times ?? 0),
    draws: fault.draws + (use?.draws ?? 0),
  };
}
