import { z } from 'zod';
import { listCloses, type CloseRow } from '../../../api/balance/queries/closes';
import { listDifferences, type DifferenceRow } from '../../../api/balance/queries/differences';
import { explainDifference } from '../../../api/balance/use-cases/explain-difference';
import { night, text } from '../../../contract/fields';
import { accept } from '../../../domain/refusal';
import { panelActions } from '../roles/actions';
import { panelRead, panelRoute } from './panel-route';

const LIMIT_MAX = 200;

/** What the closes of past days came to, in minor units, and what still has to be explained. */
export const dailyCloseRoutes = [
  panelRead({
    path: '/money/closes',
    permission: panelActions.closeBooks,
    query: z.strictObject({
      before: night.optional(),
      limit: z.coerce.number().int().min(1).max(LIMIT_MAX).default(60),
    }),
    async handle({ db }, { query: { before, limit } }) {
      const [closes, differences] = [await listCloses(db, before ?? null, limit), await listDifferences(db, LIMIT_MAX)];
      return accept({ closes: closes.map(closeView), differences: differences.map(differenceView) });
    },
  }),
  panelRoute({
    path: '/money/differences/:id/explain',
    permission: panelActions.closeBooks,
    id: z.string().regex(/^\d{1,9}$/),
    body: z.strictObject({ reason: text(2_000, 1) }),
    handle: (app, { user, id, body }) =>
      explainDifference(app, {
        actor: { kind: 'staff', adminId: user.id, name: user.name },
        id: Number(id),
        reason: body.reason,
      }),
  }),
];

const closeView = ({ closed_at: closedAt, ...close }: CloseRow) => ({ ...close, closedAt });

const differenceView = (row: DifferenceRow) => ({
  id: row.id,
  kind: row.kind,
  subject: row.subject,
  amount: row.amount,
  currency: row.currency,
  detail: row.detail,
  foundAt: row.found_at,
  clearedAt: row.cleared_at,
  explainedAt: row.explained_at,
  explainedBy: row.explained_by,
  reason: row.reason,
});
