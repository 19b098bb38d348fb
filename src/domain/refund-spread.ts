/**
 * A booking's money can have come in several payments: its own, and one for each alteration that cost more. What goes back goes back
 * to the latest first, never more of each than is left of it.
 */

export interface RefundablePayment {
  /** 0: the booking's own; n: its alteration n. */
  readonly instalment: number;
  /** A balance comes after its deposit. */
  readonly part: number;
  /** Minor units of one currency. */
  readonly captured_amount: number;
  readonly refunded_amount: number;
  /** What a bank took of it in a dispute that was lost: the guest has it back already. */
  readonly lost_amount: number;
}

/** What of a payment can still go back. A bank can take what was refunded before: never less than nothing. */
export const leftOf = (payment: Omit<RefundablePayment, 'instalment'>): number =>
  Math.max(0, payment.captured_amount - payment.refunded_amount - payment.lost_amount);

/** What of a refund is still to be given, in minor units. */
export interface RefundOfRest {
  /** What goes back now, the bank's part of it included. */
  readonly refund: number;
  /** What of `refund` a bank took in a dispute that was lost: the guest has it from there, and nothing is sent. */
  readonly byBank: number;
  /** What the guest was given before, beyond it. */
  readonly alreadyBack: number;
}

/** A refund of `amount`, out of captured payments of which some may have gone back before: never more than is left of them. */
export function refundOfRest(payments: readonly Omit<RefundablePayment, 'instalment'>[], amount: number): RefundOfRest {
  const rests = payments.map((payment) => ({ ...payment, rest: payment.captured_amount - payment.refunded_amount }));
  const sum = (amounts: readonly number[]): number => amounts.reduce((all, each) => all + each, 0);
  const refund = Math.min(amount, sum(rests.map(({ rest }) => rest)));
  const lost = sum(rests.map(({ rest, lost_amount }) => Math.min(rest, lost_amount)));
  return { refund, byBank: Math.min(refund, lost), alreadyBack: amount - refund };
}

export interface RefundPart<P> {
  readonly payment: P;
  readonly amount: number;
}

/** @throws RangeError where more is to go back than is left of all of them. */
export function spreadRefund<P extends RefundablePayment>(payments: readonly P[], amount: number): RefundPart<P>[] {
  let left = amount;
  const parts: RefundPart<P>[] = [];
  for (const payment of [...payments].sort((a, b) => b.instalment - a.instalment || b.part - a.part)) {
    const part = Math.min(left, leftOf(payment));
    if (part <= 0) continue;
    parts.push({ payment, amount: part });
    left -= part;
  }
  if (left !== 0) throw new RangeError(`refund of ${amount} is not within what was captured`);
  return parts;
}
