import type Stripe from 'stripe';
import type { Work } from '../../work';
import { lockNamed, lockOwn } from '../find';
import type { AuthenticationOutcome } from '../payment-intents/authenticate';
import { failSetup, finishSetup, unexpectedSetupState } from './confirm';

/** What the guest does on the bank's page. Returns the setup intent that comes of it, declined or not. */
export async function authenticateSetup(
  work: Work,
  id: string,
  outcome: AuthenticationOutcome,
): Promise<Stripe.SetupIntent> {
  const setup = await lockNamed(work, 'setup_intent', id);
  const { waiting } = setup.hidden;
  if (setup.body.status !== 'requires_action' || waiting === null) {
    throw unexpectedSetupState(setup.body, 'authenticate');
  }
  const paymentMethod = await lockOwn(work, 'payment_method', waiting.paymentMethod);
  if (outcome === 'fail') {
    await failSetup(work, setup, paymentMethod, {
      type: 'invalid_request_error',
      code: 'setup_intent_authentication_failure',
      message: 'The provided PaymentMethod has failed authentication.',
    });
  } else {
    await finishSetup(work, setup, paymentMethod);
  }
  return (await lockNamed(work, 'setup_intent', id)).body;
}
