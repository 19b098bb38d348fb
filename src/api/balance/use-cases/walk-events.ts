import { unknownEvents } from '../../../inbox/queries/events';
import { takeEvent } from '../../../inbox/take-event';
import type { Casita, ProviderEvent } from '../../../ports';
import { endWalk } from '../queries/walk';

/** Events of a busy second come to light out of their order. */
const OVERLAP_MS = 60_000;
const CHUNK = 100;

/** Puts every event that no webhook brought into the inbox. @returns how many those were */
export async function walkEvents(app: Casita, position: Date | null): Promise<number> {
  const since = position && new Date(position.getTime() - OVERLAP_MS);
  let [taken, newest, chunk]: [number, Date | null, ProviderEvent[]] = [0, null, []];
  for await (const event of app.balances.eventsSince(since)) {
    newest ??= event.createdAt;
    if (chunk.push(event) < CHUNK) continue;
    taken += await takeUnknown(app, chunk);
    chunk = [];
  }
  taken += await takeUnknown(app, chunk);
  if (newest) await endWalk(app.db, 'events', newest);
  return taken;
}

async function takeUnknown(app: Casita, events: readonly ProviderEvent[]): Promise<number> {
  const unknown = new Set(await unknownEvents(app.db, events.map(({ id }) => id))); // prettier-ignore
  const missed = events.filter(({ id }) => unknown.has(id));
  // The oldest first, as they would have come.
  for (const event of missed.reverse()) await takeEvent(app, event);
  return missed.length;
}
