import type { PolicyCode } from '../../domain/cancellation-policy';

/**
 * A home as a source outside of Casita (an import, the demo city) describes it.
 *
 * Of the optional fields the one rule is: a field that is absent is not known to the source. A new home then gets the
 * content type's default; a home that is here already keeps what it has, for instance what its host has set since.
 */

/** Scores of 1 to 5 (fractions allowed) and how many reviews they are the mean of. */
export interface ImportedRatings {
  readonly count: number;
  readonly overall: number | null;
  readonly cleanliness: number | null;
  readonly accuracy: number | null;
  readonly checkIn: number | null;
  readonly communication: number | null;
  readonly location: number | null;
  readonly value: number | null;
}

export interface HostRecord {
  readonly sourceId: string;
  readonly displayName?: string;
  readonly about?: string | null;
  /** BCP 47 tags. */
  readonly languages?: readonly string[] | null;
  readonly location?: string | null;
  /** YYYY-MM-DD */
  readonly since?: string | null;
  readonly responseTime?: 'within_an_hour' | 'within_a_few_hours' | 'within_a_day' | 'a_few_days_or_more' | null;
  readonly responseRatePercent?: number | null;
  readonly superhost?: boolean;
}

export interface AddressRecord {
  readonly line1?: string | null;
  readonly line2?: string | null;
  readonly postcode?: string | null;
  readonly city?: string | null;
  readonly region?: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly country?: string | null;
}

/** WGS 84. */
export interface PointRecord {
  readonly latitude: number;
  readonly longitude: number;
}

export interface CapacityRecord {
  readonly maxGuests?: number;
  readonly maxInfants?: number;
  readonly maxPets?: number;
  readonly bedrooms?: number | null;
  readonly beds?: number | null;
  readonly bathrooms?: number | null;
  readonly bathroomShared?: boolean;
}

/** Minor units of the listing's currency. */
export interface PricesRecord {
  readonly base?: number;
  readonly weekend?: number | null;
  /** ISO weekdays, Monday is 1. */
  readonly weekendDays?: readonly number[] | null;
  readonly cleaningFee?: number;
  readonly extraGuestFee?: number;
  readonly extraGuestsFrom?: number | null;
  readonly petFee?: number;
  readonly weeklyDiscountPercent?: number;
  readonly monthlyDiscountPercent?: number;
}

/** Nights are YYYY-MM-DD. */
export interface DiscountsRecord {
  readonly newListing?: boolean;
  readonly promotionPercent?: number;
  readonly promotionFirstNight?: string | null;
  readonly promotionLastNight?: string | null;
  readonly earlyBirdPercent?: number;
  readonly earlyBirdDays?: number | null;
  readonly lastMinutePercent?: number;
  readonly lastMinuteDays?: number | null;
}

export interface BookingRulesRecord {
  readonly instantBook?: boolean;
  readonly minNights?: number;
  readonly minNightsWeekend?: number | null;
  readonly maxNights?: number;
  readonly advanceNoticeDays?: number;
  readonly sameDayCutoff?: string | null;
  readonly preparationNights?: number;
  readonly bookingWindowMonths?: number | null;
  /** ISO weekdays, Monday is 1. */
  readonly closedToArrival?: readonly number[] | null;
  readonly closedToDeparture?: readonly number[] | null;
  readonly checkInTime?: string;
  readonly checkOutTime?: string;
  /** One of the built-in policies: every marketplace has them. */
  readonly cancellationPolicy?: PolicyCode;
}

export interface HouseRulesRecord {
  readonly smokingAllowed?: boolean;
  readonly partiesAllowed?: boolean;
  readonly childrenWelcome?: boolean;
  readonly quietHours?: string | null;
  readonly other?: string | null;
}

export interface AmenityRecord {
  /** Letters, digits and hyphens; the same code is the same amenity everywhere. */
  readonly code: string;
  readonly name: string;
  readonly group: string | null;
}

/** A run of nights, both ends included. Null: the home's own value holds. */
export interface CalendarRangeRecord {
  readonly firstNight: string;
  readonly lastNight: string;
  readonly closed: boolean;
  readonly price: number | null;
  readonly minNights: number | null;
  readonly minNightsThrough?: number | null;
  readonly maxNights: number | null;
  readonly reason: string | null;
}

/** A review by a guest, published as it comes. Scores are whole, 1 to 5. */
export interface ReviewRecord {
  readonly sourceId: string;
  readonly authorName: string | null;
  readonly body: string;
  /** An instant in UTC, such as 2024-11-04T12:00:00Z. */
  readonly writtenAt: string;
  readonly overall?: number;
  readonly cleanliness?: number;
  readonly accuracy?: number;
  readonly checkIn?: number;
  readonly communication?: number;
  readonly location?: number;
  readonly value?: number;
}

/** A picture that is in the media library already. */
export interface PhotoRecord {
  readonly fileId: number;
  readonly caption: string | null;
}

/** One listing without what may come in streams of its own (reviews). */
export interface ListingFacts {
  /** Who says so, such as 'inside-airbnb' or 'demo'; with `sourceId` the home's name for ever. At most 40 characters. */
  readonly source: string;
  readonly sourceId: string;
  readonly host: HostRecord;
  readonly name?: string;
  readonly summary?: string | null;
  readonly neighbourhood?: string | null;
  readonly neighbourhoodOverview?: string | null;
  readonly propertyType: string;
  readonly roomType: 'entire_home' | 'private_room' | 'shared_room' | 'hotel_room';
  readonly currency: string;
  readonly timeZone: string;
  readonly address: AddressRecord;
  readonly point: PointRecord;
  readonly capacity: CapacityRecord;
  readonly prices: PricesRecord;
  readonly discounts?: DiscountsRecord;
  readonly bookingRules: BookingRulesRecord;
  readonly houseRules: HouseRulesRecord;
  readonly amenities?: readonly AmenityRecord[];
  readonly licence?: string | null;
  readonly importedRatings?: ImportedRatings | null;
  /**
   * What a new home begins as. A home that is here keeps its state, unless it was an import that took it off the market:
   * then it is back. Without a price no home is published, whatever is said here.
   */
  readonly state: 'draft' | 'published';
  /** Replaces the home's ranges with source 'import'; those of its host and of calendar feeds stay. */
  readonly ranges?: readonly CalendarRangeRecord[];
  /** Replaces the home's pictures, in this order. */
  readonly photos?: readonly PhotoRecord[];
}

export interface ListingRecord extends ListingFacts {
  /** All reviews that the source knows of this home: earlier ones of the same source that are missing here are taken away. */
  readonly reviews?: readonly ReviewRecord[];
}

/** Why an import took a home off the market: kept in the property's `stateReason`, and lifted by a later import. */
export const importReasons = {
  gone: 'No longer in the imported data',
  noPrice: 'No price in the imported data',
} as const;

/** Why an import closed a review that staff or a report refers to. */
export const reviewGoneReason = 'No longer in the imported data';
