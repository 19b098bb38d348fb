import type { Tx } from '../../../adapters/postgres/sql';
import { reversed } from '../../../domain/ledger';
import { decideReversal } from '../../../domain/ledger-corrections';
import { accept, refuse, type Outcome } from '../../../domain/refusal';
import type { Casita, StaffActor } from '../../../ports';
import { actOnBooking } from '../../booking/use-cases/act-on-booking';
import { lockLivePayments } from '../../payment/queries/load-payment';
import { postLedger } from '../../payment/queries/post-ledger';
import { lockHostBalance } from '../../payout/queries/lock-host-balance';
import { addToPayout, insertPayoutLine, payoutById } from '../../payout/queries/payouts';
import { changeReceivable } from '../../payout/queries/receivables';
import { finishPayout } from '../../payout/use-cases/start-payout';
import { postingToCorrect, receivableById, type CorrectedPosting } from '../queries/corrections';

export interface ReverseCommand {
  readonly actor: StaffActor;
  readonly transactionId: number;
  readonly reason: string;
}

/**
 * Undoes a correction by hand with its opposite, once, as long as nothing has come of it. One that has been paid out or taken is corrected
 * by another. @returns the booking's row id
 */
export async function reversePosting(app: Casita, command: ReverseCommand): Promise<Outcome<number>> {
  const found = await postingToCorrect(app.db, command.transactionId);
  if (!found) return refuse('not_found', 'No such posting', [{ code: 'not_found', field: 'id' }]);
  const decided = decideReversal({ ...found, isReversed: found.reversed });
  if (!decided.ok) return decided;
  if (found.booking_document_id === null) throw new Error(`adjustment ${found.id} is of no booking`);
  const staff = { ...command, bookingDocumentId: found.booking_document_id, side: 'staff', door: 'admin' } as const;
  return actOnBooking(app, staff, async (tx, booking) => {
    const posting = (await postingToCorrect(tx, found.id)) ?? found;
    const still = decideReversal({ ...posting, isReversed: posting.reversed });
    if (!still.ok) return still;
    await lockLivePayments(tx, booking.id);
    await lockHostBalance(tx, booking.host_id);
    if (!(await takeBack(app, tx, posting, booking.id)))
      return refuse('conflict', 'It has been paid out or taken: make a correction the other way', [
        { code: 'has_come_of_it', field: 'id' },
      ]);
    await postLedger(tx, reversed(posting), {
      source: 'casita',
      externalId: `reversal-${posting.id}`,
      ...{ bookingId: booking.id, hostId: posting.host_id, at: app.clock.now().toString() },
      ...{ madeBy: command.actor.adminId, reason: command.reason, reverses: posting.id },
    });
    return accept(booking.id);
  });
}

/** Off the payout, or off what the host owes. @returns false where something came of it already */
async function takeBack(app: Casita, tx: Tx, posting: CorrectedPosting, bookingId: number): Promise<boolean> {
  const amount = Math.abs(posting.entries[0]?.amount ?? 0);
  const [, carrier, id] = /^(payout|receivable)-(\d+)$/.exec(posting.external_id) ?? [];
  return carrier === 'payout'
    ? lessenPayout(app, tx, Number(id), bookingId, amount)
    : forgiveReceivable(tx, Number(id), amount);
}

async function lessenPayout(app: Casita, tx: Tx, payoutId: number, bookingId: number, amount: number) {
  const payout = await payoutById(tx, payoutId);
  const isOpen = payout !== null && ['owed', 'held', 'blocked'].includes(payout.state);
  if (!isOpen || payout.amount - payout.transferred < amount) return false;
  const at = app.clock.now().toString();
  await insertPayoutLine(tx, { payoutId, kind: 'correction', bookingId, amount: -amount, at });
  await addToPayout(tx, payoutId, -amount);
  if (payout.amount - amount === payout.transferred) await finishPayout(app, tx, payoutId);
  return true;
}

async function forgiveReceivable(tx: Tx, id: number, amount: number): Promise<boolean> {
  const receivable = await receivableById(tx, id);
  if (receivable === null || receivable.settled > 0 || receivable.reversing > 0) return false;
  await changeReceivable(tx, id, { settled: amount, waived: amount });
  return true;
}
