import { z } from 'zod';
import { approveBooking, declineBooking } from '../../../api/booking/use-cases/answer-request';
import { publishListing, unpublishListing } from '../../../api/property/use-cases/publish-listing';
import type { BookingCommand } from '../../../api/booking/use-cases/act-on-booking';
import { text } from '../../../contract/fields';
import { accept, refuse, type Outcome } from '../../../domain/refusal';
import type { Casita } from '../../../ports';
import type { PanelUser } from '../panel-user';
import { hostOfPanelUser } from '../queries/host-of-panel-user';
import { panelActions } from '../roles/actions';
import { hostActor } from './host-actor';
import { panelRoute } from './panel-route';

type Answer = (app: Casita, command: BookingCommand) => Promise<Outcome<number>>;

async function answer(
  app: Casita,
  user: PanelUser,
  bookingDocumentId: string,
  reason: string | null,
  how: Answer,
): Promise<Outcome<unknown>> {
  const actor = await hostActor(app, user);
  if (!actor.ok) return actor;
  const outcome = await how(app, { actor: actor.value, side: 'host', door: 'admin', bookingDocumentId, reason });
  return outcome.ok ? accept({ documentId: bookingDocumentId }) : outcome;
}

type Move = typeof publishListing;

/** Listings are asked for by host alone, so a host without an account can move their own too. */
async function move(app: Casita, user: PanelUser, propertyDocumentId: string, how: Move): Promise<Outcome<unknown>> {
  const host = await hostOfPanelUser(app.db, user.id);
  if (!host) return refuse('forbidden', 'Only the host of this home can do that', [{ code: 'not_a_host' }]);
  const outcome = await how(app, host.id, propertyDocumentId);
  return outcome.ok ? accept({ documentId: propertyDocumentId, state: outcome.value.state }) : outcome;
}

export const hostingRoutes = [
  panelRoute({
    path: '/bookings/:id/approve',
    permission: panelActions.answerBookings,
    body: z.strictObject({}),
    handle: (app, { user, id }) => answer(app, user, id, null, approveBooking),
  }),
  panelRoute({
    path: '/bookings/:id/decline',
    permission: panelActions.answerBookings,
    body: z.strictObject({ reason: text(2_000).nullable().default(null) }),
    handle: (app, { user, id, body }) => answer(app, user, id, body.reason, declineBooking),
  }),
  panelRoute({
    path: '/properties/:id/publish',
    permission: panelActions.publishProperties,
    body: z.strictObject({}),
    handle: (app, { user, id }) => move(app, user, id, publishListing),
  }),
  panelRoute({
    path: '/properties/:id/unpublish',
    permission: panelActions.publishProperties,
    body: z.strictObject({}),
    handle: (app, { user, id }) => move(app, user, id, unpublishListing),
  }),
];
