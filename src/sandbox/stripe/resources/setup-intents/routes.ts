import type Stripe from 'stripe';
import { ok, type Answer } from '../../http/answer';
import { answerList } from '../../http/listing';
import { route, type Call } from '../../http/route';
import { idOf, type Stored } from '../../objects';
import { findObject } from '../../queries/find-object';
import { insertObject } from '../../queries/insert-object';
import { lockObject } from '../../queries/lock-object';
import { saveObject } from '../../queries/save-object';
import { emit, seconds } from '../../work';
import { assertMayTouch, declineVisibleTo, visibleTo } from '../client-secret';
import { findReferenced, lockNamed } from '../find';
import { assertUsableFor, givenPaymentMethod, lockPaymentMethod, type GivenPaymentMethod } from '../payment-method-use';
import { confirmSetup, unexpectedSetupState } from './confirm';
import {
  cancelParams,
  confirmParams,
  createParams,
  listParams,
  retrieveParams,
  updateParams,
  type ConfirmParams,
  type CreateParams,
  type UpdateParams,
} from './params';
import { newSetupBody, withSetupChanges } from './setup-body';

const one = '/v1/setup_intents/:id';

export const setupIntentRoutes = [
  route({ method: 'POST', path: '/v1/setup_intents', params: createParams, act: create }),
  route({
    method: 'GET',
    path: '/v1/setup_intents',
    params: listParams,
    act: (call, params) =>
      answerList(call.tx, 'setup_intent', '/v1/setup_intents', params, {
        equal: { customer: params.customer },
        created: params.created,
      }),
  }),
  route({ method: 'GET', path: one, params: retrieveParams, publishable: true, act: retrieve }),
  route({ method: 'POST', path: one, params: updateParams, act: update }),
  route({ method: 'POST', path: `${one}/confirm`, params: confirmParams, publishable: true, act: confirm }),
  route({ method: 'POST', path: `${one}/cancel`, params: cancelParams, act: cancel }),
];

async function create(call: Call, params: CreateParams): Promise<Answer> {
  if (params.customer !== undefined) await findReferenced(call, 'customer', params.customer, 'customer');
  const paymentMethod = await givenPaymentMethod(call, params);
  if (paymentMethod !== undefined) assertUsableFor(paymentMethod, params.customer ?? null);
  const body = newSetupBody(params, seconds(call.now));
  if (paymentMethod !== undefined) {
    body.payment_method = paymentMethod.id;
    body.status = 'requires_confirmation';
  }
  const setup = await insertObject(call.tx, 'setup_intent', body.created, body, { waiting: null });
  emit(call, 'setup_intent.created', body);
  return params.confirm === true ? confirmSetup(call, setup, paymentMethod, params.return_url) : ok(body);
}

async function retrieve(call: Call, params: { readonly client_secret?: string | undefined }): Promise<Answer> {
  const setup = await findObject(call.tx, 'setup_intent', call.in['id']!);
  assertMayTouch(call, 'setup_intent', setup, params.client_secret);
  return ok(visibleTo(call, setup.body));
}

async function update(call: Call, params: UpdateParams): Promise<Answer> {
  const setup = await lockNamed(call, 'setup_intent', call.in['id']!);
  const ended = ['succeeded', 'canceled'].includes(setup.body.status);
  if (ended && (params.customer !== undefined || params.payment_method !== undefined)) {
    throw unexpectedSetupState(setup.body, 'update');
  }
  if (params.customer !== undefined) await findReferenced(call, 'customer', params.customer, 'customer');
  const paymentMethod = await givenPaymentMethod(call, params);
  const body = withSetupChanges(setup.body, params);
  if (paymentMethod !== undefined) {
    assertUsableFor(paymentMethod, idOf(body.customer));
    body.payment_method = paymentMethod.id;
    body.status = 'requires_confirmation';
  }
  await saveObject(call.tx, { ...setup, body });
  return ok(body);
}

async function confirm(call: Call, params: ConfirmParams): Promise<Answer> {
  const setup = await lockObject(call.tx, 'setup_intent', call.in['id']!);
  assertMayTouch(call, 'setup_intent', setup, params.client_secret);
  const paymentMethod = await chosenPaymentMethod(call, setup, params);
  const changed = { ...setup, body: withSetupChanges(setup.body, params) };
  const answer = await confirmSetup(call, changed, paymentMethod, params.return_url);
  return answer.status === 200 ? ok(visibleTo(call, answer.body as object)) : declineVisibleTo(call, answer);
}

async function chosenPaymentMethod(
  call: Call,
  setup: Stored<'setup_intent'>,
  given: GivenPaymentMethod,
): Promise<Stored<'payment_method'> | undefined> {
  const current = idOf(setup.body.payment_method);
  const named = await givenPaymentMethod(call, given);
  return named ?? (current === null ? undefined : lockPaymentMethod(call, current));
}

async function cancel(
  call: Call,
  params: { readonly cancellation_reason?: Stripe.SetupIntent.CancellationReason | undefined },
): Promise<Answer> {
  const setup = await lockNamed(call, 'setup_intent', call.in['id']!);
  if (['succeeded', 'canceled'].includes(setup.body.status)) throw unexpectedSetupState(setup.body, 'cancel');
  const body: Stripe.SetupIntent = {
    ...setup.body,
    status: 'canceled',
    cancellation_reason: params.cancellation_reason ?? null,
    next_action: null,
  };
  await saveObject(call.tx, { ...setup, body, hidden: { waiting: null } });
  emit(call, 'setup_intent.canceled', body);
  return ok(body);
}
