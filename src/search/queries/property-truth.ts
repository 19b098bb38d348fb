import { currencies } from '../../domain/currency';
import { defaultWeekendDays } from '../../domain/property-terms';

/**
 * The one home of the way from tables to `PropertyTerms`: used by the booking engine on the truth, under the property's lock,
 * and by the read model, whose `terms` column is the same expression.
 */

/** Properties `p` with their components and host, one row each. Strapi keeps components beside the table, one link row per field. */
export const propertyTruth = `
properties p
left join host_profiles host on host.id = p.host_id
left join lateral (
  select max(link.cmp_id) filter (where link.field = 'address') as address_id,
    max(link.cmp_id) filter (where link.field = 'point') as point_id,
    max(link.cmp_id) filter (where link.field = 'capacity') as capacity_id,
    max(link.cmp_id) filter (where link.field = 'prices') as prices_id,
    max(link.cmp_id) filter (where link.field = 'discounts') as discounts_id,
    max(link.cmp_id) filter (where link.field = 'bookingRules') as rules_id
  from properties_cmps link where link.entity_id = p.id
) component on true
left join components_property_address address on address.id = component.address_id
left join components_property_point point on point.id = component.point_id
left join components_property_capacity capacity on capacity.id = component.capacity_id
left join components_property_prices prices on prices.id = component.prices_id
left join components_property_discounts discounts on discounts.id = component.discounts_id
left join components_property_booking_rules rules on rules.id = component.rules_id`;

/** Hosts may set 36 months at most; a home without a window of its own is sold no further ahead than that. */
export const maxBookingWindowMonths = 36;

/** What the admin panel allows; how far a sold night can reach. */
export const maxPreparationNights = 7;

const instantBook = 'coalesce(rules.instant_book, true)';
const weekdays = (column: string) =>
  `(select coalesce(jsonb_agg(day order by day), '[]') from generate_series(1, 7) day where ${column} @> to_jsonb(day))`;
const weekdayMask = (column: string) =>
  `(select coalesce(sum(1 << (day - 1)), 0) from generate_series(1, 7) day where ${column} @> to_jsonb(day))::smallint`;

/** What is no list counts as not said: Friday and Saturday. An empty list is an answer, a home without weekend nights. */
const weekendDays = `case when jsonb_typeof(prices.weekend_days) = 'array' then prices.weekend_days else jsonb '${JSON.stringify(defaultWeekendDays)}' end`;

/** A discount with what it needs to be one; null where its host does not give it. */
const discountBy = (name: string) =>
  `case when discounts.${name}_percent > 0 and discounts.${name}_days is not null
    then jsonb_build_object('daysBefore', discounts.${name}_days, 'basisPoints', discounts.${name}_percent * 100) end`;
const promotion = `case when discounts.promotion_percent > 0 and discounts.promotion_last_night >= discounts.promotion_first_night
    then jsonb_build_object('firstNight', discounts.promotion_first_night, 'lastNight', discounts.promotion_last_night,
      'basisPoints', discounts.promotion_percent * 100) end`;

/** What search filters by, where the terms hold the same: said once for both. */
export const rule = {
  maxInfants: 'coalesce(capacity.max_infants, 2)',
  maxPets: 'coalesce(capacity.max_pets, 0)',
  instantBook,
  minNights: 'coalesce(rules.min_nights, 1)',
  minNightsWeekend: 'rules.min_nights_weekend',
  maxNights: 'coalesce(rules.max_nights, 365)',
  advanceNoticeDays: 'coalesce(rules.advance_notice_days, 0)',
  sameDayCutoff: "nullif(rules.same_day_cutoff, '')",
  preparationNights: `least(coalesce(rules.preparation_nights, 0), ${maxPreparationNights})`,
  bookingWindowMonths: `coalesce(rules.booking_window_months, ${maxBookingWindowMonths})`,
  closedToArrivalMask: weekdayMask('rules.closed_to_arrival'),
  closedToDepartureMask: weekdayMask('rules.closed_to_departure'),
  weekendDaysMask: weekdayMask(`(${weekendDays})`),
  timeZone: 'known_time_zone(p.time_zone)',
} as const;

/** `PropertyTerms` as JSON; null where something is missing without which a home cannot be sold. */
export const termsJson = `
case when p.host_id is not null and capacity.id is not null and rules.id is not null and coalesce(prices.base, 0) > 0
  and capacity.max_guests is not null and p.currency = any('{${currencies.join(',')}}'::text[]) and p.state is not null and ${rule.timeZone} is not null
then jsonb_build_object(
  'propertyId', p.id,
  'documentId', p.document_id,
  'hostId', p.host_id,
  'hostUserId', host.user_id,
  'state', p.state,
  'timeZone', p.time_zone,
  'currency', p.currency,
  'capacity', jsonb_build_object(
    'maxGuests', capacity.max_guests, 'maxInfants', ${rule.maxInfants}, 'maxPets', ${rule.maxPets},
    'bedrooms', coalesce(capacity.bedrooms, 0), 'beds', coalesce(capacity.beds, 0), 'bathrooms', coalesce(capacity.bathrooms, 0)),
  'prices', jsonb_build_object(
    'base', prices.base, 'weekend', prices.weekend, 'weekendDays', ${weekdays(`(${weekendDays})`)},
    'cleaningFee', coalesce(prices.cleaning_fee, 0), 'extraGuestFee', coalesce(prices.extra_guest_fee, 0),
    'extraGuestsFrom', coalesce(prices.extra_guests_from, capacity.max_guests), 'petFee', coalesce(prices.pet_fee, 0)),
  'discounts', jsonb_build_object(
    'weekly', coalesce(prices.weekly_discount_percent, 0) * 100, 'monthly', coalesce(prices.monthly_discount_percent, 0) * 100,
    'newListing', coalesce(discounts.new_listing, false), 'promotion', ${promotion},
    'earlyBird', ${discountBy('early_bird')}, 'lastMinute', ${discountBy('last_minute')}),
  'rules', jsonb_build_object(
    'minNights', ${rule.minNights}, 'minNightsWeekend', ${rule.minNightsWeekend}, 'maxNights', ${rule.maxNights},
    'advanceNoticeDays', ${rule.advanceNoticeDays}, 'sameDayCutoff', ${rule.sameDayCutoff},
    'preparationNights', ${rule.preparationNights}, 'bookingWindowMonths', ${rule.bookingWindowMonths},
    'closedToArrival', ${weekdays('rules.closed_to_arrival')}, 'closedToDeparture', ${weekdays('rules.closed_to_departure')},
    'checkInTime', coalesce(nullif(rules.check_in_time, ''), '15:00'), 'checkOutTime', coalesce(nullif(rules.check_out_time, ''), '11:00'),
    'instantBook', ${instantBook}),
  'cancellationPolicy', coalesce(rules.cancellation_policy, 'moderate'))
end`;
