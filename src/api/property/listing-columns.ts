import type {
  AddressRecord,
  BookingRulesRecord,
  CapacityRecord,
  DiscountsRecord,
  HostRecord,
  HouseRulesRecord,
  ListingFacts,
  PointRecord,
  PricesRecord,
} from './listing-record';

/** Which column keeps which field of a listing record, and what a new row begins with where the record says nothing. */
export interface RecordColumns<R> {
  readonly columns: Readonly<Partial<Record<keyof R, string>>>;
  readonly defaults: Readonly<Record<string, unknown>>;
}

/** Every field of the record has its column. */
type Complete<R> = RecordColumns<R> & { readonly columns: Readonly<Record<keyof R, string>> };

export const hostColumns: RecordColumns<HostRecord> = {
  columns: {
    displayName: 'display_name',
    about: 'about',
    languages: 'languages',
    location: 'location',
    since: 'host_since',
    responseTime: 'response_time',
    responseRatePercent: 'response_rate_percent',
    superhost: 'superhost',
  },
  defaults: { superhost: false },
};

export const propertyColumns: RecordColumns<ListingFacts> = {
  columns: {
    name: 'name',
    summary: 'summary',
    neighbourhood: 'neighbourhood',
    neighbourhoodOverview: 'neighbourhood_overview',
    propertyType: 'property_type',
    roomType: 'room_type',
    currency: 'currency',
    timeZone: 'time_zone',
    licence: 'licence',
    importedRatings: 'imported_ratings',
  },
  defaults: {},
};

const address: Complete<AddressRecord> = {
  columns: {
    line1: 'line_1',
    line2: 'line_2',
    postcode: 'postcode',
    city: 'city',
    region: 'region',
    country: 'country',
  },
  defaults: {},
};

const point: Complete<PointRecord> = {
  columns: { latitude: 'latitude', longitude: 'longitude' },
  defaults: {},
};

const capacity: Complete<CapacityRecord> = {
  columns: {
    maxGuests: 'max_guests',
    maxInfants: 'max_infants',
    maxPets: 'max_pets',
    bedrooms: 'bedrooms',
    beds: 'beds',
    bathrooms: 'bathrooms',
    bathroomShared: 'bathroom_shared',
  },
  defaults: { max_guests: 2, max_infants: 2, max_pets: 0, bathroom_shared: false },
};

const prices: Complete<PricesRecord> = {
  columns: {
    base: 'base',
    weekend: 'weekend',
    weekendDays: 'weekend_days',
    cleaningFee: 'cleaning_fee',
    extraGuestFee: 'extra_guest_fee',
    extraGuestsFrom: 'extra_guests_from',
    petFee: 'pet_fee',
    weeklyDiscountPercent: 'weekly_discount_percent',
    monthlyDiscountPercent: 'monthly_discount_percent',
  },
  defaults: {
    base: null,
    weekend: null,
    cleaning_fee: 0,
    extra_guest_fee: 0,
    extra_guests_from: null,
    pet_fee: 0,
    weekly_discount_percent: 0,
    monthly_discount_percent: 0,
  },
};

const discounts: Complete<DiscountsRecord> = {
  columns: {
    newListing: 'new_listing',
    promotionPercent: 'promotion_percent',
    promotionFirstNight: 'promotion_first_night',
    promotionLastNight: 'promotion_last_night',
    earlyBirdPercent: 'early_bird_percent',
    earlyBirdDays: 'early_bird_days',
    lastMinutePercent: 'last_minute_percent',
    lastMinuteDays: 'last_minute_days',
  },
  defaults: { new_listing: false, promotion_percent: 0, early_bird_percent: 0, last_minute_percent: 0 },
};

const bookingRules: Complete<BookingRulesRecord> = {
  columns: {
    instantBook: 'instant_book',
    minNights: 'min_nights',
    minNightsWeekend: 'min_nights_weekend',
    maxNights: 'max_nights',
    advanceNoticeDays: 'advance_notice_days',
    sameDayCutoff: 'same_day_cutoff',
    preparationNights: 'preparation_nights',
    bookingWindowMonths: 'booking_window_months',
    closedToArrival: 'closed_to_arrival',
    closedToDeparture: 'closed_to_departure',
    checkInTime: 'check_in_time',
    checkOutTime: 'check_out_time',
    cancellationPolicy: 'cancellation_policy',
  },
  defaults: {
    instant_book: true,
    min_nights: 1,
    max_nights: 365,
    advance_notice_days: 0,
    preparation_nights: 0,
    booking_window_months: 24,
    check_in_time: '15:00',
    check_out_time: '11:00',
    cancellation_policy: 'moderate',
  },
};

const houseRules: Complete<HouseRulesRecord> = {
  columns: {
    smokingAllowed: 'smoking_allowed',
    partiesAllowed: 'parties_allowed',
    childrenWelcome: 'children_welcome',
    quietHours: 'quiet_hours',
    other: 'other',
  },
  defaults: { smoking_allowed: false, parties_allowed: false, children_welcome: true },
};

/** A component of the property: its table, and its names in Strapi's join table. */
export interface ListingComponent {
  readonly field: 'address' | 'point' | 'capacity' | 'prices' | 'discounts' | 'bookingRules' | 'houseRules';
  readonly type: string;
  readonly table: string;
  /** Column of the staged listing. */
  readonly staged: string;
  readonly columns: readonly string[];
  /** The component's fields, each with its column. */
  readonly fields: Readonly<Record<string, string>>;
  readonly defaults: Readonly<Record<string, unknown>>;
}

function component<R>(
  field: ListingComponent['field'],
  name: string,
  { columns, defaults }: Complete<R>,
): ListingComponent {
  const staged = name.replaceAll('-', '_');
  return {
    field,
    type: `property.${name}`,
    table: `components_property_${staged}`,
    staged,
    columns: Object.values<string>(columns),
    fields: columns,
    defaults,
  };
}

export const listingComponents: readonly ListingComponent[] = [
  component('address', 'address', address),
  component('point', 'point', point),
  component('capacity', 'capacity', capacity),
  component('prices', 'prices', prices),
  component('discounts', 'discounts', discounts),
  component('bookingRules', 'booking-rules', bookingRules),
  component('houseRules', 'house-rules', houseRules),
];

/** The known fields of a record under the names of their columns. */
function patchOf<R extends object>(record: R, { columns }: RecordColumns<R>): Record<string, unknown> {
  const patch: Record<string, unknown> = {};
  for (const [field, column] of Object.entries<string | undefined>(columns)) {
    const value: unknown = record[field as keyof R];
    if (column !== undefined && value !== undefined) patch[column] = value;
  }
  return patch;
}

/** Everything of a listing that becomes a row or a part of one, by table. */
export const listingPatches = (listing: ListingFacts) => ({
  host: patchOf(listing.host, hostColumns),
  property: patchOf(listing, propertyColumns),
  address: patchOf(listing.address, address),
  point: patchOf(listing.point, point),
  capacity: patchOf(listing.capacity, capacity),
  prices: patchOf(listing.prices, prices),
  discounts: patchOf(listing.discounts ?? {}, discounts),
  booking_rules: patchOf(listing.bookingRules, bookingRules),
  house_rules: patchOf(listing.houseRules, houseRules),
});
