import type { Tx } from '../../../adapters/postgres/sql';
import { transferReversed } from '../../../domain/ledger-payouts';
import type { Casita, ProviderReversal } from '../../../ports';
import { postLedger } from '../../payment/queries/post-ledger';
import { lockHostBalance } from '../queries/lock-host-balance';
import { hastenPayouts, payoutById, updatePayout } from '../queries/payouts';
import { changeReceivable } from '../queries/receivables';
import { addReversed, endReversal, reversalById, type ReversalRow } from '../queries/reversals';
import { transferById } from '../queries/transfers';

/** The money came back: it settles what the host owes. */
export async function applyReversal(app: Casita, tx: Tx, id: number, answer: ProviderReversal): Promise<void> {
  const reversal = await openReversal(tx, id);
  if (!reversal) return;
  const { amount, currency, host_id: hostId, booking_id: bookingId } = reversal;
  if (answer.amount !== amount || answer.currency !== currency) {
    throw new Error(
      `reversal ${answer.id} is over ${answer.amount} ${answer.currency}, ours over ${amount} ${currency}`,
    );
  }
  const at = app.clock.now().toString();
  await endReversal(tx, id, { state: 'succeeded', stripeReversal: answer.id, failure: null, at });
  await changeReceivable(tx, reversal.receivable_id, { settled: amount, reversing: -amount });
  const isAllBack = await addReversed(tx, reversal.transfer_id, amount, at);
  await postLedger(tx, transferReversed({ hostId, amount, currency }), {
    source: 'stripe',
    externalId: answer.id,
    bookingId,
    hostId,
    at,
  });
  if (isAllBack) await markReversed(tx, reversal.transfer_id);
}

async function markReversed(tx: Tx, transferId: number): Promise<void> {
  const transfer = await transferById(tx, transferId);
  const payout = transfer && (await payoutById(tx, transfer.payout_id));
  if (payout?.state === 'transferred') await updatePayout(tx, payout.id, { state: 'reversed', reason: null });
}

/** The host has no balance to take it from: it is owed, and taken out of what comes next. */
export async function failReversal(app: Casita, tx: Tx, id: number, failure: string): Promise<void> {
  const reversal = await openReversal(tx, id);
  if (!reversal) return;
  const at = app.clock.now().toString();
  await endReversal(tx, id, { state: 'failed', stripeReversal: null, failure, at });
  await changeReceivable(tx, reversal.receivable_id, { reversing: -reversal.amount });
  await hastenPayouts(tx, reversal.host_id, at);
}

/** Null where its end is known already. Locks the host's balance. */
async function openReversal(tx: Tx, id: number): Promise<ReversalRow | null> {
  const reversal = await reversalById(tx, id);
  if (!reversal) throw new Error(`reversal ${id} is gone`);
  await lockHostBalance(tx, reversal.host_id);
  const now = await reversalById(tx, id);
  return now?.state === 'creating' ? now : null;
}
