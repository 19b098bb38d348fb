/**
 * A booking's money can have come in several payments: its own, and one for each alteration that cost more. What goes back goes back
 * to the latest first, never more of each than is left of it.
 */

export interface RefundablePayment {
  /** 0: the booking's own; n: its alteration n. */
  readonly instalment: number;
  /** Minor units of one currency. */
  readonly captured_amount: number;
  readonly refunded_amount: number;
}

export interface RefundPart<P> {
  readonly payment: P;
  readonly amount: number;
}

/** @throws RangeError where more is to go back than is left of all of them. */
export function spreadRefund<P extends RefundablePayment>(payments: readonly P[], amount: number): RefundPart<P>[] {
  let left = amount;
  const parts: RefundPart<P>[] = [];
  for (const payment of [...payments].sort((a, b) => b.instalment - a.instalment)) {
    const part = Math.min(left, payment.captured_amount - payment.refunded_amount);
    if (part <= 0) continue;
    parts.push({ payment, amount: part });
    left -= part;
  }
  if (left !== 0) throw new RangeError(`refund of ${amount} is not within what was captured`);
  return parts;
}
