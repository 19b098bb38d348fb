import { z } from 'zod';
import { waiveHostPenalty } from '../../../api/booking/use-cases/waive-host-penalty';
import { text } from '../../../contract/fields';
import { accept } from '../../../domain/refusal';
import { panelActions } from '../roles/actions';
import { panelRoute } from './panel-route';

export const penaltyRoutes = [
  panelRoute({
    path: '/bookings/:id/waive-penalty',
    permission: panelActions.waivePenalties,
    body: z.strictObject({ reason: text(500, 1) }),
    async handle(app, { user, id, body }) {
      const actor = { kind: 'staff', adminId: user.id, name: user.name } as const;
      const outcome = await waiveHostPenalty(app, { actor, bookingDocumentId: id, reason: body.reason });
      return outcome.ok ? accept({ documentId: id }) : outcome;
    },
  }),
];
