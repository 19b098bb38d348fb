import { z } from 'zod';
import { byDocumentId, documentId, instant, text } from '../../../contract/fields';
import { asAnswer, operation, type AnyOperation } from '../../../contract/operation';
import { accept, type Outcome } from '../../../domain/refusal';
import type { Casita } from '../../../ports';
import { hostOf } from '../../property/operations/host-listings';
import { feedStates, type FeedRow } from '../queries/feed-rows';
import { addFeed, changeFeed, listFeeds, refreshFeed, removeFeed } from '../use-cases/manage-feeds';

const tag = 'Host: calendar';
const byFeed = z.object({ id: documentId, feedId: documentId });
const writes = { name: 'calendar-feed-writes', points: 60, seconds: 60 };

const name = text(80, 1);
const url = z
  .string()
  .max(2_000)
  .refine((value) => URL.canParse(value), { message: 'a URL', params: { code: 'invalid_url' } })
  .meta({
    format: 'uri',
    description: 'https only. It is kept encrypted and never shown again: it is a secret of the other platform.',
  });

const feed = z
  .object({
    documentId: z.string(),
    name: z.string(),
    server: z.string().meta({ description: 'Of the address no more than this is shown' }),
    state: z.enum(feedStates).meta({
      description:
        'waiting: never read; fresh: as the feed said last; unsure: the last answer frees nothing until it is given again; failing: could not be read; stale: for so long that nobody should rely on it',
    }),
    stale: z.boolean(),
    ageMinutes: z.int().nullable().meta({ description: 'Since it was last read' }),
    lastPolledAt: instant.nullable(),
    lastSuccessAt: instant.nullable(),
    lastError: z.string().nullable().meta({ description: 'In words, for people' }),
    events: z.int().meta({ description: 'That close nights from today on' }),
    nextPollAt: instant,
  })
  .meta({ id: 'CalendarFeed' });

function shown(app: Casita, row: FeedRow): z.input<typeof feed> {
  const now = app.clock.now().epochMilliseconds;
  const text = (at: Date | null) => at?.toISOString() ?? null;
  return {
    documentId: row.documentId,
    name: row.name,
    server: row.server,
    state: row.state,
    stale: row.staleAt.getTime() <= now,
    ageMinutes: row.lastSuccessAt && Math.max(0, Math.floor((now - row.lastSuccessAt.getTime()) / 60_000)),
    lastPolledAt: text(row.lastPolledAt),
    lastSuccessAt: text(row.lastSuccessAt),
    lastError: row.lastError,
    events: row.events,
    nextPollAt: row.nextPollAt.toISOString(),
  };
}

const one = (app: Casita, outcome: Outcome<FeedRow>) =>
  outcome.ok ? accept({ data: shown(app, outcome.value) }) : outcome;

const keyOf = (call: { readonly params: { readonly id: string; readonly feedId: string } }, hostId: number) => ({
  hostId,
  property: call.params.id,
  feed: call.params.feedId,
});

const list = operation({
  id: 'calendarFeeds',
  kind: 'query',
  method: 'GET',
  path: '/properties/:id/calendar-feeds',
  tag,
  summary: "The other platforms' calendars that an own listing follows",
  access: 'host',
  params: byDocumentId,
  success: { status: 200, schema: z.array(feed), description: 'In the order in which they were added' },
  refusals: ['not_found'],
  async handle(app, call) {
    const outcome = await listFeeds(app, hostOf(call), call.params.id);
    return outcome.ok ? accept({ data: outcome.value.map((row) => shown(app, row)) }) : outcome;
  },
});

const add = operation({
  id: 'addCalendarFeed',
  kind: 'mutation',
  method: 'POST',
  path: '/properties/:id/calendar-feeds',
  tag,
  summary: "Follow another platform's calendar",
  description:
    'Its events close nights of the home from the first time that it is read, which is soon after this call.',
  access: 'host',
  rateLimit: writes,
  params: byDocumentId,
  body: z.strictObject({ name, url }),
  success: { status: 201, schema: feed, description: 'The feed, not read yet' },
  refusals: ['not_found', 'refused'],
  handle: async (app, call) => one(app, await addFeed(app, hostOf(call), call.params.id, call.body)),
});

const change = operation({
  id: 'changeCalendarFeed',
  kind: 'mutation',
  method: 'PUT',
  path: '/properties/:id/calendar-feeds/:feedId',
  tag,
  summary: "Change a feed's name or address",
  description: 'With another address the nights stay as they are until that has been read.',
  access: 'host',
  rateLimit: writes,
  params: byFeed,
  body: z.strictObject({ name: name.optional(), url: url.optional() }),
  success: { status: 200, schema: feed, description: 'The feed as it is now' },
  refusals: ['not_found', 'refused'],
  handle: async (app, call) => one(app, await changeFeed(app, keyOf(call, hostOf(call)), call.body)),
});

const remove = operation({
  id: 'removeCalendarFeed',
  kind: 'mutation',
  method: 'DELETE',
  path: '/properties/:id/calendar-feeds/:feedId',
  tag,
  summary: 'Follow a calendar no longer',
  description: 'The nights that it closed, and only those, are free again.',
  access: 'host',
  rateLimit: writes,
  params: byFeed,
  success: { status: 200, schema: z.object({ documentId: z.string() }), description: 'It is gone' },
  refusals: ['not_found'],
  async handle(app, call) {
    return asAnswer(await removeFeed(app, keyOf(call, hostOf(call))));
  },
});

const refresh = operation({
  id: 'refreshCalendarFeed',
  kind: 'mutation',
  method: 'POST',
  path: '/properties/:id/calendar-feeds/:feedId/refresh',
  tag,
  summary: 'Read a feed now',
  description:
    'Waits for the answer, ten seconds at the most. A feed that cannot be read is no error here: `state` and `lastError` say it.',
  access: 'host',
  rateLimit: { name: 'calendar-feed-refresh', points: 10, seconds: 60 },
  params: byFeed,
  success: { status: 200, schema: feed, description: 'The feed as it is now' },
  refusals: ['not_found', 'conflict'],
  handle: async (app, call) => one(app, await refreshFeed(app, keyOf(call, hostOf(call)))),
});

export const feedOperations: readonly AnyOperation[] = [list, add, change, remove, refresh];
