import { z } from 'zod';
import { conflictDecisions, decideConflict } from '../../../api/calendar-feed/use-cases/decide-conflict';
import { text } from '../../../contract/fields';
import { refuse } from '../../../domain/refusal';
import { hostOfPanelUser } from '../queries/host-of-panel-user';
import { panelActions } from '../roles/actions';
import { panelRoute } from './panel-route';

export const conflictRoutes = [
  panelRoute({
    path: '/calendar-conflicts/:id/decision',
    permission: panelActions.settleConflicts,
    body: z.strictObject({ decision: z.enum(conflictDecisions), note: text(500).nullable().default(null) }),
    async handle(app, { user, id, body }) {
      if (user.kind === 'staff') return decideConflict(app, null, id, body);
      const host = await hostOfPanelUser(app.db, user.id);
      return host
        ? decideConflict(app, host.id, id, body)
        : refuse('forbidden', 'Only the host of this home can do that', [{ code: 'not_a_host' }]);
    },
  }),
];
