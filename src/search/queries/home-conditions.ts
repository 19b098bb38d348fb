import type { Temporal } from 'temporal-polyfill';
import { absoluteMaxNights } from '../../domain/availability';
import { countedGuests } from '../../domain/guests';
import { addDays, addMonths, countNights, nightOf, weekdayOf, type Night, type StayDates } from '../../domain/night';
import type { Box, Circle, HomeSearch } from '../search-query';
import { nightsAhead } from './closed-nights';

/** Values of a statement in the order in which they are named; `put` returns the place ($1, $2 …). */
export class Values {
  readonly list: unknown[] = [];

  put(value: unknown, type: string): string {
    this.list.push(value);
    return `$${this.list.length}::${type}`;
  }
}

/** What a listed home `s` must meet. With dates these are the domain's rules of a stay, said in SQL; the domain confirms what is shown. */
export function homeConditions(search: HomeSearch, now: Temporal.Instant, values: Values): string[] {
  return [
    's.listed',
    ...areaConditions(search.area, values),
    ...roomConditions(search, values),
    ...(search.stay ? [stayCondition(search.stay, now, values)] : []),
    ...search.words.map((word) => `s.search_text like ${wordPattern(word, values)}`),
  ];
}

/** Folded as the rows are; % and _ stand for themselves. */
const wordPattern = (word: string, values: Values): string =>
  `'%' || regexp_replace(search_fold(${values.put(word, 'text')}), '([\\\\%_])', '\\\\\\1', 'g') || '%'`;

function roomConditions(search: HomeSearch, values: Values): string[] {
  const { guests } = search;
  const atLeast: [column: string, value: number | null, type: string][] = [
    ['max_guests', countedGuests(guests), 'integer'],
    ['max_infants', guests.infants > 0 ? guests.infants : null, 'integer'],
    ['max_pets', guests.pets > 0 ? guests.pets : null, 'integer'],
    ['bedrooms', search.bedrooms, 'integer'],
    ['beds', search.beds, 'integer'],
    ['bathrooms', search.bathrooms, 'numeric'],
    ['rating_mean', search.ratingMin, 'numeric'],
  ];
  const conditions = atLeast.flatMap(([column, value, type]) =>
    value === null ? [] : [`s.${column} >= ${values.put(value, type)}`],
  );
  if (search.amenities.length > 0) conditions.push(`s.amenities @> ${values.put(search.amenities, 'text[]')}`);
  if (search.hostLanguages.length > 0)
    conditions.push(`s.host_languages && ${values.put(search.hostLanguages, 'text[]')}`);
  if (search.type !== null) conditions.push(`lower(s.property_type) = lower(${values.put(search.type, 'text')})`);
  if (search.roomType !== null) conditions.push(`s.room_type = ${values.put(search.roomType, 'text')}`);
  if (search.currency !== null) conditions.push(`s.currency = ${values.put(search.currency, 'text')}`);
  if (search.instantBook) conditions.push('s.instant_book');
  return conditions;
}

/** Only approximate points are asked: boxes that shrink around a home must not find out where it is. */
function areaConditions(area: HomeSearch['area'], values: Values): string[] {
  if (area === null) return [];
  if (area.kind === 'box') return boxConditions(area, values);
  return [
    ...boxConditions(boxAround(area), values),
    `${distanceKm(area, values)} <= ${values.put(area.radiusKm, 'double precision')}`,
  ];
}

function boxConditions({ west, south, east, north }: Omit<Box, 'kind'>, values: Values): string[] {
  const place = (degrees: number) => values.put(degrees, 'double precision');
  const latitude = `s.approximate_latitude between ${place(south)} and ${place(north)}`;
  const from = `s.approximate_longitude >= ${place(west)}`;
  const to = `s.approximate_longitude <= ${place(east)}`;
  return [latitude, west > east ? `(${from} or ${to})` : `${from} and ${to}`];
}

const earthRadiusKm = 6371.0088;
const degrees = (radians: number): number => (radians * 180) / Math.PI;
const wrapped = (longitude: number): number => ((((longitude + 180) % 360) + 360) % 360) - 180;

/** The box that a circle fits in; a circle around a pole has every longitude. A little wider, so that rounding cuts nothing off. */
function boxAround({ latitude, longitude, radiusKm }: Circle): Omit<Box, 'kind'> {
  const angle = radiusKm / earthRadiusKm + 1e-6;
  const [south, north] = [latitude - degrees(angle), latitude + degrees(angle)];
  if (south <= -90 || north >= 90)
    return { west: -180, east: 180, south: Math.max(south, -90), north: Math.min(north, 90) };
  const across = degrees(Math.asin(Math.min(1, Math.sin(angle) / Math.cos((latitude * Math.PI) / 180))));
  return { west: wrapped(longitude - across), east: wrapped(longitude + across), south, north };
}

/** Haversine, to the approximate point. */
export function distanceKm({ latitude, longitude }: Circle, values: Values): string {
  const [lat, lng] = [values.put(latitude, 'double precision'), values.put(longitude, 'double precision')];
  const half = (column: string, centre: string) => `power(sin(radians(s.${column} - ${centre}) / 2), 2)`;
  return `(2 * ${earthRadiusKm} * asin(least(1, sqrt(${half('approximate_latitude', lat)}
    + cos(radians(${lat})) * cos(radians(s.approximate_latitude)) * ${half('approximate_longitude', lng)}))))`;
}

