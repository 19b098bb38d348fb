import { createHash, randomInt } from 'node:crypto';
import type { Tx } from '../../../adapters/postgres/sql';
import type { PaymentPlan } from '../../../domain/payment-plan';
import { holdExpiresAt } from '../../../domain/booking-deadlines';
import type { Reason } from '../../../domain/refusal';
import { checkQuoteTerms, verifyQuote, type QuotePayload } from '../../../domain/quote';
import { accept, refuse, type Outcome, type Refusal } from '../../../domain/refusal';
import { wallClock } from '../../../domain/stay-time';
import { pricingAt, type Place } from '../../../marketplace-config';
import type { AccountActor, Casita, Door } from '../../../ports';
import { loadStay, type OfferedStay } from './load-stay';
import { refreshNights } from '../../../search/refresh-search-rows';
import { claimKey, type Claimed, type KeyClaim } from '../../../idempotency/claim-key';
import type { StoredCoupon } from '../../coupon/queries/load-coupon';
import { insertCouponUse } from '../../coupon/queries/coupon-uses';
import { claimCoupon } from '../../coupon/use-cases/use-coupon';
import { soldTaxes, type SoldQuote, type SoldTaxes } from '../queries/booking-row';
import { insertBooking } from '../queries/insert-booking';
import { lockProperty } from '../queries/lock-property';
import { nameNearestStays } from './name-nearest-stays';
import { owePayments } from './owe-payments';
import { checkCard, payInFull, planOfQuote, type PaymentChoice } from './payment-choice';
import { couponStay, fingerprintOf, propertyNotFound, refuseStay, stayReasons } from './quote-stay';

export interface PlaceCommand {
  readonly actor: AccountActor;
  readonly door: Door;
  readonly quote: string;
  readonly message: string;
  readonly idempotencyKey: string;
  /** Left out: all of it at once, with a card that is not kept. */
  readonly paying?: PaymentChoice;
}

/** A booking that was made now, or by an earlier request with the same key. */
export interface Placed {
  readonly bookingId: number;
  readonly replay: boolean;
}

/**
 * Books what a quote offers: locks the property, asks every rule again, takes the nights, and owes the payment
 * provider an intent, all in one transaction. The nights are held until `holdMinutes` are over or the money is there.
 */
export async function placeBooking(app: Casita, command: PlaceCommand): Promise<Outcome<Placed>> {
  const claim: KeyClaim = {
    userId: command.actor.userId,
    key: command.idempotencyKey,
    operation: 'placeBooking',
    requestHash: createHash('sha256')
      .update(JSON.stringify([command.quote, command.message, command.paying ?? payInFull]))
      .digest('hex'),
  };
  const card = await checkCard(app, command.actor.userId, command.paying ?? payInFull);
  const placed = await orNightsGone<Placed>(() =>
    app.db.transaction(async (tx) => {
      const earlier = await claimKey(tx, claim, app.clock.now());
      if (!earlier.ok) return earlier;
      if (earlier.value.subjectId !== null) return accept({ bookingId: earlier.value.subjectId, replay: true });
      if (!card.ok) return card;
      const quote = verifyQuote(command.quote, app.secrets.signQuote, app.clock.now());
      const placed = quote.ok ? await book(app, tx, command, quote.value, earlier.value) : quote;
      if (!placed.ok) return placed;
      return accept({ bookingId: placed.value, replay: false });
    }),
  );
  return placed.ok ? placed : hinted(app, placed, command.quote);
}

/** Once the locks are let go: what else of this length the guest could have. */
async function hinted(app: Casita, refusal: Refusal, token: string): Promise<Outcome<Placed>> {
  const quote = verifyQuote(token, app.secrets.signQuote, app.clock.now());
  if (!quote.ok) return refusal;
  const { documentId, checkIn, checkOut, guests } = quote.value;
  return nameNearestStays(app, refusal, documentId, { checkIn, checkOut, guests });
}

/** Under the lock the key is never hit; should the lock fail one day, it is still a refusal and nothing has been written. */
async function orNightsGone<T>(work: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error && 'constraint' in error && error.constraint === 'stay_night_pkey') {
      return refuseStay([{ code: 'night_taken', field: 'checkIn' }]);
    }
    throw error;
  }
}

