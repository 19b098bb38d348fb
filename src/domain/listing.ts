/**
 * A home as its host writes it down. A draft may lack almost everything; what is on the market may not.
 * Amounts are minor units of the listing's currency.
 */
import { checkChargedIn } from './charge-minimum';
import { chargeStep, isChargeable, isCurrency } from './currency';
import type { Reason } from './refusal';

export interface ListingAddress {
  readonly line1: string | null;
  readonly line2: string | null;
  readonly postcode: string | null;
  readonly city: string | null;
  readonly region: string | null;
  readonly country: string | null;
}

export interface ListingPoint {
  readonly latitude: number;
  readonly longitude: number;
}

export interface ListingCapacity {
  readonly maxGuests: number;
  readonly maxInfants: number;
  readonly maxPets: number;
  readonly bedrooms: number | null;
  readonly beds: number | null;
  readonly bathrooms: number | null;
  readonly bathroomShared: boolean;
}

export interface ListingPrices {
  readonly base: number | null;
  readonly weekend: number | null;
  /** ISO weekdays of the nights that cost `weekend`; null: Friday and Saturday. */
  readonly weekendDays: readonly number[] | null;
  readonly cleaningFee: number;
  readonly extraGuestFee: number;
  readonly extraGuestsFrom: number | null;
  readonly petFee: number;
  readonly weeklyDiscountPercent: number;
  readonly monthlyDiscountPercent: number;
}

/** Beside those by length of stay, which are among the prices. 0 per cent: not given. */
export interface ListingDiscounts {
  /** On the first bookings, as much as the marketplace gives. */
  readonly newListing: boolean;
  /** For stays that lie wholly in these nights, the last one included. */
  readonly promotionPercent: number;
  readonly promotionFirstNight: string | null;
  readonly promotionLastNight: string | null;
  /** Booked at least so many days ahead. */
  readonly earlyBirdPercent: number;
  readonly earlyBirdDays: number | null;
  /** Booked at most so many days ahead. */
  readonly lastMinutePercent: number;
  readonly lastMinuteDays: number | null;
}

export interface ListingBookingRules {
  readonly instantBook: boolean;
  readonly minNights: number;
  readonly minNightsWeekend: number | null;
  readonly maxNights: number;
  readonly advanceNoticeDays: number;
  readonly sameDayCutoff: string | null;
  readonly preparationNights: number;
  readonly bookingWindowMonths: number | null;
  readonly closedToArrival: readonly number[] | null;
  readonly closedToDeparture: readonly number[] | null;
  readonly checkInTime: string;
  readonly checkOutTime: string;
  readonly cancellationPolicy: string;
}

export interface ListingHouseRules {
  readonly smokingAllowed: boolean;
  readonly partiesAllowed: boolean;
  readonly childrenWelcome: boolean;
  readonly quietHours: string | null;
  readonly other: string | null;
}

export interface ListingContent {
  readonly name: string;
  readonly summary: string | null;
  readonly neighbourhood: string | null;
  readonly neighbourhoodOverview: string | null;
  readonly propertyType: string;
  readonly roomType: string;
  readonly licence: string | null;
  readonly currency: string;
  readonly timeZone: string | null;
  readonly address: ListingAddress | null;
  readonly point: ListingPoint | null;
  readonly capacity: ListingCapacity;
  readonly prices: ListingPrices;
  readonly discounts: ListingDiscounts;
  readonly bookingRules: ListingBookingRules;
  readonly houseRules: ListingHouseRules;
  /** Codes. */
  readonly amenities: readonly string[];
}

const emptyAddress: ListingAddress = {
  line1: null,
  line2: null,
  postcode: null,
  city: null,
  region: null,
  country: null,
};

/** What a new listing begins with. */
export const newListing: Omit<ListingContent, 'name'> = {
  summary: null,
  neighbourhood: null,
  neighbourhoodOverview: null,
  propertyType: 'Apartment',
  roomType: 'entire_home',
  licence: null,
  currency: 'USD',
  timeZone: null,
  address: null,
  point: null,
  capacity: {
    maxGuests: 2,
    maxInfants: 2,
    maxPets: 0,
    bedrooms: null,
    beds: null,
    bathrooms: null,
    bathroomShared: false,
  },
  prices: {
    base: null,
    weekend: null,
    weekendDays: null,
    cleaningFee: 0,
    extraGuestFee: 0,
    extraGuestsFrom: null,
    petFee: 0,
    weeklyDiscountPercent: 0,
    monthlyDiscountPercent: 0,
  },
  discounts: {
    newListing: false,
    promotionPercent: 0,
    promotionFirstNight: null,
    promotionLastNight: null,
    earlyBirdPercent: 0,
    earlyBirdDays: null,
    lastMinutePercent: 0,
    lastMinuteDays: null,
  },
  bookingRules: {
    instantBook: true,
    minNights: 1,
    minNightsWeekend: null,
    maxNights: 365,
    advanceNoticeDays: 0,
    sameDayCutoff: null,
    preparationNights: 0,
    bookingWindowMonths: 24,
    closedToArrival: null,
    closedToDeparture: null,
    checkInTime: '15:00',
    checkOutTime: '11:00',
    cancellationPolicy: 'moderate',
  },
  houseRules: { smokingAllowed: false, partiesAllowed: false, childrenWelcome: true, quietHours: null, other: null },
  amenities: [],
};

