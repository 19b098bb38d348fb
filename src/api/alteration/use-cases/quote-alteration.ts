import { randomUUID } from 'node:crypto';
import type { Sql } from '../../../adapters/postgres/sql';
import { checkAlteredDates, checkAlteration } from '../../../domain/alteration';
import type { StayRequest } from '../../../domain/availability';
import { checkCharge } from '../../../domain/charge-minimum';
import { checkCoupon } from '../../../domain/coupon';
import { checkCouponTotal } from '../../../domain/coupon-terms';
import { countNights } from '../../../domain/night';
import { priceStay } from '../../../domain/price';
import { accept, type Outcome, type Reason } from '../../../domain/refusal';
import { localDate } from '../../../domain/stay-time';
import type { Casita } from '../../../ports';
import { loadNights, loadTerms } from '../../../search/load-terms';
import { bookingCounts } from '../../../search/queries/booking-counts';
import { soldTaxes, type BookingRow, type SoldQuote } from '../../booking/queries/booking-row';
import { placeOfProperty } from '../../booking/queries/place-of-property';
import type { OfferedStay } from '../../booking/use-cases/load-stay';
import { fingerprintOf, pricingOf, propertyNotFound, refuseStay } from '../../booking/use-cases/quote-stay';

/** What the altered stay would be sold for. Amounts in minor units of the booking's currency. */
export interface AlteredPrice {
  readonly quote: SoldQuote;
  readonly total: number;
  /** Positive: to be paid; negative: to be given back. */
  readonly difference: number;
  /** Of the terms that the price rests on. */
  readonly fingerprint: string;
}

/**
 * Asks every rule of the altered stay and prices it with today's terms. The booking's own nights do not stand in its way; its
 * coupon stays with it, and is not counted again. The caller holds the property's lock.
 */
export async function quoteAlteration(
  app: Casita,
  sql: Sql,
  booking: BookingRow,
  request: StayRequest,
): Promise<Outcome<AlteredPrice>> {
  const stay = await loadAlteredStay(sql, booking, request);
  if (!stay) return propertyNotFound();
  const reasons = reasonsAgainst(app, booking, stay, request);
  if (reasons.length > 0) return refuseStay(reasons);
  const now = app.clock.now();
  const coupon = booking.quote.coupon ?? null;
  const price = priceStay(stay.terms, stay.ranges, request, { now, coupon, ...pricingOf(app, stay) });
  const total = price.total.amount;
  const difference = total - booking.total;
  const unpayable = [
    ...(coupon === null ? [] : checkCouponTotal(total, 1)),
    ...(difference > 0 ? checkCharge('difference', difference, booking.currency) : []),
  ];
  if (unpayable.length > 0) return refuseStay(unpayable);
  const { checkInTime, checkOutTime } = stay.terms.rules;
  const { taxes } = pricingOf(app, stay);
  const quote: SoldQuote = {
    quoteId: randomUUID(),
    lines: price.lines,
    nights: price.nights,
    hostPayout: price.hostPayout.amount,
    hostFee: price.hostFee.amount,
    taxTotal: price.taxTotal.amount,
    timeZone: stay.terms.timeZone,
    checkInTime,
    checkOutTime,
    coupon,
    taxes: soldTaxes(stay.place, taxes, request.guests),
  };
  return accept({
    quote,
    total,
    difference,
    fingerprint: fingerprintOf(app, stay, request),
  });
}

function reasonsAgainst(app: Casita, booking: BookingRow, stay: OfferedStay, request: StayRequest): Reason[] {
  const { terms, ranges, taken } = stay;
  const now = app.clock.now();
  const own = { state: booking.state, checkIn: booking.check_in, checkOut: booking.check_out };
  const coupon = booking.quote.coupon ?? null;
  const { currency } = terms;
  const nights = countNights(request.checkIn, request.checkOut);
  return [
    ...(currency === booking.currency
      ? []
      : [{ code: 'currency_changed', field: 'currency', limit: booking.currency, value: currency }]),
    ...checkAlteredDates(own, request, localDate(now, terms.timeZone)),
    ...checkAlteration(terms, ranges, taken, own, request, now),
    ...(coupon === null ? [] : checkCoupon(coupon, { currency, nights })),
  ];
}

async function loadAlteredStay(sql: Sql, booking: BookingRow, request: StayRequest): Promise<OfferedStay | null> {
  const terms = await loadTerms(sql, booking.property_id);
  if (!terms) return null;
  const nights = await loadNights(sql, terms, request.checkIn, request.checkOut, booking.id);
  const counts = terms.discounts.newListing ? await bookingCounts(sql, [terms.propertyId]) : null;
  const others = counts?.get(terms.propertyId) ?? null;
  return {
    terms,
    ...nights,
    place: await placeOfProperty(sql, terms.propertyId),
    // The booking does not come after itself.
    completedBookings: others === null ? null : Math.max(0, others - 1),
  };
}
