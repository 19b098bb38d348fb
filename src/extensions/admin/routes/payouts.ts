import { z } from 'zod';
import { payoutStates } from '../../../api/payout/queries/payout-row';
import {
  hostPayout,
  hostPayouts,
  payoutForStaff,
  payoutsForStaff,
  type PayoutView,
} from '../../../api/payout/queries/payout-views';
import { payoutCsv, payoutPage } from '../../../api/payout/statement-files';
import { viewPayout } from '../../../api/payout/use-cases/view-payout';
import { idPage, idPageQuery } from '../../../contract/id-pages';
import { accept, refuse, type Outcome } from '../../../domain/refusal';
import { printPage } from '../../../front/print-page';
import type { Casita } from '../../../ports';
import { download, downloadPage } from '../../../reports/download';
import type { PanelUser } from '../panel-user';
import { panelActions } from '../roles/actions';
import { panelRead } from './panel-route';
import { hostsInSight } from './visible-host';

const permission = panelActions.seeEarnings;
const PAGE_SIZE = 25;

const view = (row: PayoutView) => ({
  ...viewPayout(row),
  host: { documentId: row.host_document_id, name: row.host_name },
});

async function read(app: Casita, user: PanelUser, id: string): Promise<Outcome<PayoutView>> {
  const host = await hostsInSight(app, user);
  if (!host.ok) return host;
  const row = await (host.value === null ? payoutForStaff(app.db, id) : hostPayout(app.db, host.value, id));
  return row ? accept(row) : refuse('not_found', 'No such payout', [{ code: 'not_found', field: 'id' }]);
}

const none = z.strictObject({});

/** Payouts and their statements: a host's own, for staff everybody's. */
export const payoutRoutes = [
  panelRead({
    path: '/payouts',
    permission,
    query: z.strictObject({ state: z.enum(payoutStates).optional(), ...idPageQuery }),
    async handle(app, { user, query }) {
      const host = await hostsInSight(app, user);
      if (!host.ok) return host;
      const { state = null, cursor: beforeId = null, pageSize = PAGE_SIZE } = query;
      const page = { state, beforeId, limit: pageSize + 1 };
      const { value } = host;
      const rows = await (value === null ? payoutsForStaff(app.db, page) : hostPayouts(app.db, value, page));
      const { page: shown, meta } = idPage(rows, pageSize);
      return accept({ payouts: shown.map(view), nextCursor: meta.pagination.nextCursor });
    },
  }),
  panelRead({
    path: '/payouts/:id',
    permission,
    query: none,
    async handle(app, { user, id }) {
      const row = await read(app, user, id);
      return row.ok ? accept(view(row.value)) : row;
    },
  }),
  panelRead({
    path: '/payouts/:id/statement.csv',
    permission,
    query: none,
    async handle(app, { user, id }) {
      const row = await read(app, user, id);
      return row.ok ? accept(download(`payout-${id}.csv`, payoutCsv(viewPayout(row.value)))) : row;
    },
  }),
  panelRead({
    path: '/payouts/:id/statement.html',
    permission,
    query: none,
    async handle(app, { user, id }) {
      const row = await read(app, user, id);
      if (!row.ok) return row;
      const { name } = app.config;
      const page = printPage(`${name}: statement`, payoutPage(name, viewPayout(row.value)));
      return accept(downloadPage(`payout-${id}.html`, page));
    },
  }),
];
