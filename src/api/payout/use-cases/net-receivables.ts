import type { Tx } from '../../../adapters/postgres/sql';
import { netted } from '../../../domain/ledger-payouts';
import type { Casita } from '../../../ports';
import { postLedger } from '../../payment/queries/post-ledger';
import type { PayoutLineKind, PayoutRow } from '../queries/payout-row';
import { addToPayout, insertPayoutLine } from '../queries/payouts';
import { changeReceivable, openReceivables, type ReceivableKind, type ReceivableRow } from '../queries/receivables';

const lineKinds: Readonly<Record<ReceivableKind, PayoutLineKind>> = {
  penalty: 'penalty',
  refund: 'receivable',
  dispute: 'receivable',
  claim: 'claim',
  correction: 'correction',
};

/**
 * Takes what the host owes, the oldest first, out of what a payout still has to send; what waits for a reversal is left to it. The host's
 * balance is locked. @returns the payout's amount after it
 */
export async function netReceivables(app: Casita, tx: Tx, payout: PayoutRow): Promise<number> {
  let left = payout.amount - payout.transferred;
  for (const receivable of await openReceivables(tx, payout.host_id, payout.currency)) {
    const amount = Math.min(left, receivable.amount - receivable.settled - receivable.reversing);
    if (amount <= 0) continue;
    await netOne(app, tx, payout, receivable, amount);
    left -= amount;
  }
  return left + payout.transferred;
}

async function netOne(app: Casita, tx: Tx, payout: PayoutRow, receivable: ReceivableRow, amount: number) {
  const { host_id: hostId, currency } = payout;
  const at = app.clock.now().toString();
  const lineId = await insertPayoutLine(tx, {
    payoutId: payout.id,
    kind: lineKinds[receivable.kind],
    bookingId: receivable.booking_id,
    receivableId: receivable.id,
    amount: -amount,
    at,
  });
  await addToPayout(tx, payout.id, -amount);
  await changeReceivable(tx, receivable.id, { settled: amount });
  await postLedger(tx, netted({ hostId, amount, currency }), {
    source: 'casita',
    externalId: `payout-line-${lineId}`,
    bookingId: receivable.booking_id,
    hostId,
    at,
  });
}
