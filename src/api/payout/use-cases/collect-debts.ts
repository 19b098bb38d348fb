import type { Tx } from '../../../adapters/postgres/sql';
import type { Casita } from '../../../ports';
import { openPayouts } from '../queries/payouts';
import { openOfBooking, type ReceivableKind } from '../queries/receivables';
import { oweReversals } from './owe-reversals';
import { startPayout } from './start-payout';

/**
 * What a host owes for a booking is by now the booking's own money: it comes out of the booking's payouts that wait, and of what was sent
 * already. The host's balance is locked.
 */
export async function collectDebts(app: Casita, tx: Tx, bookingId: number, kind: ReceivableKind): Promise<void> {
  for (const payout of await openPayouts(tx, bookingId)) await startPayout(app, tx, payout);
  for (const receivable of await openOfBooking(tx, bookingId, kind)) await oweReversals(app, tx, receivable);
}
