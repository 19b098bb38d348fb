import { z } from 'zod';
import type { BookingCommand } from '../../../api/booking/use-cases/act-on-booking';
import { cancelBooking } from '../../../api/booking/use-cases/cancel-booking';
import { reportNoShow } from '../../../api/booking/use-cases/receive-guest';
import { text } from '../../../contract/fields';
import { accept, type Outcome } from '../../../domain/refusal';
import type { PanelUser } from '../panel-user';
import { panelActions } from '../roles/actions';
import { panelRoute } from './panel-route';

/** Staff say why: their name and their words stand in the history of the booking. */
const body = z.strictObject({ reason: text(2_000, 1) });

const staffCommand = (user: PanelUser, bookingDocumentId: string, reason: string): BookingCommand => ({
  actor: { kind: 'staff', adminId: user.id, name: user.name },
  side: 'staff',
  door: 'admin',
  bookingDocumentId,
  reason,
});

const answer = (outcome: Outcome<number>, documentId: string): Outcome<unknown> =>
  outcome.ok ? accept({ documentId }) : outcome;

export const staffBookingRoutes = [
  panelRoute({
    path: '/bookings/:id/cancel',
    permission: panelActions.manageBookings,
    body,
    async handle(app, { user, id, body: { reason } }) {
      return answer(await cancelBooking(app, { ...staffCommand(user, id, reason), expectedRefund: null }), id);
    },
  }),
  panelRoute({
    path: '/bookings/:id/no-show',
    permission: panelActions.manageBookings,
    body,
    async handle(app, { user, id, body: { reason } }) {
      return answer(await reportNoShow(app, staffCommand(user, id, reason)), id);
    },
  }),
];
