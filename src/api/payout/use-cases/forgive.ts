import type { Tx } from '../../../adapters/postgres/sql';
import type { Casita } from '../../../ports';
import { lockHostBalance } from '../queries/lock-host-balance';
import type { PayoutLineKind } from '../queries/payout-row';
import { changeReceivable, openOfBooking, type ReceivableKind } from '../queries/receivables';
import { makePayout } from './make-payout';

export interface Forgiven {
  /** Was still owed, and is owed no more: the caller posts it off `host_receivable`. */
  readonly open: number;
  /** Had been taken already, and is paid out after all: the caller posts it to `host_payable`. */
  readonly taken: number;
}

/**
 * Lets a host off `amount` of what they owed for a booking. What payouts were lessened by already makes a payout of its own, which waits
 * for no other stay of the host's. The locks of property, booking and payments are held; the caller posts it in the same transaction.
 */
export async function forgive(
  app: Casita,
  tx: Tx,
  debt: {
    readonly hostId: number;
    readonly bookingId: number;
    readonly kind: ReceivableKind;
    readonly currency: string;
    readonly amount: number;
    /** How the payout calls what it gives back. */
    readonly line: PayoutLineKind;
  },
): Promise<Forgiven> {
  const { hostId, bookingId, kind, currency, amount, line } = debt;
  await lockHostBalance(tx, hostId);
  let taken = amount;
  for (const receivable of await openOfBooking(tx, bookingId, kind)) {
    const part = Math.min(taken, receivable.amount - receivable.settled - receivable.reversing);
    if (part <= 0) continue;
    await changeReceivable(tx, receivable.id, { settled: part, waived: part });
    taken -= part;
  }
  if (taken > 0) {
    const lines = [{ kind: line, bookingId, amount: taken }];
    await makePayout(app, tx, { hostId, bookingId, part: null, currency, lines, newHostHold: null });
  }
  return { open: amount - taken, taken };
}
