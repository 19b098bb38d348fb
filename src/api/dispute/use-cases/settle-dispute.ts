import type { Tx } from '../../../adapters/postgres/sql';
import {
  bearerOf,
  disputeEffects,
  hostShareOfLoss,
  nothingKept,
  remindersDue,
  sharedOfLoss,
  type DisputeEffects,
  type KeptDispute,
} from '../../../domain/dispute';
import { disputeLost, disputeOpened, disputeWon } from '../../../domain/ledger-disputes';
import type { Casita, Door, ProviderDispute } from '../../../ports';
import type { BookingRow } from '../../booking/queries/booking-row';
import { lockBookingById } from '../../booking/queries/load-booking';
import { lockProperty } from '../../booking/queries/lock-property';
import { lockLivePayments, lockPayment, placeOfIntent, type PaymentPlace } from '../../payment/queries/load-payment';
import { postLedger } from '../../payment/queries/post-ledger';
import { oweByHost } from '../../payout/use-cases/owe-by-host';
import { oweReversals } from '../../payout/use-cases/owe-reversals';
import type { DisputeRow } from '../queries/dispute-row';
import { lockDispute } from '../queries/load-dispute';
import { insertDispute, insertDisputeEvent, updateDispute } from '../queries/write-dispute';
import { freezePayouts, thawPayouts, type SharesOfDispute } from './freeze-payouts';
import { payPromisedByLosses, promisedOf, resendRefused } from './settle-promised';
import { tellOfDispute } from './tell-of-dispute';

/** Fetches a dispute and applies it. Disputes of what is not this installation's are left alone. */
export async function settleDispute(app: Casita, stripeDispute: string, door: 'webhook' | 'job'): Promise<void> {
  await applyNews(app, await app.disputes.retrieve(stripeDispute), door);
}

/** The same for one that was just fetched. */
export async function applyNews(app: Casita, news: ProviderDispute, door: 'webhook' | 'job'): Promise<void> {
  const place = await placeOfIntent(app.db, news.intentId);
  if (place) await app.db.transaction((tx) => applyDispute(app, tx, place, news, door));
}

/**
 * Brings our dispute to where the provider's is: its row, the ledger, and whether the host's payouts wait. Everything commits together,
 * and twice is as once.
 */
export async function applyDispute(
  app: Casita,
  tx: Tx,
  place: PaymentPlace,
  news: ProviderDispute,
  door: Door,
): Promise<void> {
  await lockProperty(tx, place.property_id);
  const booking = await lockBookingById(tx, place.booking_id);
  const payment = await lockPayment(tx, place.payment_id);
  if (!booking || !payment) throw new Error(`dispute ${news.id} has no booking`);
  if (payment.currency !== news.currency) {
    throw new Error(`dispute ${news.id} is in ${news.currency}, the payment in ${payment.currency}`);
  }
  const before = await lockDispute(tx, news.id);
  const effects = disputeEffects(before ? keptOf(before) : nothingKept, seen(news));
  const dispute = before ?? (await write(app, tx, place, news));
  const at = app.clock.now().toString();
  await updateDispute(tx, dispute.id, newsOf(app, news, effects), at);
  if (effects.payouts === 'block') {
    await freezePayouts(app, tx, booking, dispute, await sharesOf(tx, booking, dispute, news.amount));
  }
  await settleMoney(app, tx, booking, dispute, news, effects);
  if (effects.payouts === 'unblock') await thawPayouts(app, tx, booking, dispute);
  if (effects.payouts === 'unblock' && !effects.post.includes('dispute_lost'))
    await resend(app, tx, booking, payment.id);
  if (effects.state !== null) await note(tx, dispute.id, news.state, door, at);
  if (effects.state !== null) await tellOfDispute(app, tx, booking, dispute, news, before === null);
}

const keptOf = (dispute: DisputeRow): KeptDispute => ({
  state: dispute.state,
  withdrawn: dispute.withdrawn_at !== null,
  reinstated: dispute.reinstated_at !== null,
  lost: dispute.lost_at !== null,
});

const seen = ({ state, withdrawal, reinstatement }: ProviderDispute) => ({
  state,
  withdrawn: withdrawal !== null,
  reinstated: withdrawal !== null && reinstatement !== null && reinstatement.amount >= withdrawal.amount,
});

const write = (app: Casita, tx: Tx, place: PaymentPlace, news: ProviderDispute): Promise<DisputeRow> =>
  insertDispute(tx, {
    stripeDispute: news.id,
    paymentId: place.payment_id,
    bookingId: place.booking_id,
    state: news.state,
    reason: news.reason,
    amount: news.amount,
    currency: news.currency,
    openedAt: news.openedAt.toISOString(),
    bearer: bearerOf(news.reason, app.config.disputeHostBears),
    now: app.clock.now().toString(),
  });

