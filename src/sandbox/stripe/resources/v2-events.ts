import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { list, text } from '../http/params';
import { route } from '../http/route';
import { answerV2List, v2Page } from '../http/v2-listing';
import type { CreatedRange } from '../queries/list-objects';
import { retrieveRoute } from './retrieve';

const instant = text(50).refine(isInstant, { error: 'Not a timestamp of RFC 3339.' });

const range = z
  .strictObject({
    gt: instant.optional(),
    gte: instant.optional(),
    lt: instant.optional(),
    lte: instant.optional(),
  })
  .optional();

const listParams = z.strictObject({
  ...v2Page,
  created: range,
  object_id: text(255).optional(),
  types: list(text(100), 20).optional(),
});

/** Thin events, in full: with `data` and `changes`, which their notifications lack. */
export const v2EventRoutes = [
  route({
    method: 'GET',
    path: '/v2/core/events',
    params: listParams,
    act: (call, params) =>
      answerV2List(call.tx, 'v2.core.event', {
        url: '/v2/core/events',
        limit: params.limit,
        page: params.page,
        repeated: { object_id: params.object_id, types: params.types },
        narrow: {
          equal: {},
          ...(params.created === undefined ? {} : { created: secondsIn(params.created) }),
          ...(params.object_id === undefined ? {} : { related: params.object_id }),
          ...(params.types === undefined ? {} : { typeIn: params.types }),
        },
        show: (body) => body,
      }),
  }),
  retrieveRoute('v2.core.event', '/v2/core/events/:id'),
];

function isInstant(given: string): boolean {
  try {
    Temporal.Instant.from(given);
    return true;
  } catch {
    return false;
  }
}

function secondsIn(given: NonNullable<z.output<typeof range>>): CreatedRange {
  const bounds = Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(
    bounds.map(([name, at]) => [name, Math.floor(Temporal.Instant.from(at).epochMilliseconds / 1000)]),
  );
}
