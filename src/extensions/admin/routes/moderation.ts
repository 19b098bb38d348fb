import { z } from 'zod';
import { decideReport } from '../../../api/report/use-cases/decide-report';
import { decideReview } from '../../../api/review/use-cases/decide-review';
import { text } from '../../../contract/fields';
import { moderationDecisions } from '../../../domain/review-rules';
import type { StaffActor } from '../../../ports';
import type { PanelUser } from '../panel-user';
import { panelActions } from '../roles/actions';
import { panelRoute } from './panel-route';

const staff = (user: PanelUser): StaffActor => ({ kind: 'staff', adminId: user.id, name: user.name });
const reason = text(500).nullable().default(null);

export const moderationRoutes = [
  panelRoute({
    path: '/reviews/:id/decision',
    permission: panelActions.decideReviews,
    body: z.strictObject({ decision: z.enum(moderationDecisions), reason }),
    handle: (app, { user, id, body }) => decideReview(app, { actor: staff(user), reviewDocumentId: id, ...body }),
  }),
  panelRoute({
    path: '/reports/:id/decision',
    permission: panelActions.decideReviews,
    body: z.strictObject({ decision: z.enum(['uphold', 'dismiss']), reason }),
    handle: (app, { user, id, body }) => decideReport(app, { actor: staff(user), reportDocumentId: id, ...body }),
  }),
];
