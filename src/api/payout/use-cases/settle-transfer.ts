import type { Tx } from '../../../adapters/postgres/sql';
import { transferTakenBack } from '../../../domain/ledger-payouts';
import type { Casita, KnownTransfer, ProviderReversal } from '../../../ports';
import { bookingById, lockBookingById } from '../../booking/queries/load-booking';
import { lockProperty } from '../../booking/queries/lock-property';
import { lockLivePayments } from '../../payment/queries/load-payment';
import { postLedger } from '../../payment/queries/post-ledger';
import { lockHostBalance } from '../queries/lock-host-balance';
import { blockOf } from '../queries/payout-block';
import { insertPayout, insertPayoutLine } from '../queries/payouts';
import { changeReceivable } from '../queries/receivables';
import { insertReversal, openReversalNamed, reversalIsKnown } from '../queries/reversals';
import { transferById, transferNamed, type TransferRow } from '../queries/transfers';
import { applyReversal } from './apply-reversal';
import { applyTransfer } from './apply-transfer';
import { oweByHost } from './owe-by-host';

/**
 * Fetches a transfer and brings ours to where it is: also one whose making or taking back was never answered to us, and what somebody took
 * back in the provider's own panel. Transfers that are not of this installation are left alone.
 */
export async function settleTransfer(app: Casita, stripeTransfer: string): Promise<void> {
  const news = await app.transfers.retrieveTransfer(stripeTransfer);
  const own = await transferNamed(app.db, news.id, news.metadata['transfer'] ?? null);
  const booking = own && (await bookingById(app.db, own.booking_id));
  if (!own || !booking) return;
  await app.db.transaction(async (tx) => {
    await lockProperty(tx, booking.property_id);
    await lockBookingById(tx, booking.id);
    await lockLivePayments(tx, booking.id);
    await lockHostBalance(tx, own.host_id);
    await applyTransfer(app, tx, own.id, news);
    for (const reversal of news.reversals) await settleReversal(app, tx, own.id, reversal);
  });
}

async function settleReversal(app: Casita, tx: Tx, transferId: number, news: KnownTransfer['reversals'][number]) {
  if (await reversalIsKnown(tx, news.id)) return;
  const asked = news.metadata['reversal'];
  const own = asked === undefined ? null : await openReversalNamed(tx, transferId, asked);
  if (own !== null) return applyReversal(app, tx, own, news);
  const transfer = await transferById(tx, transferId);
  if (transfer) await takenByHand(app, tx, transfer, news);
}

/**
 * The host owes nothing for it: they are owed it again, by a payout that waits a while. What they owe by then is taken out of it as of any
 * other; where they are to go without it, staff correct what they are owed.
 */
async function takenByHand(app: Casita, tx: Tx, transfer: TransferRow, news: ProviderReversal): Promise<void> {
  const { id: transfer_id, host_id: hostId, booking_id: bookingId } = transfer;
  const { amount, currency } = news;
  const debt = await oweByHost(app, tx, { hostId, bookingId, kind: 'correction', refundId: null, currency, amount });
  const at = app.clock.now().toString();
  const row = { transfer_id, receivable_id: debt.id, host_id: hostId, booking_id: bookingId, currency, amount, at };
  const reversalId = await insertReversal(tx, row);
  await changeReceivable(tx, debt.id, { reversing: amount });
  await oweAgain(app, tx, transfer, amount);
  await postLedger(tx, transferTakenBack({ hostId, amount, currency }), {
    source: 'casita',
    externalId: `reversal-${reversalId}`,
    ...{ bookingId, hostId, at },
  });
  await applyReversal(app, tx, reversalId, news);
}

async function oweAgain(app: Casita, tx: Tx, transfer: TransferRow, amount: number): Promise<void> {
  const { host_id: hostId, booking_id: bookingId, currency } = transfer;
  const now = app.clock.now();
  const blocked = await blockOf(tx, bookingId);
  const waits = blocked === null ? 'held' : 'blocked';
  const payout = await insertPayout(tx, {
    ...{ hostId, bookingId, part: null, currency, amount, state: waits, reason: blocked ?? 'taken_back' },
    ...{ holdUntil: now.add({ hours: app.config.payouts.takenBackHoldDays * 24 }).toString(), at: now.toString() },
  });
  const line = { payoutId: payout.id, kind: 'correction', bookingId, amount, at: now.toString() } as const;
  await insertPayoutLine(tx, line);
}
