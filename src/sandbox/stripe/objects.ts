import type Stripe from 'stripe';
import type { CardBehaviour } from './cards';

/** What an object of each type looks like outside (`body`) and what only Stripe knows of it (`hidden`). */
export interface ObjectTypes {
  customer: { body: Stripe.Customer | Stripe.DeletedCustomer; hidden: Record<string, never> };
  payment_method: { body: Stripe.PaymentMethod; hidden: PaymentMethodHidden };
  payment_intent: { body: Stripe.PaymentIntent; hidden: PaymentIntentHidden };
  setup_intent: { body: Stripe.SetupIntent; hidden: SetupIntentHidden };
  charge: { body: Stripe.Charge; hidden: ChargeHidden };
  refund: { body: Stripe.Refund; hidden: RefundHidden };
  dispute: { body: Stripe.Dispute; hidden: Record<string, never> };
  balance_transaction: { body: Stripe.BalanceTransaction; hidden: Record<string, never> };
  event: { body: EventBody; hidden: Record<string, never> };
  webhook_endpoint: { body: Stripe.WebhookEndpoint; hidden: WebhookEndpointHidden };
}

export type ObjectType = keyof ObjectTypes;

export interface Stored<Type extends ObjectType> {
  readonly id: string;
  readonly type: Type;
  readonly seq: number;
  readonly created: number;
  body: ObjectTypes[Type]['body'];
  hidden: ObjectTypes[Type]['hidden'];
}

export interface PaymentMethodHidden {
  /** How the test card behaves; the number itself is never kept. */
  readonly behaviour: CardBehaviour;
  /** Set once a payment succeeded without a customer to keep it for: it cannot be used again. */
  spent: boolean;
  /** Authenticated for later payments without the customer there. */
  setUp: boolean;
}

/** What the customer's authentication is waited for with. */
export interface Waiting {
  readonly paymentMethod: string;
  /** Part of the address of the bank's page, so that nobody else finds it. */
  readonly token: string;
  /** Where the bank's page sends the customer afterwards. */
  readonly returnUrl: string | null;
}

export interface PaymentIntentHidden {
  /** The attempt that waits for the customer's authentication. */
  waiting: Waiting | null;
  /** The customer has authenticated, and the server is to confirm again (`confirmation_method: manual`). */
  authenticated: boolean;
}

export interface SetupIntentHidden {
  waiting: Waiting | null;
}

export interface ChargeHidden {
  readonly behaviour: CardBehaviour;
}

export interface RefundHidden {
  /** Where this refund goes by itself, later. */
  readonly then: 'stays' | 'succeeds' | 'fails';
  /** What a capture left over is given back as a refund that moves no money. */
  readonly ofUncaptured: boolean;
}

export interface WebhookEndpointHidden {
  readonly secret: string;
  /** Came from the sandbox's own options rather than from the API. */
  readonly configured: boolean;
}

export interface EventBody {
  id: string;
  object: 'event';
  api_version: string;
  created: number;
  data: { object: unknown; previous_attributes?: Record<string, unknown> };
  livemode: false;
  pending_webhooks: number;
  request: { id: string | null; idempotency_key: string | null };
  type: string;
}

/** A reference is an id, or the object itself where it was expanded. */
export function idOf(reference: string | { readonly id: string } | null | undefined): string | null {
  if (reference === null || reference === undefined) return null;
  return typeof reference === 'string' ? reference : reference.id;
}
