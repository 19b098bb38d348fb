import { Readable } from 'node:stream';
import type { Context } from 'koa';
import { perform } from '../../../contract/perform';
import { dataOf, type AnyOperation } from '../../../contract/operation';
import { answerRefusal } from '../../../contract/refusal-http';
import { callOf } from '../../../contract/rest';
import type { Html } from '../../../front/page';
import { answerPrintPage } from '../../../front/print-page';
import type { Casita } from '../../../ports';
import { monthOperation, payoutOperation } from '../operations';
import type { MonthStatement, PayoutStatement } from '../payout-schemas';
import { monthCsv, monthPage, payoutCsv, payoutPage } from '../statement-files';

/*
 * Files of what two operations answer as JSON: who may read them, how often and what is refused is the operation's own matter. The
 * routes' file comes before the operations' by name, since `/host/payouts/:id` would fit `/host/payouts/….csv` too.
 */

interface Statement<T> {
  readonly operation: AnyOperation;
  csv(statement: T): AsyncGenerator<string>;
  page(name: string, statement: T): Html;
}

const ofPayout: Statement<PayoutStatement> = {
  operation: payoutOperation as unknown as AnyOperation,
  csv: payoutCsv,
  page: payoutPage,
};
const ofMonth: Statement<MonthStatement> = {
  operation: monthOperation as unknown as AnyOperation,
  csv: monthCsv,
  page: monthPage,
};

const send =
  <T>({ operation, csv, page }: Statement<T>, kind: 'csv' | 'html') =>
  async (ctx: Context): Promise<void> => {
    const app = strapi.get('casita') as Casita;
    const outcome = await perform(app, operation, callOf(ctx));
    ctx.set('Cache-Control', 'private, no-store');
    if (!outcome.ok) return answerRefusal(ctx, outcome);
    const statement = dataOf(outcome.value) as T;
    if (kind === 'html') return answerPrintPage(ctx, `${app.config.name}: statement`, page(app.config.name, statement));
    ctx.status = 200;
    ctx.set('Content-Type', 'text/csv; charset=utf-8');
    ctx.set('Content-Disposition', 'attachment; filename="statement.csv"');
    ctx.body = Readable.from(csv(statement));
  };

const route = (path: string, handler: (ctx: Context) => Promise<void>) => ({
  method: 'GET',
  path,
  handler,
  config: { auth: false as const },
});

export default {
  type: 'content-api' as const,
  routes: [
    route('/host/payouts/:id.csv', send(ofPayout, 'csv')),
    route('/host/payouts/:id.html', send(ofPayout, 'html')),
    route('/host/statements/:month.csv', send(ofMonth, 'csv')),
    route('/host/statements/:month.html', send(ofMonth, 'html')),
  ],
};
