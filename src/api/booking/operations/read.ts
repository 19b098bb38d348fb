import { z } from 'zod';
import { bookingStates } from '../../../domain/booking-moves';
import { accept } from '../../../domain/refusal';
import { byDocumentId } from '../../../contract/fields';
import { idPage, idPageMeta, idPageQuery } from '../../../contract/id-pages';
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
  front: true,
  query: z.strictObject({
    as: z.enum(['guest', 'host']).default('guest'),
    state: z.enum(bookingStates).optional(),
    ...idPageQuery,
  }),
  success: {
    status: 200,
    schema: z.array(bookingSchema),
    meta: idPageMeta,
    description: 'Bookings of this account as guest, or as host',
  },
  refusals: [],
  async handle(app, call) {
    const actor = callerOf(call);
    const pageSize = call.query.pageSize ?? PAGE_SIZE;
    const asHost = call.query.as === 'host';
    if (asHost && actor.hostId === null) return accept({ data: [], meta: idPage([], pageSize).meta });
    const rows = await listBookings(app.db, {
      guestId: asHost ? null : actor.userId,
      hostId: asHost ? actor.hostId : null,
      state: call.query.state ?? null,
      beforeId: call.query.cursor ?? null,
      limit: pageSize + 1,
    });
    const { page, meta } = idPage(rows, pageSize);
    return accept({ data: page.map((row) => viewBooking(row, actor)), meta });
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
  front: true,
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