/** What was posted is not written over: an amount is the bank's until the money has moved. */
function newsOf(app: Casita, news: ProviderDispute, { state, post }: DisputeEffects) {
  const now = app.clock.now();
  const opened = post.includes('dispute_opened') && news.withdrawal;
  const dueBy = news.evidenceDueBy?.getTime() ?? null;
  return {
    ...(state ? { state } : {}),
    ...(opened ? { amount: opened.amount, fee: opened.fee, withdrawnAt: now.toString() } : {}),
    ...(state && news.evidenceDueBy
      ? { evidenceDueBy: news.evidenceDueBy.toISOString(), reminders: remindersDue(dueBy, now.epochMilliseconds) }
      : {}),
  };
}

async function settleMoney(
  app: Casita,
  tx: Tx,
  booking: BookingRow,
  dispute: DisputeRow,
  news: ProviderDispute,
  { post, payouts }: DisputeEffects,
): Promise<void> {
  const { withdrawal, reinstatement, currency } = news;
  if (withdrawal === null) return;
  const at = app.clock.now().toString();
  const about = { source: 'stripe' as const, externalId: news.id, bookingId: booking.id, at };
  for (const kind of post) {
    switch (kind) {
      case 'dispute_opened':
        await postLedger(tx, disputeOpened({ ...withdrawal, currency }), about);
        break;
      case 'dispute_won': {
        const amount = dispute.withdrawn_at === null ? withdrawal.amount : dispute.amount;
        await updateDispute(tx, dispute.id, { reinstatedAt: at }, at);
        await postLedger(tx, disputeWon({ amount, fee: reinstatement?.fee ?? 0, currency }), about);
        break;
      }
      case 'dispute_lost': {
        const amount = dispute.withdrawn_at === null ? withdrawal.amount : dispute.amount;
        const promised = await promisedOf(tx, dispute.payment_id);
        const shares = await sharesOf(tx, booking, dispute, Math.max(0, amount - promised));
        const host = hostShareOfLoss({ ...shares, bearer: dispute.bearer });
        const sharedAmount = sharedOfLoss(shares.amount, shares.kept);
        await updateDispute(tx, dispute.id, { lostAt: at, sharedAmount, hostShare: host }, at);
        await bearLoss(app, tx, booking, host, payouts === 'unblock');
        const posting = disputeLost({ amount, host, hostId: booking.host_id, currency });
        await postLedger(tx, posting, { ...about, hostId: booking.host_id });
        await payPromisedByLosses(app, tx, booking.id, dispute.payment_id);
        break;
      }
      default:
        kind satisfies never;
    }
  }
}

/** Where nothing waited for this end, and so nothing was asked back yet, what the host was sent is asked back now. */
async function bearLoss(app: Casita, tx: Tx, booking: BookingRow, amount: number, isFrozen: boolean): Promise<void> {
  if (amount === 0) return;
  const { id: bookingId, host_id: hostId, currency } = booking;
  const debt = await oweByHost(app, tx, { hostId, bookingId, kind: 'dispute', refundId: null, currency, amount });
  if (!isFrozen) await oweReversals(app, tx, debt);
}

async function sharesOf(tx: Tx, booking: BookingRow, dispute: DisputeRow, amount: number): Promise<SharesOfDispute> {
  const disputed = await lockPayment(tx, dispute.payment_id);
  if (disputed?.purpose === 'claim') {
    // What was paid for damage was the host's, all of it.
    const kept = disputed.captured_amount - disputed.refunded_amount;
    return { amount, kept, hostPayout: disputed.amount, total: disputed.amount };
  }
  const payments = await lockLivePayments(tx, booking.id);
  const kept = payments.reduce((sum, payment) => sum + payment.captured_amount - payment.refunded_amount, 0);
  return { amount, kept, hostPayout: booking.quote.hostPayout, total: booking.total };
}

/** Unless another bank has money of the same payment: the provider would refuse again. */
async function resend(app: Casita, tx: Tx, booking: BookingRow, paymentId: number): Promise<void> {
  const payment = await lockPayment(tx, paymentId);
  if (payment && !payment.is_disputed) await resendRefused(app, tx, booking, paymentId);
}

const note = (tx: Tx, disputeId: number, step: string, door: Door, at: string): Promise<void> =>
  insertDisputeEvent(tx, { disputeId, step, by: { kind: 'system' }, door, reason: null, at });
