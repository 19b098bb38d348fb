import { z } from 'zod';
import { accept, refuse } from '../../domain/refusal';
import { byDocumentId } from '../../contract/fields';
import { idPage, idPageMeta, idPageQuery } from '../../contract/id-pages';
import { operation, type AnyOperation } from '../../contract/operation';
import { hostOf } from '../property/operations/host-listings';
import { earningsSchema, month, monthStatementSchema, payoutSchema } from './payout-schemas';
import { payoutStates } from './queries/payout-row';
import { hostPayout, hostPayouts } from './queries/payout-views';
import { stateMonth } from './use-cases/state-month';
import { viewEarnings } from './use-cases/view-earnings';
import { viewPayout } from './use-cases/view-payout';

const tag = 'Host: money';
const PAGE_SIZE = 25;

const earnings = operation({
  id: 'hostEarnings',
  kind: 'query',
  method: 'GET',
  path: '/host/earnings',
  tag,
  summary: 'What the host earns, by currency and by month',
  access: 'host',
  query: z.strictObject({}),
  success: { status: 200, schema: earningsSchema, description: 'Earnings; no currency is ever turned into another' },
  refusals: [],
  handle: async (app, call) => accept({ data: await viewEarnings(app.db, hostOf(call)) }),
});

const payouts = operation({
  id: 'hostPayouts',
  kind: 'query',
  method: 'GET',
  path: '/host/payouts',
  tag,
  summary: "The host's payouts, the latest first",
  access: 'host',
  query: z.strictObject({
    state: z.enum(payoutStates).optional(),
    ...idPageQuery,
  }),
  success: {
    status: 200,
    schema: z.array(payoutSchema),
    meta: idPageMeta,
    description: 'Payouts with their lines and transfers',
  },
  refusals: [],
  async handle(app, call) {
    const pageSize = call.query.pageSize ?? PAGE_SIZE;
    const { state = null, cursor: beforeId = null } = call.query;
    const rows = await hostPayouts(app.db, hostOf(call), { state, beforeId, limit: pageSize + 1 });
    const { page, meta } = idPage(rows, pageSize);
    return accept({ data: page.map(viewPayout), meta });
  },
});

export const payoutOperation = operation({
  id: 'hostPayout',
  kind: 'query',
  method: 'GET',
  path: '/host/payouts/:id',
  tag,
  summary: 'The statement of one payout',
  access: 'host',
  params: byDocumentId,
  query: z.strictObject({}),
  success: { status: 200, schema: payoutSchema, description: 'What it is made of, and how it was sent' },
  refusals: ['not_found'],
  async handle(app, call) {
    const row = await hostPayout(app.db, hostOf(call), call.params.id);
    if (row) return accept({ data: viewPayout(row) });
    return refuse('not_found', 'No such payout', [{ code: 'not_found', field: 'id' }]);
  },
});

export const monthOperation = operation({
  id: 'hostStatement',
  kind: 'query',
  method: 'GET',
  path: '/host/statements/:month',
  tag,
  summary: "A host's month by the ledger: opening balance, each change, closing balance",
  access: 'host',
  params: z.object({ month }),
  query: z.strictObject({}),
  success: {
    status: 200,
    schema: monthStatementSchema,
    description: 'By currency; less than nothing is owed by the host',
  },
  refusals: [],
  handle: async (app, call) => accept({ data: await stateMonth(app.db, hostOf(call), call.params.month) }),
});

export const payoutOperations: AnyOperation[] = [earnings, payouts, payoutOperation, monthOperation];