/** A field that is absent stays as it is. */
type Change<T> = { readonly [K in keyof T]?: T[K] | undefined };

export type ListingChange = Change<
  Omit<ListingContent, 'timeZone' | 'address' | 'capacity' | 'prices' | 'discounts' | 'bookingRules' | 'houseRules'>
> & {
  readonly address?: Change<ListingAddress> | undefined;
  readonly capacity?: Change<ListingCapacity> | undefined;
  readonly prices?: Change<ListingPrices> | undefined;
  readonly discounts?: Change<ListingDiscounts> | undefined;
  readonly bookingRules?: Change<ListingBookingRules> | undefined;
  readonly houseRules?: Change<ListingHouseRules> | undefined;
};

/** @param timeZoneAt the time zone of a point on the map: where the home stands decides its clock, never the host */
export function changeListing(
  listing: ListingContent,
  change: ListingChange,
  timeZoneAt: (point: ListingPoint) => string,
): ListingContent {
  const { address, capacity, prices, discounts, bookingRules, houseRules, ...plain } = change;
  const changed = over(listing, plain as Change<ListingContent>);
  return {
    ...changed,
    address: address ? over(listing.address ?? emptyAddress, address) : listing.address,
    capacity: over(listing.capacity, capacity ?? {}),
    prices: over(listing.prices, prices ?? {}),
    discounts: over(listing.discounts, discounts ?? {}),
    bookingRules: over(listing.bookingRules, bookingRules ?? {}),
    houseRules: over(listing.houseRules, houseRules ?? {}),
    timeZone: change.point ? timeZoneAt(change.point) : listing.timeZone,
  };
}

function over<T extends object>(value: T, change: Change<T>): T {
  const known = Object.entries(change).filter(([, field]) => field !== undefined);
  return { ...value, ...(Object.fromEntries(known) as Partial<T>) };
}

const amountFields = ['base', 'weekend', 'cleaningFee', 'extraGuestFee', 'petFee'] as const;

/** Rules that hold for drafts too. */
export function checkListing(listing: ListingContent): Reason[] {
  const { prices, bookingRules: rules, currency } = listing;
  const reasons: Reason[] = checkChargedIn('currency', currency);
  if (!isCurrency(currency)) return [{ code: 'unknown_currency', field: 'currency', value: currency }];
  for (const field of amountFields) {
    const amount = prices[field];
    if (amount !== null && !isChargeable(amount, currency)) {
      reasons.push({ code: 'not_chargeable', field: `prices.${field}`, limit: chargeStep(currency), value: amount });
    }
  }
  for (const field of ['minNights', 'minNightsWeekend'] as const) {
    const nights = rules[field];
    if (nights !== null && nights > rules.maxNights) {
      reasons.push({ code: 'too_big', field: `bookingRules.${field}`, limit: rules.maxNights, value: nights });
    }
  }
  return [...reasons, ...checkDiscounts(listing.discounts)];
}

/** A discount that is given says when. */
function checkDiscounts(discounts: ListingDiscounts): Reason[] {
  const { promotionPercent, promotionFirstNight: first, promotionLastNight: last } = discounts;
  const need = (percent: number, ...fields: readonly (keyof ListingDiscounts)[]): Reason[] =>
    percent === 0
      ? []
      : fields
          .filter((field) => discounts[field] === null)
          .map((field) => ({ code: 'required', field: `discounts.${field}` }));
  const reasons = [
    ...need(promotionPercent, 'promotionFirstNight', 'promotionLastNight'),
    ...need(discounts.earlyBirdPercent, 'earlyBirdDays'),
    ...need(discounts.lastMinutePercent, 'lastMinuteDays'),
  ];
  if (first !== null && last !== null && last < first) {
    reasons.push({ code: 'wrong_order', field: 'discounts.promotionLastNight', limit: first, value: last });
  }
  return reasons;
}

/** What still lacks before guests may see and book it: one reason for each field. */
export function missingForPublication(listing: ListingContent): Reason[] {
  const reasons = checkListing(listing);
  const need = (field: string, present: boolean) => {
    if (!present) reasons.push({ code: 'required', field });
  };
  need('name', listing.name.trim() !== '');
  need('point', listing.point !== null);
  need('timeZone', listing.point === null || listing.timeZone !== null);
  need('capacity.maxGuests', listing.capacity.maxGuests >= 1);
  need('prices.base', listing.prices.base !== null && listing.prices.base > 0);
  return reasons;
}
