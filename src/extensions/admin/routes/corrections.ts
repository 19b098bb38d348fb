import { z } from 'zod';
import { adjustHost } from '../../../api/money/use-cases/adjust-host';
import { reversePosting } from '../../../api/money/use-cases/reverse-posting';
import { text } from '../../../contract/fields';
import { accept } from '../../../domain/refusal';
import { panelActions } from '../roles/actions';
import { rowId, staffOnly } from './money';
import { panelRoute } from './panel-route';

/** The ledger is corrected by postings of its own, by whom the operator trusts with it: the super admin, unless a role is given it. */
export const correctionRoutes = [
  panelRoute({
    path: '/bookings/:id/adjustments',
    permission: panelActions.correctLedger,
    body: z.strictObject({ amount: z.int(), reason: text(500, 1) }),
    async handle(app, { user, id, body, idempotencyKey }) {
      const actor = staffOnly(user);
      if (!actor.ok) return actor;
      const command = { ...body, actor: actor.value, bookingDocumentId: id, idempotencyKey };
      const adjusted = await adjustHost(app, command);
      return adjusted.ok ? accept({ documentId: id }) : adjusted;
    },
  }),
  panelRoute({
    path: '/ledger/:id/reverse',
    permission: panelActions.correctLedger,
    id: rowId,
    body: z.strictObject({ reason: text(500, 1) }),
    async handle(app, { user, id, body }) {
      const actor = staffOnly(user);
      if (!actor.ok) return actor;
      const command = { actor: actor.value, transactionId: Number(id), reason: body.reason };
      const reversal = await reversePosting(app, command);
      return reversal.ok ? accept({ id: Number(id) }) : reversal;
    },
  }),
];
