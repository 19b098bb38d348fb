import { z } from 'zod';
import { queryInt } from '../../../contract/fields';
import { accept } from '../../../domain/refusal';
import type { StaffActor } from '../../../ports';
import { csvOf } from '../../../reports/csv';
import { download } from '../../../reports/download';
import { sellerColumns, sellerLines } from '../../../reports/sellers/seller-columns';
import { allSellers, reportSellers } from '../../../reports/sellers/use-cases/report-sellers';
import type { PanelUser } from '../panel-user';
import { panelActions } from '../roles/actions';
import { panelRead } from './panel-route';

const permission = panelActions.readSellerReports;
const year = queryInt(2_000, 2_999);
const staff = (user: PanelUser): StaffActor => ({ kind: 'staff', adminId: user.id, name: user.name });

export const sellerReportRoutes = [
  panelRead({
    path: '/reports/sellers',
    permission,
    query: z.strictObject({ year, after: queryInt(0, 2_147_483_647).default(0) }),
    handle: async (app, { user, query }) => accept(await reportSellers(app, staff(user), query.year, query.after)),
  }),
  panelRead({
    path: '/reports/sellers.csv',
    permission,
    query: z.strictObject({ year }),
    async handle(app, { user, query }) {
      const lines = sellerLines(allSellers(app, staff(user), query.year));
      return accept(download(`sellers-${query.year}.csv`, csvOf(sellerColumns, lines)));
    },
  }),
];
