import { ok, type Answer } from '../../http/answer';
import { answerList } from '../../http/listing';
import { notAllowed, invalidParameter } from '../../http/problem';
import { route, type Call } from '../../http/route';
import { idOf, type Stored } from '../../objects';
import { findObject } from '../../queries/find-object';
import { insertObject } from '../../queries/insert-object';
import { lockObject } from '../../queries/lock-object';
import { saveObject } from '../../queries/save-object';
import { emit, seconds } from '../../work';
import { findReferenced, lockNamed } from '../find';
import { assertUsableFor, givenPaymentMethod, lockPaymentMethod } from '../payment-method-use';
import { cancel } from './cancel';
import { capture } from './capture';
import { assertMayTouch, declineVisibleTo, visibleTo } from '../client-secret';
import { confirmIntent } from './confirm';
import { assertChargeable, newIntentBody, withChanges } from './intent-body';
import {
  cancelParams,
  captureParams,
  confirmParams,
  createParams,
  listParams,
  retrieveParams,
  updateParams,
  type ConfirmParams,
  type CreateParams,
  type UpdateParams,
} from './params';
import { unexpectedState } from './unexpected-state';

const one = '/v1/payment_intents/:id';

export const paymentIntentRoutes = [
  route({ method: 'POST', path: '/v1/payment_intents', params: createParams, act: create }),
  route({
    method: 'GET',
    path: '/v1/payment_intents',
    params: listParams,
    act: (call, params) =>
      answerList(call.tx, 'payment_intent', '/v1/payment_intents', params, {
        equal: { customer: params.customer },
        created: params.created,
      }),
  }),
  route({ method: 'GET', path: one, params: retrieveParams, publishable: true, act: retrieve }),
  route({ method: 'POST', path: one, params: updateParams, act: update }),
  route({ method: 'POST', path: `${one}/confirm`, params: confirmParams, publishable: true, act: confirm }),
  route({ method: 'POST', path: `${one}/capture`, params: captureParams, act: capture }),
  route({ method: 'POST', path: `${one}/cancel`, params: cancelParams, act: cancel }),
];

async function create(call: Call, params: CreateParams): Promise<Answer> {
  assertChargeable(params.amount, params.currency);
  assertTakesCards(params);
  if (params.customer !== undefined) await findReferenced(call, 'customer', params.customer, 'customer');
  const paymentMethod = await givenPaymentMethod(call, params);
  if (paymentMethod !== undefined) assertUsableFor(paymentMethod, params.customer ?? null);
  const body = newIntentBody(params, seconds(call.now));
  if (paymentMethod !== undefined) {
    body.payment_method = paymentMethod.id;
    body.status = 'requires_confirmation';
  }
  const intent = await insertObject(call.tx, 'payment_intent', body.created, body, {
    waiting: null,
    authenticated: false,
  });
  emit(call, 'payment_intent.created', body);
  return params.confirm === true ? confirmLocked(call, intent, params, paymentMethod) : ok(body);
}

function assertTakesCards(params: CreateParams): void {
  const allowed = params.allowed_payment_method_types;
  const excluded = params.excluded_payment_method_types ?? [];
  if ((allowed !== undefined && !allowed.includes('card')) || excluded.includes('card')) {
    throw invalidParameter('allowed_payment_method_types', 'The sandbox takes cards only.');
  }
  const whenConfirming = ['off_session', 'mandate_data', 'return_url', 'error_on_requires_action'] as const;
  const early = whenConfirming.find((name) => params.confirm !== true && params[name] !== undefined);
  if (early !== undefined) {
    throw invalidParameter(
      early,
      `The parameter ${early} cannot be passed when creating a PaymentIntent unless confirm is set to true.`,
    );
  }
}

async function retrieve(call: Call, params: { readonly client_secret?: string | undefined }): Promise<Answer> {
  const intent = await findObject(call.tx, 'payment_intent', call.in['id']!);
  assertMayTouch(call, 'payment_intent', intent, params.client_secret);
  return ok(visibleTo(call, intent.body));
}

const changeable = ['requires_payment_method', 'requires_confirmation', 'requires_action'];
const alwaysChangeable = new Set(['description', 'metadata', 'receipt_email', 'shipping', 'transfer_group']);

async function update(call: Call, params: UpdateParams): Promise<Answer> {
  const intent = await lockNamed(call, 'payment_intent', call.in['id']!);
  const tooLate = Object.entries(params).some(([key, value]) => value !== undefined && !alwaysChangeable.has(key));
  if (tooLate && !changeable.includes(intent.body.status)) throw unexpectedState(intent.body, 'update', changeable);
  assertChargeable(params.amount ?? intent.body.amount, params.currency ?? intent.body.currency);
  if (params.customer !== undefined) await findReferenced(call, 'customer', params.customer, 'customer');
  const paymentMethod = await givenPaymentMethod(call, params);
  const body = withChanges(intent.body, params);
  if (paymentMethod !== undefined) {
    assertUsableFor(paymentMethod, idOf(body.customer));
    body.payment_method = paymentMethod.id;
    body.status = 'requires_confirmation';
    body.next_action = null;
  }
  const hidden = paymentMethod === undefined ? intent.hidden : { waiting: null, authenticated: false };
  await saveObject(call.tx, { ...intent, body, hidden });
  return ok(body);
}

async function confirm(call: Call, params: ConfirmParams): Promise<Answer> {
  const intent = await lockObject(call.tx, 'payment_intent', call.in['id']!);
  assertMayTouch(call, 'payment_intent', intent, params.client_secret);
  if (call.key === 'publishable') assertGuestMayConfirm(intent, params);
  const paymentMethod = await givenPaymentMethod(call, params);
  const body = withChanges(intent.body, params);
  const answer = await confirmLocked(call, { ...intent, body }, params, paymentMethod);
  return answer.status === 200 ? ok(visibleTo(call, answer.body as object)) : declineVisibleTo(call, answer);
}

/** A browser may say how it pays; what is paid, when it is captured and whether the customer is there is the server's to say. */
function assertGuestMayConfirm(intent: Stored<'payment_intent'>, params: ConfirmParams): void {
  const reserved = ['capture_method', 'off_session', 'error_on_requires_action'] as const;
  const given = reserved.find((name) => params[name] !== undefined);
  if (given !== undefined) throw invalidParameter(given, `The parameter ${given} needs a secret key.`);
  if (intent.body.confirmation_method === 'manual') {
    throw notAllowed('This PaymentIntent has confirmation_method=manual: it can be confirmed with a secret key only.', {
      code: 'payment_intent_invalid_parameter',
    });
  }
}

function confirmLocked(
  call: Call,
  intent: Stored<'payment_intent'>,
  params: CreateParams | ConfirmParams,
  paymentMethod: Stored<'payment_method'> | undefined,
): Promise<Answer> {
  return confirmIntent(
    call,
    intent,
    {
      paymentMethod,
      offSession: params.off_session ?? false,
      errorOnRequiresAction: params.error_on_requires_action ?? false,
      returnUrl: params.return_url,
      byCustomer: call.key === 'publishable' || params.use_stripe_sdk === true,
    },
    (id) => lockPaymentMethod(call, id),
  );
}
