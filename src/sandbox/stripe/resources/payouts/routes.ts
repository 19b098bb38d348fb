import type Stripe from 'stripe';
import { z } from 'zod';
import { MAXIMUM_CHARGE, endsWrong, payoutStepOf } from '../../currencies';
import { ok, type Answer } from '../../http/answer';
import { answerList } from '../../http/listing';
import { choice, created, currency, integer, mergeMetadata, metadata, page, text } from '../../http/params';
import { notAllowed } from '../../http/problem';
import { route, type Call } from '../../http/route';
import { lockObject } from '../../queries/lock-object';
import { saveObject } from '../../queries/save-object';
import { emitFor } from '../../work';
import { canBePaidOut } from '../accounts/capabilities';
import { assertAvailable } from '../balance';
import { lockNamed } from '../find';
import { payOut, takeBack } from './pay-out';
import { retrieveRoute } from '../retrieve';

const createParams = z.strictObject({
  amount: integer(1, MAXIMUM_CHARGE * 100),
  currency: currency(),
  description: text().optional(),
  metadata: metadata().optional(),
  method: choice('standard').optional(),
  source_type: choice('card').optional(),
  statement_descriptor: text(22).optional(),
});

const one = '/v1/payouts/:id';

export const payoutRoutes = [
  route({ method: 'POST', path: '/v1/payouts', connected: true, params: createParams, act: create }),
  route({
    method: 'GET',
    path: '/v1/payouts',
    connected: true,
    params: z.strictObject({
      ...page,
      arrival_date: created,
      created,
      destination: text().optional(),
      status: choice('pending', 'paid', 'failed', 'canceled').optional(),
    }),
    act: (call, params) =>
      answerList(call.tx, 'payout', '/v1/payouts', params, {
        equal: { destination: params.destination, status: params.status },
        created: params.created,
        arrival: params.arrival_date,
        account: call.account,
      }),
  }),
  retrieveRoute('payout', one, { connected: true }),
  route({
    method: 'POST',
    path: one,
    connected: true,
    params: z.strictObject({ metadata: metadata().optional() }),
    act: update,
  }),
  route({ method: 'POST', path: `${one}/cancel`, connected: true, params: z.strictObject({}), act: cancel }),
];

async function create(call: Call, params: z.output<typeof createParams>): Promise<Answer> {
  const { account } = call;
  if (account !== null && !canBePaidOut(await lockObject(call.tx, 'v2.core.account', account))) {
    throw notAllowed('Cannot create payouts: this account has payouts disabled.', { code: 'payouts_not_allowed' });
  }
  const step = payoutStepOf(params.currency);
  if (params.amount % step !== 0) throw notAllowed(endsWrong(params.currency, step), { param: 'amount' });
  await assertAvailable(call, account, params.currency, params.amount);
  const payout = await payOut(call, {
    account,
    currency: params.currency,
    amount: params.amount,
    description: params.description ?? null,
    metadata: mergeMetadata({}, params.metadata),
    statementDescriptor: params.statement_descriptor ?? null,
  });
  return ok(payout);
}

async function update(
  call: Call,
  params: { readonly metadata?: Record<string, string> | null | undefined },
): Promise<Answer> {
  const payout = await lockNamed(call, 'payout', call.in['id']!);
  const body: Stripe.Payout = {
    ...payout.body,
    metadata: mergeMetadata(payout.body.metadata ?? {}, params.metadata),
  };
  await saveObject(call.tx, { ...payout, body });
  emitFor(call, call.account, 'payout.updated', body);
  return ok(body);
}

async function cancel(call: Call): Promise<Answer> {
  const payout = await lockNamed(call, 'payout', call.in['id']!);
  if (payout.body.status !== 'pending' || payout.body.automatic) {
    throw notAllowed('This payout can no longer be canceled: only pending ones that were made by hand can.');
  }
  return ok(await takeBack(call, payout, 'canceled'));
}
