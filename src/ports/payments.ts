/** The payment provider, in the marketplace's words. Every call carries an idempotency key that was stored before. */
export interface PaymentProvider {
  createIntent(input: CreateIntent, idempotencyKey: string): Promise<ProviderIntent>;
  /** Charges a saved card without the guest. @throws ProviderRefused where the bank says no, or wants to ask the guest */
  chargeOffSession(id: string, method: string, idempotencyKey: string): Promise<ProviderIntent>;
  retrieveIntent(id: string): Promise<ProviderIntent>;
  captureIntent(id: string, idempotencyKey: string): Promise<ProviderIntent>;
  cancelIntent(id: string, idempotencyKey: string): Promise<ProviderIntent>;
  refund(
    input: {
      readonly intentId: string;
      readonly amount: number;
      readonly currency: string;
      readonly metadata: Record<string, string>;
    },
    idempotencyKey: string,
  ): Promise<ProviderRefund>;
  retrieveRefund(id: string): Promise<ProviderRefund>;
  /** The intent with this metadata that was made since, where the answer to its making is not known. */
  findIntent(metadata: Record<string, string>, since: Date): Promise<ProviderIntent | null>;
  findRefund(intentId: string, metadata: Record<string, string>): Promise<ProviderRefund | null>;
}

/** An event of the payment provider: a hint that the object changed, never the truth about it. */
export interface ProviderEvent {
  readonly id: string;
  readonly type: string;
  /** Id of the object to look up. */
  readonly objectId: string;
  /** The host's account that it happened on; null for the marketplace's own. */
  readonly account: string | null;
  readonly payload: unknown;
}

export interface ProviderEvents {
  /** Null for a body that is not signed by us, is too old, or is from the future. */
  read(body: string, signature: string): ProviderEvent | null;
}

/** The provider understood a call and refused it for good: making it again would not change the answer. */
export class ProviderRefused extends Error {}

export interface CreateIntent {
  readonly amount: number;
  readonly currency: string;
  readonly capture: 'automatic' | 'manual';
  readonly description: string;
  /** The guest's customer at the provider; null: the card is used once. */
  readonly customer: string | null;
  /** Keeps the card for what is charged later without the guest; needs a customer. */
  readonly saveCard: boolean;
  /** A saved card of the customer; null: the guest gives one. */
  readonly method: string | null;
  readonly metadata: Record<string, string>;
}

export interface ProviderIntent {
  readonly id: string;
  readonly clientSecret: string | null;
  readonly status:
    | 'requires_payment_method'
    | 'requires_confirmation'
    | 'requires_action'
    | 'processing'
    | 'requires_capture'
    | 'canceled'
    | 'succeeded';
  readonly amount: number;
  readonly amountReceived: number;
  readonly currency: string;
  readonly metadata: Record<string, string>;
  readonly lastError: string | null;
  /** The card that pays or has paid. */
  readonly method: string | null;
  /** The charge behind the intent once there is one, with the provider's fee once it is known. */
  readonly charge: {
    readonly id: string;
    readonly captured: boolean;
    readonly fee: number | null;
    readonly captureBefore: Date | null;
  } | null;
}

export interface ProviderRefund {
  readonly id: string;
  readonly intentId: string;
  readonly amount: number;
  readonly currency: string;
  readonly status: 'pending' | 'requires_action' | 'succeeded' | 'failed' | 'canceled';
  readonly failure: string | null;
}
