import Stripe from 'stripe';
import { fromStripe, toStripe } from './stripe-amounts';
import {
  ProviderRefused,
  type CreateIntent,
  type PaymentProvider,
  type ProviderIntent,
  type ProviderRefund,
} from '../../ports';

/**
 * The payment provider over the official SDK. Live, test and the local sandbox differ only in key and address;
 * the sandbox's address carries a path prefix, which the SDK has no setting for, so its HTTP client adds it.
 */
export interface StripeSettings {
  readonly secretKey: string;
  /** Absent for Stripe itself; else the base of another server, such as http://127.0.0.1:1337/sandbox/stripe. */
  readonly apiBase: string | null;
}

const TIMEOUT_MS = 20_000;
const EXPAND = ['latest_charge.balance_transaction'];

/**
 * @throws for a live key with another host (a live key must never leave for anyone but Stripe), or a test key's absence.
 */
export function stripeClient(settings: StripeSettings): Stripe {
  const { secretKey, apiBase } = settings;
  if (apiBase !== null && !/^(sk|rk)_test_/.test(secretKey)) {
    throw new Error('STRIPE_API_BASE is set: only a test key (sk_test_ or rk_test_) may be used with it');
  }
  // Retries are the outbox's matter: it knows what is unknown and keeps the key.
  const common = { maxNetworkRetries: 0, timeout: TIMEOUT_MS, telemetry: false } as const;
  if (apiBase === null) return new Stripe(secretKey, common);
  const url = new URL(apiBase);
  const protocol = url.protocol === 'http:' ? 'http' : 'https';
  return new Stripe(secretKey, {
    ...common,
    protocol,
    host: url.hostname,
    port: url.port || (protocol === 'http' ? '80' : '443'),
    httpClient: prefixed(url.pathname.replace(/\/$/, '')),
  });
}

function prefixed(prefix: string): Stripe.HttpClient {
  const inner = Stripe.createNodeHttpClient();
  const makeRequest = inner.makeRequest.bind(inner);
  inner.makeRequest = (host, port, path, ...rest) => makeRequest(host, port, prefix + path, ...rest);
  return inner;
}

export function stripePayments(stripe: Stripe): PaymentProvider {
  return {
    async createIntent(input, idempotencyKey) {
      return intentOf(await finalOnly(stripe.paymentIntents.create(createParams(input), { idempotencyKey })));
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
  };
}

/**
 * Tells a refusal from everything else. A 400, 402 or 404 will not change; a time-out, a 409 (the key is in use), a 429 and
 * a 5xx are unknown and are tried again under the same key.
 */
async function finalOnly<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError && [400, 402, 404].includes(error.statusCode ?? 0))
      throw new ProviderRefused(error.message);
    throw error;
  }
}

function createParams(input: CreateIntent): Stripe.PaymentIntentCreateParams {
  return {
    amount: toStripe(input.amount, input.currency),
    currency: input.currency.toLowerCase(),
    capture_method: input.capture,
    automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
    description: input.description,
    metadata: input.metadata,
    expand: EXPAND,
  };
}

/** A well-formed answer of another kind (a proxy's, an older mock's) must never pass for a payment. */
function assertObject(answer: { id: string; object: string }, object: string, prefix: string): void {
  if (answer.object !== object || !answer.id.startsWith(prefix)) {
    throw new Error(`Stripe answered with something that is not a ${object}`);
  }
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
    charge: charge && {
      id: charge.id,
      captured: charge.captured,
      fee: typeof charge.balance_transaction === 'object' ? (charge.balance_transaction?.fee ?? null) : null,
      captureBefore: captureBefore(charge),
    },
  };
}

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
