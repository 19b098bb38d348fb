import { z } from 'zod';
import { bookingStates } from '../../../domain/booking-moves';
import { accept } from '../../../domain/refusal';
import { byDocumentId, queryInt } from '../../../contract/fields';
import { callerOf, operation } from '../../../contract/operation';
import { bookingSchema } from '../booking-schemas';
import { bookingForParty, listBookings } from '../queries/booking-view';
import { bookingNotFound } from '../use-cases/act-on-booking';
import { viewBooking } from '../use-cases/view-booking';

const PAGE_SIZE = 25;

export const listOperation = operation({
  id: 'bookings',
  kind: 'query',
  method: 'GET',
  path: '/bookings',
  tag: 'Bookings',
  summary: 'Own bookings, newest first',
  access: 'account',
  query: z.strictObject({
    as: z.enum(['guest', 'host']).default('guest'),
    state: z.enum(bookingStates).optional(),
    cursor: queryInt(1, 2_147_483_647)
      .meta({ query: { type: 'string' } })
      .optional(),
    pageSize: queryInt(1, 100).optional(),
  }),
  success: {
    status: 200,
    schema: z.array(bookingSchema),
    meta: z.object({ pagination: z.object({ pageSize: z.int(), nextCursor: z.string().nullable() }) }),
    description: 'Bookings of this account as guest, or as host',
  },
  refusals: [],
  async handle(app, call) {
    const actor = callerOf(call);
    const pageSize = call.query.pageSize ?? PAGE_SIZE;
    const asHost = call.query.as === 'host';
    if (asHost && actor.hostId === null)
      return accept({ data: [], meta: { pagination: { pageSize, nextCursor: null } } });
    const rows = await listBookings(app.db, {
      guestId: asHost ? null : actor.userId,
      hostId: asHost ? actor.hostId : null,
      state: call.query.state ?? null,
      beforeId: call.query.cursor ?? null,
      limit: pageSize + 1,
    });
    const page = rows.slice(0, pageSize);
    const nextCursor = rows.length > pageSize ? String(page.at(-1)?.id) : null;
    return accept({ data: page.map((row) => viewBooking(row, actor)), meta: { pagination: { pageSize, nextCursor } } });
  },
});

export const readOperation = operation({
  id: 'booking',
  kind: 'query',
  method: 'GET',
  path: '/bookings/:id',
  tag: 'Bookings',
  summary: 'One own booking',
  access: 'account',
  params: byDocumentId,
  query: z.strictObject({}),
  success: { status: 200, schema: bookingSchema, description: 'The booking' },
  refusals: ['not_found'],
  async handle(app, call) {
    const actor = callerOf(call);
    const row = await bookingForParty(app.db, call.params.id, actor);
    return row ? accept({ data: viewBooking(row, actor) }) : bookingNotFound();
  },
});
