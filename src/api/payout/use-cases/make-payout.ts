import type { Temporal } from 'temporal-polyfill';
import type { Tx } from '../../../adapters/postgres/sql';
import { sumAmounts } from '../../../domain/money';
import type { Casita } from '../../../ports';
import { lockHostBalance } from '../queries/lock-host-balance';
import { blockOf } from '../queries/payout-block';
import type { PayoutLineKind } from '../queries/payout-row';
import { hasBeenPaid, insertPayout, insertPayoutLine } from '../queries/payouts';
import { startPayout } from './start-payout';

export interface PayoutOrder {
  readonly hostId: number;
  readonly bookingId: number;
  /** Of which release; null for one that no release made. */
  readonly part: number | null;
  readonly currency: string;
  readonly lines: readonly {
    readonly kind: PayoutLineKind;
    readonly bookingId: number;
    readonly amount: number;
  }[];
  /** Until when it waits where nothing was ever sent to the host. */
  readonly newHostHold: Temporal.Instant | null;
}

/**
 * Makes a payout of what was just posted to what the host is owed, and sends it where nothing is in its way. The caller holds the
 * locks of property, booking and payments; the host's balance is locked here.
 */
export async function makePayout(app: Casita, tx: Tx, order: PayoutOrder): Promise<void> {
  const { hostId, bookingId, part, currency } = order;
  await lockHostBalance(tx, hostId);
  const at = app.clock.now().toString();
  const amount = sumAmounts(order.lines.map((line) => line.amount));
  const payout = await insertPayout(tx, { hostId, bookingId, part, currency, amount, at, ...(await begin(tx, order)) });
  for (const line of order.lines) await insertPayoutLine(tx, { ...line, payoutId: payout.id, at });
  await startPayout(app, tx, payout);
}

async function begin(tx: Tx, { hostId, bookingId, newHostHold }: PayoutOrder) {
  const blocked = await blockOf(tx, bookingId);
  const isHeld = newHostHold !== null && !(await hasBeenPaid(tx, hostId));
  const holdUntil = isHeld ? newHostHold.toString() : null;
  if (blocked !== null) return { state: 'blocked' as const, reason: blocked, holdUntil };
  return isHeld
    ? { state: 'held' as const, reason: 'first_payout', holdUntil }
    : { state: 'owed' as const, reason: null, holdUntil };
}
