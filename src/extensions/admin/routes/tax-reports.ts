import { accept } from '../../../domain/refusal';
import { csvOf } from '../../../reports/csv';
import { download } from '../../../reports/download';
import { ruleColumns, ruleLines, stayColumns, stayLines } from '../../../reports/taxes/tax-columns';
import { taxQuery } from '../../../reports/taxes/tax-query';
import { attributedStays } from '../../../reports/taxes/use-cases/attribute-stays';
import { reportTaxes } from '../../../reports/taxes/use-cases/report-taxes';
import { panelActions } from '../roles/actions';
import { panelRead } from './panel-route';

const permission = panelActions.readTaxReports;

export const taxReportRoutes = [
  panelRead({
    path: '/reports/taxes',
    permission,
    query: taxQuery,
    handle: async (app, { query }) => accept(await reportTaxes(app, query)),
  }),
  panelRead({
    path: '/reports/taxes.csv',
    permission,
    query: taxQuery,
    async handle(app, { query }) {
      const lines = ruleLines(await reportTaxes(app, query));
      return accept(download(`taxes-${query.from}-${query.to}.csv`, csvOf(ruleColumns, lines)));
    },
  }),
  panelRead({
    path: '/reports/tax-stays.csv',
    permission,
    query: taxQuery,
    async handle(app, { query }) {
      const lines = stayLines(attributedStays(app.db, query));
      return accept(download(`tax-stays-${query.from}-${query.to}.csv`, csvOf(stayColumns, lines)));
    },
  }),
];
