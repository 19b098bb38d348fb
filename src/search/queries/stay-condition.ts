import type { Temporal } from 'temporal-polyfill';
import { addDays, addMonths, countNights, nightOf, weekdayOf, type Night, type StayDates } from '../../domain/night';
import { nightsAhead } from './closed-nights';
import { isoOf, type Values } from './values';

/** SQL of a stay, in a statement: values of it, or columns of a row that holds them. */
interface StayTerms {
  readonly checkIn: string;
  readonly lastNight: string;
  readonly nights: string;
  /** As many open nights: not before what `closed` has of them, which ends with its last closed one, unless there is a closed one. */
  readonly open: string;
  /** `closed` counts its nights from 1. */
  readonly dayAfterCheckIn: string;
  /** The bit of the weekday, in numbers that have one for each. */
  readonly arrival: string;
  readonly departure: string;
  /** Months of a booking window that reach the last night wherever the home is, and somewhere at least. */
  readonly certainMonths: string;
  readonly possibleMonths: string;
  /** Days of notice that are given wherever the home is; below 0 where that cannot be said. */
  readonly daysAhead: string;
}

/** What of a stay is figured here, not by the database. Of `now` it hangs on UTC's day alone. */
const figures = ({ checkIn, checkOut }: StayDates, now: Temporal.Instant) => {
  const today = nightOf(isoOf(now).slice(0, 10));
  const lastNight = addDays(checkOut, -1);
  const daysAhead = countNights(addDays(today, 1), checkIn);
  const nights = countNights(checkIn, checkOut);
  return {
    checkIn,
    lastNight,
    nights,
    open: '0'.repeat(nights),
    dayAfterCheckIn: addDays(checkIn, 1),
    arrival: bitOf(checkIn),
    departure: bitOf(checkOut),
    // Local days are at most one away from UTC's.
    certainMonths: monthsUntil(lastNight, addDays(today, -1)),
    possibleMonths: monthsUntil(lastNight, addDays(today, 1)),
    daysAhead: daysAhead < 1 ? -1 : daysAhead,
  };
};

const bitOf = (day: Night): number => 1 << (weekdayOf(day) - 1);

const types: Readonly<Record<keyof StayTerms, string>> = {
  checkIn: 'date',
  lastNight: 'date',
  nights: 'integer',
  open: 'varbit',
  dayAfterCheckIn: 'date',
  arrival: 'smallint',
  departure: 'smallint',
  certainMonths: 'integer',
  possibleMonths: 'integer',
  daysAhead: 'integer',
};
const names = Object.keys(types) as (keyof StayTerms)[];

/** That a home `s` can be booked for this stay, and SQL of its dates: the condition's own values, since a value that a statement does not use is none. */
export function stayCondition(
  stay: StayDates,
  now: Temporal.Instant,
  values: Values,
): { readonly holds: string; readonly checkIn: string; readonly checkOut: string } {
  const figured = figures(stay, now);
  const terms = Object.fromEntries(
    names.map((name) => [name, values.put(figured[name], types[name])]),
  ) as unknown as StayTerms;
  return {
    holds: condition(terms, localTime(now, values)),
    checkIn: terms.checkIn,
    checkOut: `${terms.lastNight} + 1`,
  };
}

/** A lateral join that yields the first of these stays, as `stay (check_in, check_out)`, that a home `s` can be booked for. */
export function anyStay(stays: readonly StayDates[], now: Temporal.Instant, values: Values): string {
  const figured = stays.map((stay) => figures(stay, now));
  const lists = names.map((name) => values.put(figured.map((each) => each[name]), `${types[name]}[]`)); // prettier-ignore
  const columns = Object.fromEntries(names.map((name) => [name, `wish."${name}"`])) as unknown as StayTerms;
  return `cross join lateral (
    select wish."checkIn" as check_in, wish."lastNight" + 1 as check_out
    from unnest(${lists.join(', ')}) with ordinality as wish (${names.map((name) => `"${name}"`).join(', ')}, place)
    where ${condition(columns, localTime(now, values))} order by wish.place limit 1
  ) stay`;
}

const localTime = (now: Temporal.Instant, values: Values): string =>
  `(${values.putMoment(now)} at time zone s.time_zone)`;

/**
 * The domain's rules of a stay (src/domain/availability.ts), said in SQL. One expression, so that the cheap parts come first and the
 * planner takes half of the homes to meet it: figured part by part, it would expect none, and go through all homes of the world for
 * a page of twenty. In as few steps as can be: each is taken for every home of the place.
 */
function condition(stay: StayTerms, local: string): string {
  const { lastNight, nights, open, dayAfterCheckIn, arrival, departure } = stay;
  const parts = [
    `substring(s.closed from ${dayAfterCheckIn} - s.closed_from for ${nights}) <= ${open}`,
    `${lastNight} < s.closed_from + ${nightsAhead}`,
    `s.closed_to_arrival & ${arrival} = 0`,
    `s.closed_to_departure & ${departure} = 0`,
    lengthCondition(stay),
    windowCondition(stay, local),
    noticeCondition(stay, local),
  ];
  return `case when ${parts.join('\n   and ')} then true else false end`;
}

/** What a home asks of the number of nights; only where its nights have rules of their own, are they looked up. */
function lengthCondition({ checkIn, lastNight, nights, arrival }: StayTerms): string {
  const least = `case when s.weekend_days & ${arrival} = 0 then s.min_nights else coalesce(s.min_nights_weekend, s.min_nights) end`;
  const own = [
    `${onArrival('min_nights', checkIn, least)} <= ${nights}`,
    `${onArrival('max_nights', checkIn, 's.max_nights')} >= ${nights}`,
    `not ${askedThrough(nights, checkIn, lastNight)}`,
  ];
  return `case when s.night_rules then ${own.join('\n     and ')} else ${least} <= ${nights} and s.max_nights >= ${nights} end`;
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

/** Only homes for which it matters are asked what day it is there. */
const noticeCondition = ({ checkIn, daysAhead }: StayTerms, local: string): string =>
  `(s.advance_notice_days <= ${daysAhead} or ${checkIn} >= ${local}::date + case when s.advance_notice_days > 0 then s.advance_notice_days
    when s.same_day_cutoff is not null and to_char(${local}, 'HH24:MI:SS.US') > s.same_day_cutoff || ':00.000000' then 1 else 0 end)`;

const windowCondition = ({ lastNight, certainMonths, possibleMonths }: StayTerms, local: string): string =>
  `(s.booking_window_months >= ${certainMonths} or (s.booking_window_months >= ${possibleMonths}
    and ${lastNight} <= (${local}::date + s.booking_window_months * interval '1 month')::date))`;

/** The least number of months that reaches from a day to a night. */
function monthsUntil(night: Night, today: Night): number {
  const monthOf = (day: Night) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
  const months = Math.max(0, monthOf(night) - monthOf(today));
  return addMonths(today, months) < night ? months + 1 : months;
}
