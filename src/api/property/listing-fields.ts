import { z } from 'zod';
import { currency, night, text } from '../../contract/fields';

/** What a host may write of a listing. Host, state, source, rating and time zone are not the client's to say. */

/** Minor units; ten thousand million is beyond any night in any currency, and its sums stay exact. */
const amountMax = 10_000_000_000;
const amount = z.int().min(0).max(amountMax);
const timeOfDay = z
  .string()
  .regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$/)
  .meta({ description: 'HH:MM at the property' });
const weekdays = z.array(z.int().min(1).max(7)).max(7).meta({ description: 'ISO weekdays, Monday is 1' });

const address = z.strictObject({
  line1: text(200).nullable().optional(),
  line2: text(200).nullable().optional(),
  postcode: text(20).nullable().optional(),
  city: text(120).nullable().optional(),
  region: text(120).nullable().optional(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .nullable()
    .optional()
    .meta({ description: 'ISO 3166-1 alpha-2' }),
});

const point = z.strictObject({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) });

const capacity = z.strictObject({
  maxGuests: z.int().min(1).max(50).optional(),
  maxInfants: z.int().min(0).max(10).optional(),
  maxPets: z.int().min(0).max(10).optional(),
  bedrooms: z.int().min(0).max(50).nullable().optional(),
  beds: z.int().min(0).max(100).nullable().optional(),
  bathrooms: z.number().min(0).max(50).multipleOf(0.5).nullable().optional(),
  bathroomShared: z.boolean().optional(),
});

const prices = z.strictObject({
  base: amount.nullable().optional(),
  weekend: amount.nullable().optional(),
  weekendDays: weekdays.nullable().optional(),
  cleaningFee: amount.optional(),
  extraGuestFee: amount.optional(),
  extraGuestsFrom: z.int().min(1).max(50).nullable().optional(),
  petFee: amount.optional(),
  weeklyDiscountPercent: z.int().min(0).max(90).optional(),
  monthlyDiscountPercent: z.int().min(0).max(90).optional(),
});

const percent = z.int().min(0).max(90);
const daysAhead = z.int().min(0).max(1_125);

const discounts = z.strictObject({
  newListing: z.boolean().optional(),
  promotionPercent: percent.optional(),
  promotionFirstNight: night.nullable().optional(),
  promotionLastNight: night.nullable().optional(),
  earlyBirdPercent: percent.optional(),
  earlyBirdDays: daysAhead.nullable().optional(),
  lastMinutePercent: percent.optional(),
  lastMinuteDays: daysAhead.nullable().optional(),
});

const bookingRules = z.strictObject({
  instantBook: z.boolean().optional(),
  minNights: z.int().min(1).max(365).optional(),
  minNightsWeekend: z.int().min(1).max(365).nullable().optional(),
  maxNights: z.int().min(1).max(1_125).optional(),
  advanceNoticeDays: z.int().min(0).max(60).optional(),
  sameDayCutoff: timeOfDay.nullable().optional(),
  preparationNights: z.int().min(0).max(7).optional(),
  bookingWindowMonths: z.int().min(1).max(36).nullable().optional(),
  closedToArrival: weekdays.nullable().optional(),
  closedToDeparture: weekdays.nullable().optional(),
  checkInTime: timeOfDay.optional(),
  checkOutTime: timeOfDay.optional(),
  cancellationPolicy: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,39}$/)
    .optional()
    .meta({ description: 'Code of one of GET /cancellation-policies' }),
});

const houseRules = z.strictObject({
  smokingAllowed: z.boolean().optional(),
  partiesAllowed: z.boolean().optional(),
  childrenWelcome: z.boolean().optional(),
  quietHours: text(60).nullable().optional(),
  other: text(2_000).nullable().optional(),
});

/** The parts of a listing, each a component. */
export const listingParts = { address, point, capacity, prices, discounts, bookingRules, houseRules } as const;

const name = text(160, 1);

