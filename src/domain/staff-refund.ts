/** What staff may give back of a booking's money beyond its policy. */
import { chargeStep, isChargeable } from './currency';
import { type Outcome, accept, refuse } from './refusal';

export interface AskedRefund {
  /** Minor units of the booking's currency, as everything here. */
  readonly amount: number;
  readonly currency: string;
  /** What whoever asks saw that could still go back. */
  readonly expectedRefundable: number;
}

export interface RefundRoom {
  /** Captured, and not promised back yet. */
  readonly refundable: number;
  /** What staff have given back of this booking so far. */
  readonly decided: number;
  /** The most that this member of staff may bring it to; null: no limit. */
  readonly limit: number | null;
}

/** Null where it may go back. */
export function decideStaffRefund(asked: AskedRefund, room: RefundRoom): Outcome<null> {
  const { amount, currency, expectedRefundable } = asked;
  const { refundable, decided, limit } = room;
  if (expectedRefundable !== refundable)
    return refuse('conflict', 'Another amount can go back by now: look at the booking again', [
      { code: 'refundable_changed', field: 'expectedRefundable', limit: refundable, value: expectedRefundable },
    ]);
  if (amount > refundable)
    return refuse('refused', 'More than what was paid and not given back', [
      { code: 'more_than_refundable', field: 'amount', limit: refundable, value: amount },
    ]);
  if (!isChargeable(amount, currency))
    return refuse('refused', 'Not an amount that a card can be given', [
      { code: 'not_chargeable', field: 'amount', limit: chargeStep(currency), value: amount },
    ]);
  if (limit !== null && decided + amount > limit)
    return refuse('refused', 'More than your role may give back of one booking', [
      { code: 'above_role_limit', field: 'amount', limit: Math.max(0, limit - decided), value: amount },
    ]);
  return accept(null);
}

/** Minor units by currency, by code of a role. */
export type RefundLimits = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** The most that somebody with these roles may give back of one booking: the highest of them; nothing where none says. */
export const refundLimitOf = (limits: RefundLimits, roles: readonly string[], currency: string): number =>
  Math.max(0, ...roles.map((role) => limits[role]?.[currency] ?? 0));
