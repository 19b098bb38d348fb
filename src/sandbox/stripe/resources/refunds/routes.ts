import type Stripe from 'stripe';
import { z } from 'zod';
import { MAXIMUM_CHARGE, endsWrong, formatAmount, hasValidLastDigit } from '../../currencies';
import { ok, type Answer } from '../../http/answer';
import { answerList } from '../../http/listing';
import { choice, created, integer, mergeMetadata, metadata, page, text } from '../../http/params';
import { invalidParameter, missingParameter, noSuchReference, notAllowed } from '../../http/problem';
import { route, type Call } from '../../http/route';
import { idOf, type Stored } from '../../objects';
import { findObject } from '../../queries/find-object';
import { lockObject } from '../../queries/lock-object';
import { saveObject } from '../../queries/save-object';
import { emit } from '../../work';
import { endInquiries } from '../disputes/course';
import { lockNamed, lockOwn } from '../find';
import { failRefund, lockRefund, refundCharge } from './refund-charge';
import { isChargedBack, refundable } from './refundable';
import { retrieveRoute } from '../retrieve';

const createParams = z.strictObject({
  amount: integer(1, MAXIMUM_CHARGE).optional(),
  charge: text().optional(),
  metadata: metadata().optional(),
  payment_intent: text().optional(),
  reason: choice('duplicate', 'fraudulent', 'requested_by_customer').optional(),
});

type CreateParams = z.output<typeof createParams>;

export const refundRoutes = [
  route({ method: 'POST', path: '/v1/refunds', params: createParams, act: create }),
  route({
    method: 'GET',
    path: '/v1/refunds',
    params: z.strictObject({
      ...page,
      created,
      charge: text().optional(),
      payment_intent: text().optional(),
    }),
    act: (call, params) =>
      answerList(call.tx, 'refund', '/v1/refunds', params, {
        equal: { charge: params.charge, payment_intent: params.payment_intent },
        created: params.created,
      }),
  }),
  route({
    method: 'GET',
    path: '/v1/charges/:charge/refunds',
    params: z.strictObject({ ...page }),
    act: (call, params) => {
      const charge = call.in['charge']!;
      return answerList(call.tx, 'refund', `/v1/charges/${charge}/refunds`, params, { equal: { charge } });
    },
  }),
  retrieveRoute('refund', '/v1/refunds/:id'),
  route({
    method: 'POST',
    path: '/v1/refunds/:id',
    params: z.strictObject({ metadata: metadata().optional() }),
    act: update,
  }),
  route({ method: 'POST', path: '/v1/refunds/:id/cancel', params: z.strictObject({}), act: cancel }),
];

async function create(call: Call, params: CreateParams): Promise<Answer> {
  const charge = await lockCharge(call, params);
  await assertRefundable(call, charge, params.amount);
  const amount = params.amount ?? (await refundable(call, charge.body));
  const refund = await refundCharge(call, charge, amount, {
    reason: params.reason ?? null,
    metadata: mergeMetadata({}, params.metadata),
  });
  if ((await refundable(call, charge.body)) === 0) await endInquiries(call, charge.id);
  return ok(refund);
}

/** The charge to refund, its payment intent locked first. */
async function lockCharge(call: Call, params: CreateParams): Promise<Stored<'charge'>> {
  if (params.payment_intent !== undefined) {
    const intent = await lockObject(call.tx, 'payment_intent', params.payment_intent);
    if (intent === undefined) throw noSuchReference('payment_intent', params.payment_intent, 'payment_intent');
    if (intent.body.status !== 'succeeded') {
      throw notAllowed(`This PaymentIntent (${intent.id}) does not have a successful charge to refund.`, {
        param: 'payment_intent',
      });
    }
    if (params.charge !== undefined && params.charge !== idOf(intent.body.latest_charge)) {
      throw invalidParameter('charge', `The charge ${params.charge} is not that of ${intent.id}.`);
    }
    return lockOwn(call, 'charge', intent.body.latest_charge);
  }
  if (params.charge === undefined) throw missingParameter('charge');
  const found = await findObject(call.tx, 'charge', params.charge);
  if (found === undefined || found.account !== null) throw noSuchReference('charge', params.charge, 'charge');
  await lockOwn(call, 'payment_intent', found.body.payment_intent);
  return lockOwn(call, 'charge', found.id);
}

async function assertRefundable(call: Call, charge: Stored<'charge'>, amount: number | undefined): Promise<void> {
  const { body } = charge;
  if (!body.captured) {
    throw notAllowed(`Charge ${body.id} has not been captured: cancel its PaymentIntent instead.`, { param: 'charge' });
  }
  const left = await refundable(call, body);
  if ((await isChargedBack(call, body)) || (left === 0 && body.disputed)) {
    throw notAllowed(`Charge ${body.id} has been charged back; cannot issue a refund.`, { code: 'charge_disputed' });
  }
  if (left === 0) {
    throw notAllowed(`Charge ${body.id} has already been refunded.`, { code: 'charge_already_refunded' });
  }
  if (amount !== undefined && amount > left) {
    throw notAllowed(
      `Refund amount (${formatAmount(amount, body.currency)}) is greater than unrefunded amount on charge (${formatAmount(left, body.currency)})`,
      { param: 'amount' },
    );
  }
  if (amount !== undefined && !hasValidLastDigit(amount, body.currency)) {
    throw notAllowed(endsWrong(body.currency), { param: 'amount' });
  }
}

/** Only what waits for its customer can be taken back: the money is still here. */
async function cancel(call: Call): Promise<Answer> {
  const found = await lockRefund(call, call.in['id']!);
  if (found.refund.body.status !== 'requires_action') {
    throw notAllowed(`This refund cannot be canceled: it is ${String(found.refund.body.status)}, not requires_action.`);
  }
  return ok(await failRefund(call, found, { status: 'canceled' }));
}

async function update(
  call: Call,
  params: { readonly metadata?: Record<string, string> | null | undefined },
): Promise<Answer> {
  const refund = await lockNamed(call, 'refund', call.in['id']!);
  const body: Stripe.Refund = {
    ...refund.body,
    metadata: mergeMetadata(refund.body.metadata ?? {}, params.metadata),
  };
  await saveObject(call.tx, { ...refund, body });
  emit(call, 'refund.updated', body);
  emit(call, 'charge.refund.updated', body);
  return ok(body);
}
