import type { Tx } from '../../../adapters/postgres/sql';
import type { PaymentState } from '../../../domain/payment-progress';

/** What became known of a payment; what is absent stays as it is. */
export interface PaymentNews {
  readonly state?: PaymentState;
  readonly intentId?: string;
  readonly clientSecret?: string | null;
  readonly chargeId?: string;
  readonly capturedAmount?: number;
  readonly captureBefore?: string | null;
  readonly lastError?: string | null;
  readonly authorisedAt?: string;
  readonly capturedAt?: string;
  /** The card that has paid. */
  readonly method?: string | null;
}

export async function updatePayment(tx: Tx, id: number, news: PaymentNews, now: string): Promise<void> {
  await tx.query(
    `update payments set updated_at = $2, state = coalesce($3, state), stripe_payment_intent = coalesce($4, stripe_payment_intent),
       client_secret = coalesce($5, client_secret), stripe_charge = coalesce($6, stripe_charge), captured_amount = coalesce($7, captured_amount),
       capture_before = coalesce($8, capture_before), last_error = coalesce($9, last_error),
       authorised_at = coalesce(authorised_at, $10), captured_at = coalesce(captured_at, $11), method = coalesce($12, method)
     where id = $1`,
    [
      id,
      now,
      news.state ?? null,
      news.intentId ?? null,
      news.clientSecret ?? null,
      news.chargeId ?? null,
      news.capturedAmount ?? null,
      news.captureBefore ?? null,
      news.lastError?.slice(0, 255) ?? null,
      news.authorisedAt ?? null,
      news.capturedAt ?? null,
      news.method ?? null,
    ],
  );
}

/** Money that is promised back or, with a negative amount, could not be sent back after all. */
export async function addRefunded(tx: Tx, id: number, amount: number, now: string): Promise<void> {
  await tx.query('update payments set refunded_amount = refunded_amount + $2, updated_at = $3 where id = $1', [
    id,
    amount,
    now,
  ]);
}
