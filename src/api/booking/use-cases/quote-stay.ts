import { createHash, randomUUID } from 'node:crypto';
import { checkStay, type StayRequest } from '../../../domain/availability';
import { policyFor } from '../../../domain/cancellation-policy';
import type { Coupon } from '../../../domain/coupon';
import { checkCharge, minimumCharge } from '../../../domain/charge-minimum';
import { checkCouponTotal, type CouponStay } from '../../../domain/coupon-terms';
import type { Money } from '../../../domain/money';
import { countNights } from '../../../domain/night';
import { priceStay } from '../../../domain/price';
import { quoteToken, quoteVersion, termsText, type QuotePayload } from '../../../domain/quote';
import { accept, refuse, type Outcome, type Reason } from '../../../domain/refusal';
import { cancellationRulesOf, pricingAt } from '../../../marketplace-config';
import type { AccountActor, Casita } from '../../../ports';
import { askCoupon } from '../../coupon/use-cases/use-coupon';
import { loadStay, type OfferedStay } from './load-stay';
import { nameNearestStays } from './name-nearest-stays';

export interface QuoteCommand {
  readonly propertyDocumentId: string;
  readonly request: StayRequest;
  readonly coupon: string | null;
  readonly actor: AccountActor | null;
}

export interface Quoted {
  readonly token: string;
  readonly payload: QuotePayload;
}

/** Prices a stay that can be booked now, and signs the offer. Nothing is written: a quote holds no nights. */
export async function quoteStay(app: Casita, command: QuoteCommand): Promise<Outcome<Quoted>> {
  const { request } = command;
  if (countNights(request.checkIn, request.checkOut) < 1) {
    return refuse('refused', 'A stay has at least one night', [
      { code: 'check_out_not_after_check_in', field: 'checkOut', limit: request.checkIn, value: request.checkOut },
    ]);
  }
  const stay = await loadStay(app.db, command.propertyDocumentId, request.checkIn, request.checkOut);
  if (!stay || stay.terms.state !== 'published') return propertyNotFound();
  const { coupon, reasons: couponReasons } = await couponFor(app, stay, command);
  const reasons = [...couponReasons, ...stayReasons(app, stay, request, command.actor)];
  if (reasons.length > 0) return nameNearestStays(app, refuseStay(reasons), command.propertyDocumentId, request);
  const payload = quotePayload(app, stay, request, coupon);
  const unpayable = whyUnpayable(payload.price.total, coupon);
  if (unpayable.length > 0) return refuseStay(unpayable);
  return accept({ token: quoteToken(payload, app.secrets.signQuote), payload });
}

/** Where it is the coupon that leaves too little to pay, it is the coupon that cannot be used. */
const whyUnpayable = ({ amount, currency }: Money, coupon: Coupon | null): Reason[] =>
  coupon === null ? checkCharge('total', amount, currency) : checkCouponTotal(amount, minimumCharge(currency));

export const propertyNotFound = () => refuse('not_found', 'No such property', [{ code: 'not_found', field: 'id' }]);

async function couponFor(
  app: Casita,
  stay: OfferedStay,
  { coupon: code, actor, request }: QuoteCommand,
): Promise<{ readonly coupon: Coupon | null; readonly reasons: readonly Reason[] }> {
  if (code === null) return { coupon: null, reasons: [] };
  const asked = { code, stay: couponStay(stay, request), guestId: actor?.userId ?? null };
  const answer = await askCoupon(app.db, asked, app.clock.now());
  return { coupon: 'found' in answer ? answer.found.terms.coupon : null, reasons: answer.reasons };
}

export const couponStay = (
  { terms }: OfferedStay,
  { checkIn, checkOut }: Pick<StayRequest, 'checkIn' | 'checkOut'>,
): CouponStay => ({
  hostId: terms.hostId,
  currency: terms.currency,
  checkIn,
  checkOut,
});

/** Every rule that this stay breaks now, for this caller. */
export function stayReasons(
  app: Casita,
  stay: OfferedStay,
  request: StayRequest,
  actor: AccountActor | null,
): Reason[] {
  const own: Reason[] = actor && actor.hostId === stay.terms.hostId ? [{ code: 'own_property', field: 'id' }] : [];
  return [...own, ...checkStay(stay.terms, stay.ranges, stay.taken, request, app.clock.now())];
}

const NIGHTS_GONE = new Set(['night_taken', 'night_closed', 'preparation_night']);

/** 409 where only the nights are gone (another's booking or a closure came first), 422 where a rule refuses. */
export function refuseStay(reasons: readonly Reason[]): Outcome<never> {
  const onlyGone = reasons.every((reason) => NIGHTS_GONE.has(reason.code));
  return onlyGone
    ? refuse('conflict', 'These nights are not free', reasons)
    : refuse('refused', 'This stay cannot be booked', reasons);
}

function quotePayload(app: Casita, stay: OfferedStay, request: StayRequest, coupon: Coupon | null): QuotePayload {
  const { terms } = stay;
  const now = app.clock.now();
  const nights = countNights(request.checkIn, request.checkOut);
  return {
    version: quoteVersion,
    quoteId: randomUUID(),
    propertyId: terms.propertyId,
    documentId: terms.documentId,
    checkIn: request.checkIn,
    checkOut: request.checkOut,
    guests: request.guests,
    coupon: coupon && coupon.code,
    price: priceStay(terms, stay.ranges, request, { now, coupon, ...pricingOf(app, stay) }),
    cancellationPolicy: policyFor(terms.cancellationPolicy, nights, cancellationRulesOf(app.config)),
    instantBook: terms.rules.instantBook,
    timeZone: terms.timeZone,
    checkInTime: terms.rules.checkInTime,
    checkOutTime: terms.rules.checkOutTime,
    issuedAt: now.toString(),
    expiresAt: now.add({ minutes: app.config.quoteMinutes }).toString(),
    termsFingerprint: fingerprintOf(app, stay, request, coupon),
  };
}

/** What the marketplace, the place and the listing's age add to the host's prices. */
export const pricingOf = (app: Casita, { place, completedBookings }: OfferedStay) => ({
  ...pricingAt(app.config, place),
  completedBookings,
});

/** Hash of all that the price and the promise rest on: a booking is refused where it is no longer the quote's. */
export function fingerprintOf(
  app: Casita,
  stay: OfferedStay,
  request: StayRequest,
  coupon: Coupon | null = null,
): string {
  const { terms, ranges } = stay;
  const text = termsText({ terms, ranges, request, coupon, ...pricingOf(app, stay) });
  return createHash('sha256').update(text).digest('hex');
}