async function book(
  app: Casita,
  tx: Tx,
  command: PlaceCommand,
  quote: QuotePayload,
  claimed: Claimed,
): Promise<Outcome<number>> {
  const [locked, stay] = await Promise.all([
    lockProperty(tx, quote.propertyId),
    loadStay(tx, quote.documentId, quote.checkIn, quote.checkOut),
  ]);
  if (!locked || !stay || stay.terms.state !== 'published') return propertyNotFound();
  const request = { checkIn: quote.checkIn, checkOut: quote.checkOut, guests: quote.guests };
  const reasons = stayReasons(app, stay, request, command.actor);
  if (reasons.length > 0) return refuseStay(reasons);
  const { coupon, reasons: couponReasons } = await claimFor(app, tx, stay, quote, command.actor);
  if (couponReasons.length > 0) return refuse('refused', 'The coupon cannot be used', couponReasons);
  const stale = checkQuoteTerms(quote, fingerprintOf(app, stay, request, coupon && coupon.terms.coupon));
  if (stale.length > 0) return refuse('conflict', 'The price or the terms have changed: ask for a new quote', stale);
  const plan = command.paying?.plan === 'instalments' ? planOfQuote(app, quote) : null;
  if (command.paying?.plan === 'instalments' && plan === null) return noInstalments();
  const { hostId } = stay.terms;
  return accept(await write(app, tx, command, quote, { hostId, place: stay.place, coupon, plan, claimed }));
}

/** The coupon of the quote under its lock, if it still can be used: by this guest, now, within its limits. */
async function claimFor(
  app: Casita,
  tx: Tx,
  stay: OfferedStay,
  quote: QuotePayload,
  { userId }: AccountActor,
): Promise<{ readonly coupon: StoredCoupon | null; readonly reasons: readonly Reason[] }> {
  if (quote.coupon === null) return { coupon: null, reasons: [] };
  const answer = await claimCoupon(
    tx,
    { code: quote.coupon, stay: couponStay(stay, quote), guestId: userId },
    app.clock.now(),
  );
  return 'found' in answer ? { coupon: answer.found, reasons: [] } : { coupon: null, reasons: answer.reasons };
}

interface Found {
  readonly hostId: number;
  readonly place: Place;
  readonly coupon: StoredCoupon | null;
  readonly plan: PaymentPlan | null;
  readonly claimed: Claimed;
}

async function write(
  app: Casita,
  tx: Tx,
  command: PlaceCommand,
  quote: QuotePayload,
  { hostId, place, coupon, plan, claimed }: Found,
): Promise<number> {
  const now = app.clock.now();
  const at = now.toString();
  const { price, checkIn, checkOut, guests, timeZone } = quote;
  const bookingId = await insertBooking(tx, {
    reference: newReference(),
    propertyId: quote.propertyId,
    hostId,
    guestId: command.actor.userId,
    checkIn,
    checkOut,
    adults: guests.adults,
    children: guests.children,
    infants: guests.infants,
    pets: guests.pets,
    currency: price.currency,
    total: price.total.amount,
    hostPayout: price.hostPayout.amount,
    instant: quote.instantBook,
    message: command.message,
    quote: soldQuote(quote, coupon, soldTaxes(place, pricingAt(app.config, place).taxes, guests)),
    policy: quote.cancellationPolicy,
    checkInAt: wallClock(checkIn, quote.checkInTime, timeZone).toString(),
    checkOutAt: wallClock(checkOut, quote.checkOutTime, timeZone).toString(),
    holdExpiresAt: holdExpiresAt(now, app.config.holdMinutes).toString(),
    now: at,
    door: command.door,
  });
  const guestId = command.actor.userId;
  const { amount: total, currency } = price.total;
  const paying = command.paying ?? payInFull;
  await Promise.all([
    coupon && insertCouponUse(tx, { couponId: coupon.id, bookingId, guestId, at }),
    refreshNights(tx, quote.propertyId),
    owePayments(app, tx, { bookingId, guestId, instant: quote.instantBook, total, currency, paying, plan }),
    claimed.keep(tx, bookingId),
  ]);
  return bookingId;
}

const noInstalments = () =>
  refuse('refused', 'This stay is paid at once', [
    { code: 'instalments_not_offered', field: 'payment', value: 'instalments' },
  ]);

/** What of the quote the booking keeps. */
const soldQuote = (quote: QuotePayload, coupon: StoredCoupon | null, taxes: SoldTaxes): SoldQuote => ({
  quoteId: quote.quoteId,
  lines: quote.price.lines,
  nights: quote.price.nights,
  hostPayout: quote.price.hostPayout.amount,
  hostFee: quote.price.hostFee.amount,
  taxTotal: quote.price.taxTotal.amount,
  coupon: coupon && coupon.terms.coupon,
  taxes,
  timeZone: quote.timeZone,
  checkInTime: quote.checkInTime,
  checkOutTime: quote.checkOutTime,
});

/** Letters and digits that are not mistaken for one another when read out on the telephone. */
const REFERENCE_ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const REFERENCE_LENGTH = 10;

function newReference(): string {
  return Array.from({ length: REFERENCE_LENGTH }, () => REFERENCE_ALPHABET[randomInt(REFERENCE_ALPHABET.length)]).join(
    '',
  );
}
