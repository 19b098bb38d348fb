import { pointsForPicture } from '../../domain/ranking';
import { closedNights } from './closed-nights';
import { propertyTruth, rule, termsJson } from './property-truth';

/** Columns of search_property, in the order in which `searchRows` yields them. */
export const searchColumns = [
  'property_id', 'document_id', 'listed', 'state', 'published_on', 'host_id', 'host_document_id', 'host_name', 'host_superhost',
  'name', 'neighbourhood', 'city', 'region', 'country', 'search_text', 'property_type', 'room_type',
  'latitude', 'longitude', 'approximate_latitude', 'approximate_longitude',
  'max_guests', 'max_infants', 'max_pets', 'bedrooms', 'beds', 'bathrooms', 'amenities', 'currency', 'base_price',
  'rating_mean', 'rating_count', 'ranking', 'instant_book', 'min_nights', 'min_nights_weekend', 'weekend_days', 'max_nights', 'night_rules',
  'advance_notice_days', 'same_day_cutoff', 'booking_window_months', 'closed_to_arrival', 'closed_to_departure', 'time_zone',
  'host_languages', 'card', 'photos', 'terms', 'closed_from', 'closed',
  'local_price', 'weekend_price', 'cleaning_fee', 'extra_guest_fee', 'extra_guests_from', 'pet_fee',
  'weekly_discount', 'monthly_discount', 'other_discount', 'new_listing', 'night_prices',
] as const; // prettier-ignore

/** Whose account the host's is comes and goes without the home: search does not need to know. */
const termsOfHome = `(${termsJson}) || '{"hostUserId": null}'::jsonb`;

/** How many pictures a card shows. */
export const photosOnCard = 5;

/**
 * What a result shows of a home, as `HomeCard` in search/operations.ts has it, without what changes by itself (its pictures) and what hangs on the
 * dates (its price). It never holds the exact point.
 */
const card = `json_build_object('documentId', document_id, 'name', name, 'propertyType', property_type, 'roomType', room_type,
    'neighbourhood', neighbourhood, 'city', city, 'region', region, 'country', country,
    'approximatePoint', json_build_object('latitude', approximate_latitude, 'longitude', approximate_longitude),
    'rooms', json_build_object('maxGuests', max_guests, 'bedrooms', bedrooms, 'beds', beds, 'bathrooms', bathrooms::double precision),
    'amenities', amenities, 'rating', json_build_object('mean', rating_mean::double precision, 'count', rating_count), 'instantBook', instant_book,
    'host', case when host_document_id is not null then
      json_build_object('documentId', host_document_id, 'displayName', coalesce(host_name, ''), 'superhost', host_superhost) end)::text`;

const percentages = (...names: readonly string[]) =>
  `nullif(greatest(${names.map((name) => `coalesce(discounts.${name}_percent, 0)`).join(', ')}, 0), 0) * 100`;
const lengthDiscount = (name: string) => `nullif(greatest(coalesce(prices.${name}_discount_percent, 0), 0), 0) * 100`;

/** What the limits of a stay's price are figured by (price-bounds.ts); null for nothing, which takes no room. */
const priceParts = `prices.weekend as weekend_price, nullif(prices.cleaning_fee, 0) as cleaning_fee, nullif(prices.extra_guest_fee, 0) as extra_guest_fee,
    prices.extra_guests_from, nullif(prices.pet_fee, 0) as pet_fee, ${lengthDiscount('weekly')} as weekly_discount, ${lengthDiscount('monthly')} as monthly_discount,
    ${percentages('promotion', 'early_bird', 'last_minute')} as other_discount, coalesce(discounts.new_listing, false) as new_listing,
    exists (select 1 from calendar_ranges range where range.property_id = p.id and range.price is not null and range.last_night >= given.closed_from) as night_prices`;

/** Codes in lower case; what is no list counts as none. */
const hostLanguages = `array(select lower(language) from jsonb_array_elements_text(
    case when jsonb_typeof(host.languages) = 'array' then host.languages else '[]' end) language order by 1)`;

/**
 * The rows as they should be, from the truth. $1 property ids; beside each, what the domain's functions made of the facts:
 * $2 and $3 approximate latitude and longitude, $4 the mean that is shown, $5 reviews, $6 score without pictures, $7 base date,
 * $8 the price of the city that the score was made with.
 */
export const searchRows = `
with given as (
  select * from unnest($1::integer[], $2::double precision[], $3::double precision[], $4::numeric[], $5::integer[], $6::double precision[], $7::date[], $8::bigint[])
    as given (property_id, approximate_latitude, approximate_longitude, rating_mean, rating_count, score, closed_from, local_price)
), truth as (
  select given.closed_from, given.approximate_latitude, given.approximate_longitude, given.rating_mean, given.rating_count, given.score, given.local_price,
    p.id as property_id, p.document_id, coalesce(p.state, 'draft') as state, coalesce(p.published_on, p.created_at, timestamp 'epoch') as published_on, p.host_id,
    host.document_id as host_document_id, host.display_name as host_name, coalesce(host.superhost, false) as host_superhost, ${hostLanguages} as host_languages,
    coalesce(p.name, '') as name, p.neighbourhood, address.city, address.region, address.country,
    search_fold(concat_ws(' ', p.name, p.neighbourhood, address.city, address.region)) as search_text,
    p.property_type, p.room_type, point.latitude, point.longitude,
    capacity.max_guests, ${rule.maxInfants} as max_infants, ${rule.maxPets} as max_pets,
    capacity.bedrooms, capacity.beds, capacity.bathrooms,
    array(select amenity.code::text from properties_amenities_lnk link join amenities amenity on amenity.id = link.amenity_id
      where link.property_id = p.id order by amenity.code collate "C") as amenities,
    coalesce(p.currency, '') as currency, prices.base as base_price, ${rule.instantBook} as instant_book,
    ${rule.minNights} as min_nights, ${rule.minNightsWeekend} as min_nights_weekend, ${rule.weekendDaysMask} as weekend_days, ${rule.maxNights} as max_nights,
    exists (select 1 from calendar_ranges range where range.property_id = p.id
      and (range.min_nights is not null or range.min_nights_through is not null or range.max_nights is not null) and range.last_night >= given.closed_from) as night_rules,
    ${rule.advanceNoticeDays} as advance_notice_days, ${rule.sameDayCutoff} as same_day_cutoff,
    ${rule.bookingWindowMonths} as booking_window_months, ${rule.preparationNights} as preparation_nights,
    ${rule.closedToArrivalMask} as closed_to_arrival, ${rule.closedToDepartureMask} as closed_to_departure,
    ${priceParts},
    ${rule.timeZone} as time_zone, ${termsOfHome} as terms, home_photos(p.id, ${photosOnCard})::text as photos
  from given join (${propertyTruth}) on p.id = given.property_id
  where p.id = any($1::integer[])
), nights as materialized (${closedNights('truth', '$1::integer[]')}), wanted as (
  select truth.*, ${card} as card,
    round((truth.score + ${pointsForPicture} * jsonb_array_length(truth.photos::jsonb))::numeric, 6)::double precision as ranking, coalesce(nights.closed, b''::varbit) as closed,
    truth.state = 'published' and truth.terms is not null and truth.approximate_latitude is not null as listed
  from truth left join nights using (property_id)
)
select ${searchColumns.join(', ')} from wanted`;
