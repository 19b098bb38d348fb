/**
 * A quote is an offer: an itemised price that holds for a stated time. It is signed, so that a client can bring it back but never
 * change it; a booking made with it costs exactly what it says.
 *
 * Token: base64url(canonical JSON) + '.' + signature. The caller passes in `sign` (an HMAC), so that no key comes near this file.
 */
import { Temporal } from 'temporal-polyfill';
import type { StayRequest } from './availability';
import { type CalendarRange, overridesBetween } from './calendar-range';
import type { CancellationPolicy } from './cancellation-policy';
import { canonicalJson } from './canonical-json';
import type { Coupon } from './coupon';
import { type ListingAge, newListingOff } from './discount';
import type { GuestCounts } from './guests';
import type { MarketplaceFees } from './marketplace-fee';
import type { Night } from './night';
import type { PricedStay } from './price';
import type { PropertyTerms } from './property-terms';
import { type Outcome, type Reason, accept, refuse } from './refusal';
import type { TaxRule } from './tax';

export const quoteVersion = 1;

export interface QuotePayload {
  readonly version: typeof quoteVersion;
  /** Random, from the caller: two quotes for the same stay are two quotes. */
  readonly quoteId: string;
  readonly propertyId: number;
  readonly documentId: string;
  readonly checkIn: Night;
  readonly checkOut: Night;
  readonly guests: GuestCounts;
  readonly coupon: string | null;
  readonly price: PricedStay;
  readonly cancellationPolicy: CancellationPolicy;
  readonly instantBook: boolean;
  readonly timeZone: string;
  readonly checkInTime: string;
  readonly checkOutTime: string;
  /** RFC 3339. */
  readonly issuedAt: string;
  /** RFC 3339, inclusive. */
  readonly expiresAt: string;
  /** Hash of `termsText` at the time of the quote. */
  readonly termsFingerprint: string;
}

export type Sign = (text: string) => string;

export function quoteToken(payload: QuotePayload, sign: Sign): string {
  const body = Buffer.from(canonicalJson(payload), 'utf8').toString('base64url');
  return `${body}.${sign(body)}`;
}

const refuseTampered = (): Outcome<QuotePayload> =>
  refuse('malformed', 'This is not a quote of ours', [{ code: 'quote_tampered', field: 'quote' }]);

/**
 * Reads a token that a client brought back: signed by us, of this version, not expired. Whether the terms are still the same is asked
 * with `checkQuoteTerms`, once the property is loaded and locked.
 */
export function verifyQuote(token: string, sign: Sign, now: Temporal.Instant): Outcome<QuotePayload> {
  const dot = token.indexOf('.');
  const body = token.slice(0, Math.max(0, dot));
  if (!sameText(token.slice(dot + 1), sign(body)) || body === '') return refuseTampered();
  const payload = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as QuotePayload;
  const expired =
    payload.version !== quoteVersion || Temporal.Instant.compare(now, Temporal.Instant.from(payload.expiresAt)) > 0;
  if (!expired) return accept(payload);
  const reason = { code: 'quote_expired', field: 'quote', limit: payload.expiresAt, value: now.toString() };
  return refuse('refused', 'This quote has expired; ask for a new one', [reason]);
}

/** Compares in a time that depends on the lengths alone, so that a signature cannot be guessed byte by byte. */
function sameText(given: string, expected: string): boolean {
  let difference = given.length ^ expected.length;
  for (let i = 0; i < expected.length; i += 1) difference |= expected.charCodeAt(i) ^ (given.charCodeAt(i) || 0);
  return difference === 0;
}

/** What the host or the operator changed since, if anything. Refuse with `conflict` where this is not empty. */
export function checkQuoteTerms(payload: QuotePayload, currentFingerprint: string): Reason[] {
  return payload.termsFingerprint === currentFingerprint ? [] : [{ code: 'quote_stale', field: 'quote' }];
}

export interface QuotedTerms extends ListingAge {
  readonly terms: PropertyTerms;
  readonly ranges: readonly CalendarRange[];
  readonly request: StayRequest;
  readonly fees: MarketplaceFees;
  readonly taxes: readonly TaxRule[];
  readonly coupon?: Coupon | null;
}

/**
 * Everything that the price and the promise of a quote rest on, as text to be hashed: prices, discounts, the dates' own prices, fees,
 * taxes, coupon, policy, times, and whether the booking is still one of the listing's first: two guests cannot both get the last
 * of them. Booking rules are left out: they are asked again when the booking is made.
 */
export function termsText({ terms, ranges, request, fees, taxes, coupon, ...age }: QuotedTerms): string {
  const nightPrices = overridesBetween(ranges, request.checkIn, request.checkOut).map(({ price }) => price);
  const { checkInTime, checkOutTime, instantBook } = terms.rules;
  return canonicalJson({
    documentId: terms.documentId,
    timeZone: terms.timeZone,
    currency: terms.currency,
    prices: terms.prices,
    discounts: terms.discounts,
    newListingOff: newListingOff(terms, age),
    policy: terms.cancellationPolicy,
    rules: { checkInTime, checkOutTime, instantBook },
    nightPrices,
    fees,
    taxes,
    coupon: coupon ?? null,
  });
}
