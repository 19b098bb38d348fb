import type Stripe from 'stripe';
import type { CreateIntent, PaymentProvider, ProviderIntent, ProviderRefund } from '../../ports';
import { fromStripe, toStripe } from './stripe-amounts';
import { assertObject, finalOnly, firstCarrying } from './stripe-answers';

const EXPAND = ['latest_charge.balance_transaction'];
/** The provider's clock may be behind ours. */
const SKEW_SECONDS = 300;

/** Guests' payments and refunds. */
export function stripePayments(stripe: Stripe): PaymentProvider {
  return {
    async createIntent(input, idempotencyKey) {
      return intentOf(await finalOnly(stripe.paymentIntents.create(createParams(input), { idempotencyKey })));
    },
    async chargeOffSession(id, method, idempotencyKey) {
      const params = { payment_method: method, off_session: true, expand: EXPAND };
      return intentOf(await finalOnly(stripe.paymentIntents.confirm(id, params, { idempotencyKey })));
    },
    async retrieveIntent(id) {
      return intentOf(await stripe.paymentIntents.retrieve(id, { expand: EXPAND }));
    },
    async captureIntent(id, idempotencyKey) {
      return intentOf(await finalOnly(stripe.paymentIntents.capture(id, { expand: EXPAND }, { idempotencyKey })));
    },
    async cancelIntent(id, idempotencyKey) {
      return intentOf(await finalOnly(stripe.paymentIntents.cancel(id, { expand: EXPAND }, { idempotencyKey })));
    },
    async refund(input, idempotencyKey) {
      const params = {
        payment_intent: input.intentId,
        amount: toStripe(input.amount, input.currency),
        metadata: input.metadata,
      };
      return refundOf(await finalOnly(stripe.refunds.create(params, { idempotencyKey })));
    },
    async retrieveRefund(id) {
      return refundOf(await stripe.refunds.retrieve(id));
    },
    async findIntent(metadata, since) {
      const created = { gte: Math.floor(since.getTime() / 1_000) - SKEW_SECONDS };
      const found = await firstCarrying(stripe.paymentIntents.list({ created, limit: 100 }), metadata);
      return found && intentOf(await stripe.paymentIntents.retrieve(found.id, { expand: EXPAND }));
    },
    async findRefund(intentId, metadata) {
      const found = await firstCarrying(stripe.refunds.list({ payment_intent: intentId, limit: 100 }), metadata);
      return found && refundOf(found);
    },
  };
}

function createParams(input: CreateIntent): Stripe.PaymentIntentCreateParams {
  return {
    amount: toStripe(input.amount, input.currency),
    currency: input.currency.toLowerCase(),
    capture_method: input.capture,
    automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
    description: input.description,
    ...(input.customer === null ? {} : { customer: input.customer }),
    ...(input.saveCard ? { setup_future_usage: 'off_session' } : {}),
    ...(input.method === null ? {} : { payment_method: input.method }),
    metadata: input.metadata,
    expand: EXPAND,
  };
}

function intentOf(intent: Stripe.PaymentIntent): ProviderIntent {
  assertObject(intent, 'payment_intent', 'pi_');
  const charge = typeof intent.latest_charge === 'object' ? intent.latest_charge : null;
  return {
    id: intent.id,
    clientSecret: intent.client_secret,
    status: intent.status as ProviderIntent['status'],
    amount: fromStripe(intent.amount, intent.currency),
    amountReceived: fromStripe(intent.amount_received, intent.currency),
    currency: intent.currency.toUpperCase(),
    metadata: intent.metadata,
    lastError: intent.last_payment_error?.message ?? null,
    method: idOf(intent.payment_method),
    charge: charge && {
      id: charge.id,
      captured: charge.captured,
      fee: feeOf(charge.balance_transaction),
      captureBefore: captureBefore(charge),
    },
  };
}

/** Null where it is not known yet. */
const feeOf = (transaction: Stripe.Charge['balance_transaction']): number | null =>
  typeof transaction === 'object' && transaction !== null ? fromStripe(transaction.fee, transaction.currency) : null;

const idOf = (named: string | { readonly id: string } | null): string | null =>
  typeof named === 'string' ? named : (named?.id ?? null);

function captureBefore(charge: Stripe.Charge): Date | null {
  const seconds = charge.payment_method_details?.card?.capture_before;
  return seconds ? new Date(seconds * 1000) : null;
}

function refundOf(refund: Stripe.Refund): ProviderRefund {
  assertObject(refund, 'refund', 're_');
  const intent = refund.payment_intent;
  return {
    id: refund.id,
    intentId: typeof intent === 'string' ? intent : (intent?.id ?? ''),
    amount: fromStripe(refund.amount, refund.currency),
    currency: refund.currency.toUpperCase(),
    status: (refund.status ?? 'pending') as ProviderRefund['status'],
    failure: refund.failure_reason ?? null,
  };
}
