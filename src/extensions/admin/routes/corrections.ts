import { z } from 'zod';
import { adjustHost } from '../../../api/money/use-cases/adjust-host';
import { reversePosting } from '../../../api/money/use-cases/reverse-posting';
import { listCorrections, type CorrectionView } from '../../../api/money/queries/hand-postings';
import { idPage, idPageQuery } from '../../../contract/id-pages';
import { text } from '../../../contract/fields';
import { accept } from '../../../domain/refusal';
import { panelActions } from '../roles/actions';
import { rowId, staffOnly } from './money';
import { panelRead, panelRoute } from './panel-route';

const PAGE_SIZE = 25;

const view = (row: CorrectionView) => ({
  id: row.id,
  at: row.at.toISOString(),
  amount: { amount: row.amount, currency: row.currency },
  reason: row.reason,
  madeBy: row.made_by,
  booking: { documentId: row.booking_document_id, reference: row.reference },
  host: { documentId: row.host_document_id, name: row.host_name },
  undone: row.undone_at === null ? null : { at: row.undone_at.toISOString(), reason: row.undone_reason },
});

/** The ledger is corrected by postings of its own, by whom the operator trusts with it: the super admin, unless a role is given it. */
export const correctionRoutes = [
  panelRead({
    path: '/corrections',
    permission: panelActions.correctLedger,
    query: z.strictObject(idPageQuery),
    async handle(app, { user, query: { cursor: beforeId = null, pageSize = PAGE_SIZE } }) {
      const actor = staffOnly(user);
      if (!actor.ok) return actor;
      const { page, meta } = idPage(await listCorrections(app.db, { beforeId, limit: pageSize + 1 }), pageSize);
      return accept({ corrections: page.map(view), nextCursor: meta.pagination.nextCursor });
    },
  }),
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
