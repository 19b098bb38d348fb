import type { Temporal } from 'temporal-polyfill';
import type { Clock } from '../../../src/domain/clock';
import {
  ProviderRefused,
  type CreateIntent,
  type PaymentProvider,
  type ProviderBalances,
  type ProviderIntent,
  type ProviderRefund,
} from '../../../src/ports';

/** Days that a bank keeps an authorisation. */
const AUTHORISED_DAYS = 7;

interface Kept {
  intent: ProviderIntent;
  readonly capture: CreateIntent['capture'];
  refunded: number;
  expiresAt: Temporal.Instant | null;
}

/**
 * The payment provider as an object in memory: what tests use that book tens of thousands of times. It answers as the local Stripe does
 * over HTTP; payments-double.test.ts holds the two to each other.
 */
export interface PaymentsDouble extends PaymentProvider {
  /** The guest's app confirms with a card. @returns the intent's status, or why not */
  confirm(id: string, card: 'good' | 'declined'): string;
  /** What banks do with time: authorisations that nobody captured run out. */
  passTime(): void;
  statusOf(id: string): ProviderIntent['status'];
}

/** Nothing to walk over: the double keeps no balance, and everything that it says is an answer. */
export const noBalances: ProviderBalances = {
  current: async () => [],
  async *movementsSince() {},
  async *eventsSince() {},
};

export function paymentsDouble(clock: Clock): PaymentsDouble {
  const intents = new Map<string, Kept>();
  const refunds = new Map<string, ProviderRefund>();
  const answers = new Map<string, unknown>();
  let made = 0;
  const next = (prefix: string) => `${prefix}_double_${(made += 1)}`;
  const find = (id: string): Kept => {
    const kept = intents.get(id);
    if (!kept) throw new ProviderRefused(`No such payment_intent: ${id}`);
    return kept;
  };
  /** The second call under a key gets the first one's answer. */
  const once = async <T>(key: string, act: () => T): Promise<T> => {
    if (!answers.has(key)) answers.set(key, act());
    return answers.get(key) as T;
  };
  const charge = (kept: Kept, captured: boolean): NonNullable<ProviderIntent['charge']> => ({
    id: kept.intent.charge?.id ?? next('ch'),
    captured,
    fee: captured ? Math.min(kept.intent.amount, Math.round((kept.intent.amount * 29) / 1000) + 30) : null,
    captureBefore: kept.expiresAt && new Date(kept.expiresAt.epochMilliseconds),
  });
  const set = (kept: Kept, news: Partial<ProviderIntent>): ProviderIntent =>
    (kept.intent = { ...kept.intent, ...news });
  const expect = (kept: Kept, allowed: readonly string[]): void => {
    if (!allowed.includes(kept.intent.status)) {
      throw new ProviderRefused(
        `This PaymentIntent could not be used because it has a status of ${kept.intent.status}`,
      );
    }
  };
  return {
    createIntent: (input, key) =>
      once(key, () => {
        const id = next('pi');
        const intent: ProviderIntent = {
          id,
          clientSecret: `${id}_secret_x`,
          status: 'requires_payment_method',
          amount: input.amount,
          amountReceived: 0,
          currency: input.currency,
          metadata: input.metadata,
          lastError: null,
          method: input.method,
          charge: null,
        };
        intents.set(id, { intent, capture: input.capture, refunded: 0, expiresAt: null });
        return intent;
      }),
    chargeOffSession: async () => {
      throw new Error('the double charges nobody who is not there');
    },
    retrieveIntent: async (id) => find(id).intent,
    captureIntent: (id, key) =>
      once(key, () => {
        const kept = find(id);
        expect(kept, ['requires_capture']);
        return set(kept, { status: 'succeeded', amountReceived: kept.intent.amount, charge: charge(kept, true) });
      }),
    cancelIntent: (id, key) =>
      once(key, () => {
        const kept = find(id);
        expect(kept, ['requires_payment_method', 'requires_capture']);
        return set(kept, { status: 'canceled' });
      }),
    refund: (input, key) =>
      once(key, () => {
        const kept = find(input.intentId);
        if (input.amount > kept.intent.amountReceived - kept.refunded) throw new ProviderRefused('more than is left');
        kept.refunded += input.amount;
        const { intentId, amount, currency } = input;
        const refund: ProviderRefund = {
          id: next('re'),
          intentId,
          amount,
          currency,
          status: 'succeeded',
          failure: null,
        };
        refunds.set(refund.id, refund);
        return refund;
      }),
    retrieveRefund: async (id) => {
      const refund = refunds.get(id);
      if (!refund) throw new ProviderRefused(`No such refund: ${id}`);
      return refund;
    },
    findIntent: async (metadata) =>
      [...intents.values()].find(({ intent }) => Object.entries(metadata).every(([k, v]) => intent.metadata[k] === v))
        ?.intent ?? null,
    findRefund: async () => null,
    confirm(id, card) {
      const kept = find(id);
      if (kept.intent.status !== 'requires_payment_method') return 'payment_intent_unexpected_state';
      if (card === 'declined') {
        set(kept, { lastError: 'Your card was declined.', charge: { ...charge(kept, false), id: next('ch') } });
        return 'card_declined';
      }
      // Each attempt has a charge of its own.
      set(kept, { lastError: null, charge: null });
      if (kept.capture === 'automatic') {
        set(kept, { status: 'succeeded', amountReceived: kept.intent.amount, charge: charge(kept, true) });
      } else {
        kept.expiresAt = clock.now().add({ hours: AUTHORISED_DAYS * 24 });
        set(kept, { status: 'requires_capture', charge: charge(kept, false) });
      }
      return kept.intent.status;
    },
    passTime() {
      for (const kept of intents.values()) {
        const { expiresAt } = kept;
        const over = expiresAt !== null && expiresAt.epochMilliseconds <= clock.now().epochMilliseconds;
        if (over && kept.intent.status === 'requires_capture') set(kept, { status: 'canceled' });
      }
    },
    statusOf: (id) => find(id).intent.status,
  };
}
