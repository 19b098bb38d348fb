/**
 * What a host offers, as one plain object: everything that availability, price and booking need to know of a property.
 * Use cases load it once (in the transaction that books) and pass it on as a value.
 */
import type { Night } from './night';
import type { TimeOfDay } from './stay-time';

export const propertyStates = ['draft', 'published', 'unpublished'] as const;
export type PropertyState = (typeof propertyStates)[number];

export interface Capacity {
  /** Adults and children together. */
  readonly maxGuests: number;
  /** Absent: `defaultMaxInfants`. */
  readonly maxInfants?: number | null;
  readonly maxPets: number;
  readonly bedrooms: number;
  readonly beds: number;
  readonly bathrooms: number;
}

export const defaultMaxInfants = 5;

/** Amounts in minor units of the terms' currency. */
export interface Prices {
  readonly base: number;
  readonly weekend: number | null;
  /** ISO weekdays of the nights that cost `weekend`; normally Friday and Saturday. */
  readonly weekendDays: readonly number[];
  /** Per stay. */
  readonly cleaningFee: number;
  /** Per extra guest and night. */
  readonly extraGuestFee: number;
  /** Guests whom the nightly price includes: with 2, the third one pays the extra fee. */
  readonly extraGuestsFrom: number;
  /** Per stay, however many pets come. */
  readonly petFee: number;
}

export const defaultWeekendDays: readonly number[] = [5, 6];

/** Percentages in basis points; absent, null or 0 means that the host does not give this discount. */
export interface Discounts {
  /** From `weeklyNights` on. */
  readonly weekly: number;
  /** From `monthlyNights` on. */
  readonly monthly: number;
  /** Booked at least this many days before check-in. */
  readonly earlyBird?: { readonly daysBefore: number; readonly basisPoints: number } | null;
  /** Booked at most this many days before check-in. */
  readonly lastMinute?: { readonly daysBefore: number; readonly basisPoints: number } | null;
  /** Whether the host gives the marketplace's discount on a listing's first bookings (`NewListingOffer`). */
  readonly newListing?: boolean;
  /** The host's own offer, for stays that lie wholly in these nights (inclusive). */
  readonly promotion?: { readonly firstNight: Night; readonly lastNight: Night; readonly basisPoints: number } | null;
}

/** What the marketplace proposes to hosts of new listings: so much off the first so many bookings. */
export interface NewListingOffer {
  readonly bookings: number;
  readonly basisPoints: number;
}

export const weeklyNights = 7;
export const monthlyNights = 28;

export interface BookingRules {
  readonly minNights: number;
  /** For arrivals on a weekend day (`prices.weekendDays`). */
  readonly minNightsWeekend: number | null;
  readonly maxNights: number;
  /** 0 allows arrival today, 1 needs a booking on the day before at the latest. */
  readonly advanceNoticeDays: number;
  /** With notice 0: the last wall-clock time at which tonight can be booked. */
  readonly sameDayCutoff: TimeOfDay | null;
  /** Nights kept free before and after each booking. */
  readonly preparationNights: number;
  /** How far ahead a stay may reach; null: no limit. */
  readonly bookingWindowMonths: number | null;
  readonly closedToArrival: readonly number[];
  readonly closedToDeparture: readonly number[];
  readonly checkInTime: TimeOfDay;
  readonly checkOutTime: TimeOfDay;
  readonly instantBook: boolean;
}

export interface PropertyTerms {
  readonly propertyId: number;
  readonly documentId: string;
  readonly hostId: number;
  readonly hostUserId: number | null;
  readonly state: PropertyState;
  /** IANA name. */
  readonly timeZone: string;
  readonly currency: string;
  readonly capacity: Capacity;
  readonly prices: Prices;
  readonly discounts: Discounts;
  readonly rules: BookingRules;
  /** Code of a policy in cancellation-policy.ts. */
  readonly cancellationPolicy: string;
}
