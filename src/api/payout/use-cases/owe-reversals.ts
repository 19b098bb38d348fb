import type { Tx } from '../../../adapters/postgres/sql';
import { spreadTransfer } from '../../../domain/release';
import { bookingLane, oweCall } from '../../../outbox/owe-call';
import type { Casita } from '../../../ports';
import { changeReceivable, type ReceivableRow } from '../queries/receivables';
import { insertReversal, reversibleTransfers } from '../queries/reversals';

/**
 * Asks back what a host owes, as far as transfers of that booking are left; the rest is taken out of later payouts. The host's balance is locked.
 */
export async function oweReversals(app: Casita, tx: Tx, receivable: ReceivableRow): Promise<void> {
  const { id, host_id, booking_id, currency } = receivable;
  const wanted = receivable.amount - receivable.settled - receivable.reversing;
  for (const { charge: transfer, amount } of spreadTransfer(await reversibleTransfers(tx, booking_id), wanted)) {
    if (transfer === null) continue;
    const at = app.clock.now().toString();
    const reversalId = await insertReversal(tx, {
      transfer_id: transfer.id,
      receivable_id: id,
      host_id,
      booking_id,
      currency,
      amount,
      at,
    });
    await changeReceivable(tx, id, { reversing: amount });
    const key = `casita-reversal-${reversalId}`;
    await oweCall(app, tx, { lane: bookingLane(booking_id), kind: 'reverse_transfer', subjectId: reversalId, key });
  }
}
