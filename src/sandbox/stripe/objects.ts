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
  file: { body: Stripe.File; hidden: Record<string, never> };
  balance_transaction: { body: Stripe.BalanceTransaction; hidden: BalanceTransactionHidden };
  event: { body: EventBody; hidden: Record<string, never> };
  payout: { body: Stripe.Payout; hidden: Record<string, never> };
  transfer: { body: Stripe.Transfer; hidden: Record<string, never> };
  transfer_reversal: { body: Stripe.TransferReversal; hidden: Record<string, never> };
  balance_settings: { body: Stripe.BalanceSettings & { id: string }; hidden: Record<string, never> };
  'v2.core.account': { body: AccountBody; hidden: AccountHidden };
  'v2.core.account_link': { body: Stripe.V2.Core.AccountLink & { id: string }; hidden: AccountLinkHidden };
  'v2.core.event': { body: ThinEventBody; hidden: Record<string, never> };
  'v2.core.event_destination': { body: Stripe.V2.Core.EventDestination; hidden: WebhookEndpointHidden };
  webhook_endpoint: { body: Stripe.WebhookEndpoint; hidden: WebhookEndpointHidden };
}

export type ObjectType = keyof ObjectTypes;

export interface Stored<Type extends ObjectType> {
  readonly id: string;
  readonly type: Type;
  readonly seq: number;
  readonly created: number;
  /** The connected account that it belongs to; null for the platform. */
  readonly account: string | null;
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

export interface BalanceTransactionHidden {
  /** The payout that carried it to the bank. */
  payout?: string;
}

/** Everything that an account can show; an answer leaves out what was not asked for with `include`. */
export type AccountBody = Omit<Stripe.V2.Core.Account, 'configuration' | 'identity' | 'requirements'> & {
  configuration: Stripe.V2.Core.Account.Configuration;
  identity: Stripe.V2.Core.Account.Identity;
  requirements: Stripe.V2.Core.Account.Requirements;
};

export interface AccountHidden {
  /** How far its holder has come: nothing given, everything given and being looked at, verified, or stopped. */
  standing: 'new' | 'submitted' | 'verified' | 'restricted' | 'rejected';
  /** Details that its holder has given on the onboarding page, by the name of the requirement. */
  given: readonly string[];
  /** The bank account that payouts go to, once it has been given. */
  bankAccount: string | null;
  /** Whether the platform asked to be able to transfer to it. */
  wantsTransfers: boolean;
}

export interface AccountLinkHidden {
  /** It works once, until then. */
  used: boolean;
}

export interface RefundHidden {
  /** Where this refund goes by itself, later; `waits` for the balance to cover it. */
  readonly then: 'stays' | 'succeeds' | 'fails' | 'waits';
  /** What a capture left over is given back as a refund that moves no money. */
  readonly ofUncaptured: boolean;
}

export interface WebhookEndpointHidden {
  readonly secret: string;
  /** Came from the sandbox's own options rather than from the API. */
  readonly configured: boolean;
  /** Hears of connected accounts instead of the platform. */
  readonly connect?: boolean;
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
  /** The connected account that it happened to. */
  account?: string;
}

export interface RelatedObject {
  readonly id: string;
  readonly type: string;
  readonly url: string;
}

/** A v2 event. What is delivered lacks `data` and `changes`: those are fetched. */
export interface ThinEventBody {
  id: string;
  object: 'v2.core.event';
  type: string;
  livemode: false;
  created: string;
  context: string | null;
  related_object: RelatedObject | null;
  reason: { type: 'request'; request: { id: string; idempotency_key: string } } | null;
  snapshot_event?: string;
  data: Record<string, unknown> | null;
  changes: { readonly before: unknown; readonly after: unknown } | null;
}

/** A reference is an id, or the object itself where it was expanded. */
export function idOf(reference: string | { readonly id: string } | null | undefined): string | null {
  if (reference === null || reference === undefined) return null;
  return typeof reference === 'string' ? reference : reference.id;
}
