import { z } from 'zod';
import { month } from '../../../api/payout/payout-schemas';
import { monthCsv, monthPage } from '../../../api/payout/statement-files';
import { stateMonth } from '../../../api/payout/use-cases/state-month';
import { viewEarnings } from '../../../api/payout/use-cases/view-earnings';
import { accept } from '../../../domain/refusal';
import { printPage } from '../../../front/print-page';
import { download, downloadPage } from '../../../reports/download';
import { hostOfPanelUser } from '../queries/host-of-panel-user';
import { panelActions } from '../roles/actions';
import { panelRead } from './panel-route';
import { visibleHost } from './visible-host';

const permission = panelActions.seeEarnings;
const byMonth = z.strictObject({ month });

/** What a host earns, and their months by the ledger: their own, for staff everybody's. */
export const hostStatementRoutes = [
  panelRead({
    path: '/own-profile',
    permission,
    query: z.strictObject({}),
    async handle(app, { user }) {
      const host = user.kind === 'host' ? await hostOfPanelUser(app.db, user.id) : null;
      return accept({ documentId: host?.documentId ?? null });
    },
  }),
  panelRead({
    path: '/host-profiles/:id/earnings',
    permission,
    query: z.strictObject({}),
    async handle(app, { user, id }) {
      const host = await visibleHost(app, user, id);
      return host.ok ? accept(await viewEarnings(app.db, host.value)) : host;
    },
  }),
  panelRead({
    path: '/host-profiles/:id/statement',
    permission,
    query: byMonth,
    async handle(app, { user, id, query }) {
      const host = await visibleHost(app, user, id);
      return host.ok ? accept(await stateMonth(app.db, host.value, query.month)) : host;
    },
  }),
  panelRead({
    path: '/host-profiles/:id/statement.csv',
    permission,
    query: byMonth,
    async handle(app, { user, id, query }) {
      const host = await visibleHost(app, user, id);
      if (!host.ok) return host;
      const lines = monthCsv(await stateMonth(app.db, host.value, query.month));
      return accept(download(`statement-${query.month}.csv`, lines));
    },
  }),
  panelRead({
    path: '/host-profiles/:id/statement.html',
    permission,
    query: byMonth,
    async handle(app, { user, id, query }) {
      const host = await visibleHost(app, user, id);
      if (!host.ok) return host;
      const { name } = app.config;
      const page = printPage(`${name}: statement`, monthPage(name, await stateMonth(app.db, host.value, query.month)));
      return accept(downloadPage(`statement-${query.month}.html`, page));
    },
  }),
];
