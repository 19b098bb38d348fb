import type { Sql, Tx } from '../../../adapters/postgres/sql';
import { claimPaid } from '../../../domain/ledger-claims';
import { alterationPaymentEffects } from '../../../domain/payment-progress';
import type { Casita, Door, ProviderIntent } from '../../../ports';
import type { BookingRow } from '../../booking/queries/booking-row';
import { machine } from '../../booking/use-cases/mover';
import { bookingLane, wakeLane } from '../../../outbox/owe-call';
import { lockClaimPayment, lockPayment, methodOfStay } from '../../payment/queries/load-payment';
import type { PaymentRow } from '../../payment/queries/payment-row';
import { postLedger } from '../../payment/queries/post-ledger';
import { chargeLater, chargeSavedCard } from '../../payment/use-cases/charge-later';
import { giveBack } from '../../payment/use-cases/give-back';
import { oweCancel, oweIntent } from '../../payment/use-cases/owe-calls';
import { recordIntent } from '../../payment/use-cases/record-intent';
import { makePayout } from '../../payout/use-cases/make-payout';
import { removedAmong } from '../../saved-card/queries/card-removals';
import { promiseCustomer } from '../../saved-card/queries/guest-customer';
import type { ClaimRow } from '../queries/claim-row';
import { lockClaim } from '../queries/load-claim';
import { moveClaim } from './move-claim';
import { tellOfClaim } from './tell-of-claim';

/** How a claim is to be paid: by a card that the guest keeps, charged at once without them, or by any card that they give. */
export type ClaimCard = string | null;

/**
 * The guest owes what was accepted or decided: a payment of its own. A saved card is charged at once; where the bank refuses it, or asks the
 * guest, they pay with any card as if there were none.
 */
export async function oweClaim(
  app: Casita,
  tx: Tx,
  booking: BookingRow,
  claim: ClaimRow,
  card: ClaimCard = null,
): Promise<void> {
  if (claim.awarded === null) throw new Error(`claim ${claim.id} is of nothing`);
  const { guest_id: guestId } = booking;
  if (guestId !== null) await promiseCustomer(tx, guestId);
  const { booking_id: bookingId, n: instalment, awarded: amount, currency } = claim;
  const owed = { bookingId, instalment, part: 0, purpose: 'claim', amount, currency } as const;
  if (card === null) {
    return oweIntent(app, tx, { ...owed, capture: 'automatic', saveCard: false, method: null });
  }
  const id = await chargeLater(app, tx, { ...owed, method: card, chargeAt: app.clock.now() });
  const payment = await lockPayment(tx, id);
  if (!payment) throw new Error(`payment ${id} is gone`);
  await chargeSavedCard(app, tx, booking, payment);
}

/** The card that the stay was paid with, where its guest kept it and has not taken it away. */
export async function keptCardOf(sql: Sql, { id, guest_id: guestId }: Pick<BookingRow, 'id' | 'guest_id'>) {
  const method = guestId === null ? null : await methodOfStay(sql, id);
  return method !== null && (await removedAmong(sql, [method])).size === 0 ? method : null;
}

/** Nobody is to pay it any more. What is on its way all the same goes back when it comes. */
export async function endClaimPayment(app: Casita, tx: Tx, claim: ClaimRow): Promise<void> {
  const payment = await lockClaimPayment(tx, claim.booking_id, claim.n);
  if (payment && payment.state !== 'captured') await oweCancel(app, tx, payment);
}

/**
 * News of a claim's payment: the claim is paid, and the money is the host's; where nobody waits for it any more, it goes back. Property,
 * booking and payment are locked.
 */
export async function applyClaimIntent(
  app: Casita,
  tx: Tx,
  booking: BookingRow,
  payment: PaymentRow,
  intent: ProviderIntent,
  door: Door,
): Promise<void> {
  const claim = await lockClaim(tx, booking.id, payment.instalment);
  if (!claim) throw new Error(`payment ${payment.id} is of claim ${payment.instalment}, which is not there`);
  // As with the difference of an alteration: it is awaited, or it is not.
  const alteration = claim.state === 'awaiting_payment' ? 'accepted' : 'cancelled';
  const effects = alterationPaymentEffects({ payment: payment.state, alteration, intent: intent.status });
  const now = await recordIntent(app, tx, payment, effects.payment, intent);
  if (effects.move === 'apply') await pay(app, tx, booking, claim, door);
  // The intent was cancelled where nobody of ours did: what is owed stays owed, by another payment.
  if (effects.move === 'expire') {
    await oweClaim(app, tx, booking, claim);
    await wakeLane(app, tx, bookingLane(booking.id));
  }
  if (effects.owe === 'full_refund') {
    await giveBack(app, tx, [now], now.captured_amount, `Claim ${claim.n} was over when the money came`);
  }
  if (effects.owe === 'cancel_intent') await oweCancel(app, tx, now);
}

async function pay(app: Casita, tx: Tx, booking: BookingRow, claim: ClaimRow, door: Door): Promise<void> {
  const at = app.clock.now().toString();
  const moved = await moveClaim(app, tx, claim, 'pay', machine('payment', door), { endedAt: at });
  if (!moved.ok || claim.awarded === null)
    throw new Error(`booking ${booking.reference}: claim ${claim.n} is not owed`);
  const { id: bookingId, host_id: hostId, currency } = booking;
  await postLedger(tx, claimPaid({ bookingId, hostId, amount: claim.awarded, currency }), {
    source: 'casita',
    externalId: `claim-${claim.id}`,
    ...{ bookingId, hostId, at },
  });
  const lines = [{ kind: 'claim', bookingId, amount: claim.awarded } as const];
  await makePayout(app, tx, { hostId, bookingId, part: null, currency, lines, newHostHold: null });
  await tellOfClaim(app, tx, booking, moved.value, 'paid');
}