const rest = {
  summary: text(10_000).nullable().optional(),
  neighbourhood: text(120).nullable().optional(),
  neighbourhoodOverview: text(10_000).nullable().optional(),
  propertyType: text(80, 1).optional(),
  roomType: z.enum(['entire_home', 'private_room', 'shared_room', 'hotel_room']).optional(),
  licence: text(200).nullable().optional(),
  currency: currency.optional(),
  address: address.meta({ id: 'ListingAddressInput' }).optional(),
  point: point.meta({ id: 'ListingPointInput' }).optional(),
  capacity: capacity.meta({ id: 'ListingCapacityInput' }).optional(),
  prices: prices.meta({ id: 'ListingPricesInput', description: "Minor units of the property's currency" }).optional(),
  discounts: discounts
    .meta({
      id: 'ListingDiscountsInput',
      description:
        'One applies: the first that fits of new listing, promotion, length of stay, early bird, last minute',
    })
    .optional(),
  bookingRules: bookingRules.meta({ id: 'ListingBookingRulesInput' }).optional(),
  houseRules: houseRules.meta({ id: 'ListingHouseRulesInput' }).optional(),
  amenities: z.array(z.string().min(1).max(80)).max(200).optional().meta({ description: 'Codes' }),
};

export const newListingBody = z.strictObject({ name, ...rest });
export const listingChangeBody = z.strictObject({ name: name.optional(), ...rest });

export const listingPhoto = z
  .object({
    documentId: z.string(),
    caption: z.string().nullable(),
    position: z.int(),
    url: z.string(),
    width: z.int().nullable(),
    height: z.int().nullable(),
  })
  .meta({ id: 'ListingPhoto' });

/** As stored: every field is there, absent ones as null. */
export const hostProperty = z
  .object({
    documentId: z.string(),
    state: z.enum(['draft', 'published', 'unpublished']),
    stateReason: z.string().nullable(),
    publishedOn: z.string().nullable(),
    createdAt: z.string(),
    updatedAt: z.string(),
    name: z.string(),
    summary: z.string().nullable(),
    neighbourhood: z.string().nullable(),
    neighbourhoodOverview: z.string().nullable(),
    propertyType: z.string(),
    roomType: z.string(),
    licence: z.string().nullable(),
    currency: z.string(),
    timeZone: z.string().nullable(),
    address: z
      .object({
        line1: z.string().nullable(),
        line2: z.string().nullable(),
        postcode: z.string().nullable(),
        city: z.string().nullable(),
        region: z.string().nullable(),
        country: z.string().nullable(),
      })
      .meta({ id: 'ListingAddress' })
      .nullable(),
    point: z.object({ latitude: z.number(), longitude: z.number() }).meta({ id: 'ListingPoint' }).nullable(),
    capacity: z
      .object({
        maxGuests: z.int(),
        maxInfants: z.int(),
        maxPets: z.int(),
        bedrooms: z.int().nullable(),
        beds: z.int().nullable(),
        bathrooms: z.number().nullable(),
        bathroomShared: z.boolean(),
      })
      .meta({ id: 'ListingCapacity' }),
    prices: z
      .object({
        base: z.int().nullable(),
        weekend: z.int().nullable(),
        weekendDays: z.array(z.int()).nullable(),
        cleaningFee: z.int(),
        extraGuestFee: z.int(),
        extraGuestsFrom: z.int().nullable(),
        petFee: z.int(),
        weeklyDiscountPercent: z.int(),
        monthlyDiscountPercent: z.int(),
      })
      .meta({ id: 'ListingPrices' }),
    discounts: z
      .object({
        newListing: z.boolean(),
        promotionPercent: z.int(),
        promotionFirstNight: z.string().nullable(),
        promotionLastNight: z.string().nullable(),
        earlyBirdPercent: z.int(),
        earlyBirdDays: z.int().nullable(),
        lastMinutePercent: z.int(),
        lastMinuteDays: z.int().nullable(),
      })
      .meta({ id: 'ListingDiscounts' }),
    bookingRules: z
      .object({
        instantBook: z.boolean(),
        minNights: z.int(),
        minNightsWeekend: z.int().nullable(),
        maxNights: z.int(),
        advanceNoticeDays: z.int(),
        sameDayCutoff: z.string().nullable(),
        preparationNights: z.int(),
        bookingWindowMonths: z.int().nullable(),
        closedToArrival: z.array(z.int()).nullable(),
        closedToDeparture: z.array(z.int()).nullable(),
        checkInTime: z.string(),
        checkOutTime: z.string(),
        cancellationPolicy: z.string(),
      })
      .meta({ id: 'ListingBookingRules' }),
    houseRules: z
      .object({
        smokingAllowed: z.boolean(),
        partiesAllowed: z.boolean(),
        childrenWelcome: z.boolean(),
        quietHours: z.string().nullable(),
        other: z.string().nullable(),
      })
      .meta({ id: 'ListingHouseRules' }),
    amenities: z.array(z.string()),
    photos: z.array(listingPhoto),
  })
  .meta({ id: 'HostProperty' });