/**
 * One expression, so that the cheap parts come first and the planner takes half of the homes to meet it: figured part by part, it
 * would expect none, and go through all homes of the world for a page of twenty.
 */
function stayCondition(stay: StayDates, now: Temporal.Instant, values: Values): string {
  const nights = values.put(countNights(stay.checkIn, stay.checkOut), 'integer');
  const checkIn = values.put(stay.checkIn, 'date');
  const lastNight = values.put(addDays(stay.checkOut, -1), 'date');
  const least = `case when (s.weekend_days >> ${weekdayOf(stay.checkIn) - 1}) & 1 = 1 then coalesce(s.min_nights_weekend, s.min_nights) else s.min_nights end`;
  const parts = [
    `position(b'1' in substring(s.closed from ${checkIn} - s.closed_from + 1 for ${nights})) = 0`,
    `${lastNight} < s.closed_from + ${nightsAhead}`,
    `(s.closed_to_arrival >> ${weekdayOf(stay.checkIn) - 1}) & 1 = 0`,
    `(s.closed_to_departure >> ${weekdayOf(stay.checkOut) - 1}) & 1 = 0`,
    `case when s.night_rules then ${onArrival('min_nights', checkIn, least)} else ${least} end <= ${nights}`,
    `least(case when s.night_rules then ${onArrival('max_nights', checkIn, 's.max_nights')} else s.max_nights end, ${absoluteMaxNights}) >= ${nights}`,
    `(not s.night_rules or not ${askedThrough(nights, checkIn, lastNight)})`,
    windowCondition(addDays(stay.checkOut, -1), now, lastNight, values),
    noticeCondition(stay.checkIn, now, checkIn, values),
  ];
  return `case when ${parts.join('\n   and ')} then true else false end`;
}

/** Of the ranges that name the number for this night, the host's own counts first, then the one that was made last (as in `loadRanges`). */
const onArrival = (column: string, checkIn: string, usual: string): string =>
  `coalesce((select range.${column} from calendar_ranges range where range.property_id = s.property_id and range.${column} is not null
    and ${checkIn} between range.first_night and range.last_night
    order by coalesce(range.source, 'host') = 'host' desc, range.id desc limit 1), ${usual})`;

/** Whether a night of the stay asks every stay through it for more nights: of the ranges that name that number for it, the first counts. */
const askedThrough = (nights: string, checkIn: string, lastNight: string): string =>
  `exists (select 1 from calendar_ranges range
    cross join lateral generate_series(greatest(range.first_night, ${checkIn}), least(range.last_night, ${lastNight}), interval '1 day') night
    where range.property_id = s.property_id and range.min_nights_through > ${nights}
      and range.first_night <= ${lastNight} and range.last_night >= ${checkIn}
      and not exists (select 1 from calendar_ranges above where above.property_id = s.property_id
        and above.min_nights_through is not null and night::date between above.first_night and above.last_night
        and (coalesce(above.source, 'host') = 'host', above.id) > (coalesce(range.source, 'host') = 'host', range.id)))`;

const utcDate = (now: Temporal.Instant): Night => nightOf(now.toString().slice(0, 10));
const localTime = (now: Temporal.Instant, values: Values): string =>
  `(${values.put(now.toString(), 'timestamptz')} at time zone s.time_zone)`;

/** Local days are at most one away from UTC's: only homes for which that matters are asked what day it is. */
function noticeCondition(night: Night, now: Temporal.Instant, checkIn: string, values: Values): string {
  const daysAhead = countNights(addDays(utcDate(now), 1), night);
  const local = localTime(now, values);
  const exact = `${checkIn} >= ${local}::date + case when s.advance_notice_days > 0 then s.advance_notice_days
    when s.same_day_cutoff is not null and to_char(${local}, 'HH24:MI:SS.US') > s.same_day_cutoff || ':00.000000' then 1 else 0 end`;
  return daysAhead < 1 ? exact : `(s.advance_notice_days <= ${values.put(daysAhead, 'integer')} or ${exact})`;
}

function windowCondition(night: Night, now: Temporal.Instant, lastNight: string, values: Values): string {
  const certain = monthsUntil(night, addDays(utcDate(now), -1));
  const possible = monthsUntil(night, addDays(utcDate(now), 1));
  if (certain === possible) return `s.booking_window_months >= ${values.put(certain, 'integer')}`;
  return `(s.booking_window_months >= ${values.put(certain, 'integer')} or (s.booking_window_months >= ${values.put(possible, 'integer')}
    and ${lastNight} <= (${localTime(now, values)}::date + s.booking_window_months * interval '1 month')::date))`;
}

/** The least number of months that reaches from a day to a night. */
function monthsUntil(night: Night, today: Night): number {
  const yearsApart = Number(night.slice(0, 4)) - Number(today.slice(0, 4));
  let months = Math.max(0, yearsApart * 12 - 12);
  while (addMonths(today, months) < night) months += 1;
  return months;
}
