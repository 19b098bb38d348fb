import { z } from 'zod';
import { ok } from '../http/answer';
import { answerList } from '../http/listing';
import { choice, mergeMetadata, metadata, page, text } from '../http/params';
import { notAllowed } from '../http/problem';
import { route, type Call } from '../http/route';
import { idOf } from '../objects';
import { saveObject } from '../queries/save-object';
import { emit } from '../work';
import { wholeAddress } from './address';
import { lockNamed } from './find';
import { billingDetails, createPaymentMethod, paymentMethodData } from './payment-method-data';
import { attachToCustomer } from './payment-method-use';
import { retrieveRoute } from './retrieve';

const updateParams = z.strictObject({
  metadata: metadata().optional(),
  allow_redisplay: choice('always', 'limited', 'unspecified').optional(),
  billing_details: billingDetails.optional(),
});

export const paymentMethodRoutes = [
  route({
    method: 'POST',
    path: '/v1/payment_methods',
    params: paymentMethodData,
    act: async (call, params) => ok((await createPaymentMethod(call, params, 'card[token]')).body),
  }),
  route({
    method: 'GET',
    path: '/v1/payment_methods',
    params: z.strictObject({ ...page, customer: text().optional(), type: choice('card').optional() }),
    act: (call, params) =>
      answerList(call.tx, 'payment_method', '/v1/payment_methods', params, {
        equal: { customer: params.customer, type: params.type },
      }),
  }),
  retrieveRoute('payment_method', '/v1/payment_methods/:id'),
  route({ method: 'POST', path: '/v1/payment_methods/:id', params: updateParams, act: update }),
  route({
    method: 'POST',
    path: '/v1/payment_methods/:id/attach',
    params: z.strictObject({ customer: text() }),
    act: async (call, params) => ok((await attachToCustomer(call, call.in['id']!, params.customer)).body),
  }),
  route({ method: 'POST', path: '/v1/payment_methods/:id/detach', params: z.strictObject({}), act: detach }),
];

async function update(call: Call, params: z.output<typeof updateParams>) {
  const stored = await lockNamed(call, 'payment_method', call.in['id']!);
  const given = params.billing_details;
  const before = stored.body.billing_details;
  const body = {
    ...stored.body,
    allow_redisplay: params.allow_redisplay ?? stored.body.allow_redisplay ?? 'unspecified',
    billing_details: {
      ...before,
      ...(given?.address === undefined ? {} : { address: wholeAddress(given.address) }),
      email: given?.email === undefined ? before.email : given.email,
      name: given?.name === undefined ? before.name : given.name,
      phone: given?.phone === undefined ? before.phone : given.phone,
    },
    metadata: mergeMetadata(stored.body.metadata ?? {}, params.metadata),
  };
  await saveObject(call.tx, { ...stored, body });
  emit(call, 'payment_method.updated', body);
  return ok(body);
}

/** Once detached, a payment method can never be used again. */
async function detach(call: Call) {
  const stored = await lockNamed(call, 'payment_method', call.in['id']!);
  if (idOf(stored.body.customer) === null) {
    throw notAllowed('The payment method you provided is not attached to a customer, so detachment is impossible.');
  }
  const detached = {
    ...stored,
    body: { ...stored.body, customer: null },
    hidden: { ...stored.hidden, spent: true },
  };
  await saveObject(call.tx, detached);
  emit(call, 'payment_method.detached', detached.body, { customer: idOf(stored.body.customer) });
  return ok(detached.body);
}
