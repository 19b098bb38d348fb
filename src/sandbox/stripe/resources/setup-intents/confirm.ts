import type Stripe from 'stripe';
import { ok, type Answer } from '../../http/answer';
import { notAllowed, type StripeProblem } from '../../http/problem';
import { idOf, type Stored } from '../../objects';
import { saveObject } from '../../queries/save-object';
import { emit, type Work } from '../../work';
import { askCustomer } from '../next-action';
import { assertUsableFor, keepForCustomer } from '../payment-method-use';

const confirmable = ['requires_payment_method', 'requires_confirmation', 'requires_action'];

export function unexpectedSetupState(setup: Stripe.SetupIntent, deed: string): StripeProblem {
  return notAllowed(`You cannot ${deed} this SetupIntent because it has a status of ${setup.status}.`, {
    code: 'setup_intent_unexpected_state',
    setup_intent: setup,
  });
}

/** Asks the bank to let the card be used later. Both are locked. */
export async function confirmSetup(
  work: Work,
  setup: Stored<'setup_intent'>,
  paymentMethod: Stored<'payment_method'> | undefined,
  returnUrl: string | undefined,
): Promise<Answer> {
  if (!confirmable.includes(setup.body.status)) throw unexpectedSetupState(setup.body, 'confirm');
  if (paymentMethod === undefined) {
    throw notAllowed("You cannot confirm this SetupIntent because it's missing a payment method.", {
      code: 'setup_intent_unexpected_state',
      setup_intent: setup.body,
    });
  }
  assertUsableFor(paymentMethod, idOf(setup.body.customer));
  const challenged = setup.body.payment_method_options?.card?.request_three_d_secure === 'challenge';
  if (challenged || paymentMethod.hidden.behaviour.authentication !== 'never') {
    return ok(await waitForCustomer(work, setup, paymentMethod, returnUrl));
  }
  return finishSetup(work, setup, paymentMethod);
}

async function waitForCustomer(
  work: Work,
  setup: Stored<'setup_intent'>,
  paymentMethod: Stored<'payment_method'>,
  returnUrl: string | undefined,
): Promise<Stripe.SetupIntent> {
  const { waiting, nextAction } = askCustomer(work, setup.id, paymentMethod.id, returnUrl);
  const body: Stripe.SetupIntent = {
    ...setup.body,
    status: 'requires_action',
    payment_method: paymentMethod.id,
    last_setup_error: null,
    next_action: nextAction,
  };
  await saveObject(work.tx, { ...setup, body, hidden: { waiting } });
  emit(work, 'setup_intent.requires_action', body);
  return body;
}

/** The bank's word, once the customer has nothing more to do. */
export async function finishSetup(
  work: Work,
  setup: Stored<'setup_intent'>,
  paymentMethod: Stored<'payment_method'>,
): Promise<Answer> {
  const { decline, attaches } = paymentMethod.hidden.behaviour;
  if (decline !== null && !attaches) {
    return failSetup(work, setup, paymentMethod, {
      type: 'card_error',
      code: decline.code,
      decline_code: decline.declineCode,
      message: decline.message,
    });
  }
  const customer = idOf(setup.body.customer);
  const kept = { ...paymentMethod, hidden: { ...paymentMethod.hidden, setUp: setup.body.usage === 'off_session' } };
  if (customer === null) await saveObject(work.tx, kept);
  else await keepForCustomer(work, kept, customer);
  const body: Stripe.SetupIntent = {
    ...setup.body,
    status: 'succeeded',
    payment_method: paymentMethod.id,
    next_action: null,
    last_setup_error: null,
  };
  await saveObject(work.tx, { ...setup, body, hidden: { waiting: null } });
  emit(work, 'setup_intent.succeeded', body);
  return ok(body);
}

export interface SetupFailure {
  readonly type: 'card_error' | 'invalid_request_error';
  readonly code: string;
  readonly message: string;
  readonly decline_code?: string;
}

export async function failSetup(
  work: Work,
  setup: Stored<'setup_intent'>,
  paymentMethod: Stored<'payment_method'>,
  failure: SetupFailure,
): Promise<Answer> {
  const error = { ...failure, payment_method: paymentMethod.body };
  const body: Stripe.SetupIntent = {
    ...setup.body,
    status: 'requires_payment_method',
    payment_method: null,
    next_action: null,
    last_setup_error: error as Stripe.SetupIntent.LastSetupError,
  };
  await saveObject(work.tx, { ...setup, body, hidden: { waiting: null } });
  emit(work, 'setup_intent.setup_failed', body);
  return { status: failure.type === 'card_error' ? 402 : 400, body: { error: { ...error, setup_intent: body } } };
}
