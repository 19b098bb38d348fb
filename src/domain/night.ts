/**
 * A night is named by the calendar date on which it begins, at the property: 'YYYY-MM-DD'.
 * A stay is the half-open range [check-in, check-out). Everything here is integer arithmetic on the proleptic
 * Gregorian calendar: search and availability walk many nights, and a date object for each would cost too much.
 */

declare const nightBrand: unique symbol;
export type Night = string & { readonly [nightBrand]: true };

/** ISO 8601 weekday: Monday is 1, Sunday is 7. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** A stay's dates, half-open: the night of `checkOut` is not part of it. */
export interface StayDates {
  readonly checkIn: Night;
  readonly checkOut: Night;
}

/** Years that a caller may name. */
const firstYear = 1970;
const lastYear = 9998;
/** Arithmetic goes a year further at both ends, so that preparation time around the first or last night is no fault. */
const firstComputedYear = firstYear - 1;
const lastComputedYear = lastYear + 1;
const shape = /^(\d{4})-(\d{2})-(\d{2})$/;
const daysPerMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

const isLeapYear = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

function daysInMonth(year: number, month: number): number {
  return month === 2 && isLeapYear(year) ? 29 : (daysPerMonth[month - 1] as number);
}

/** Reads a real date of the years 1970 to 9998; anything else is null. */
export function parseNight(text: unknown): Night | null {
  if (typeof text !== 'string') return null;
  const match = shape.exec(text);
  if (match === null) return null;
  const year = Number(match[1]);
  const month = Number(match[2]);
  const day = Number(match[3]);
  if (year < firstYear || year > lastYear || month < 1 || month > 12) return null;
  return day >= 1 && day <= daysInMonth(year, month) ? (text as Night) : null;
}

/** For dates known to be right (own code, own database); a wrong one is a fault. */
export function nightOf(text: string): Night {
  const night = parseNight(text);
  if (night === null) throw new RangeError(`Not a night between ${firstYear} and ${lastYear}: ${text}`);
  return night;
}

/** Days from 1970-01-01 to the first day of a year. */
function daysBeforeYear(year: number): number {
  const y = year - 1;
  return y * 365 + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) - 719162;
}

const daysBeforeMonth = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334] as const;

/** Days since 1970-01-01, which is 0. */
export function dayNumber(night: Night): number {
  const year = twoDigits(night, 0) * 100 + twoDigits(night, 2);
  const month = twoDigits(night, 5);
  const leapDay = month > 2 && isLeapYear(year) ? 1 : 0;
  return daysBeforeYear(year) + (daysBeforeMonth[month - 1] as number) + leapDay + twoDigits(night, 8) - 1;
}

const zero = '0'.charCodeAt(0);
const twoDigits = (text: string, at: number): number =>
  (text.charCodeAt(at) - zero) * 10 + text.charCodeAt(at + 1) - zero;

const pad = (value: number, width: number): string => String(value).padStart(width, '0');
const firstDayNumber = daysBeforeYear(firstComputedYear);
const lastDayNumber = daysBeforeYear(lastComputedYear + 1) - 1;

/** Names of the days that most stays are about, from 1970 on, once made. */
const knownNights: Night[] = [];
const knownNightsMax = 50_000;

/** The night of a day number; outside of 1969 to 9999 it is a fault. */
export function nightOfDayNumber(day: number): Night {
  const known = knownNights[day];
  if (known !== undefined) return known;
  const night = nameOfDay(day);
  if (day >= 0 && day < knownNightsMax) knownNights[day] = night;
  return night;
}

function nameOfDay(day: number): Night {
  if (!Number.isInteger(day) || day < firstDayNumber || day > lastDayNumber) {
    throw new RangeError(`Not a day number: ${day}`);
  }
  // The mean year is 365.2425 days, so the guess is at most one year off.
  let year = firstYear + Math.floor(day / 365.2425);
  if (daysBeforeYear(year + 1) <= day) year += 1;
  else if (daysBeforeYear(year) > day) year -= 1;
  let rest = day - daysBeforeYear(year);
  let month = 1;
  while (rest >= daysInMonth(year, month)) {
    rest -= daysInMonth(year, month);
    month += 1;
  }
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(rest + 1, 2)}` as Night;
}

export const addDays = (night: Night, days: number): Night => nightOfDayNumber(dayNumber(night) + days);

/** The same day of a later month, or that month's last day: 01-31 plus one month is 02-28. */
export function addMonths(night: Night, months: number): Night {
  const index = Number(night.slice(0, 4)) * 12 + Number(night.slice(5, 7)) - 1 + months;
  const year = Math.floor(index / 12);
  const month = (index % 12) + 1;
  if (year < firstComputedYear || year > lastComputedYear)
    throw new RangeError(`No such night: ${night} plus ${months} months`);
  const day = Math.min(Number(night.slice(8, 10)), daysInMonth(year, month));
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}` as Night;
}

/** 1970-01-01 was a Thursday; 371 is a whole number of weeks that keeps the days of 1969 positive. */
export const weekdayOf = (night: Night): Weekday => (((dayNumber(night) + 371 + 3) % 7) + 1) as Weekday;

/** Nights of [checkIn, checkOut); negative where the dates are the wrong way round. */
export const countNights = (checkIn: Night, checkOut: Night): number => dayNumber(checkOut) - dayNumber(checkIn);

/** Every night of [checkIn, checkOut), in order; none where the dates are the wrong way round. */
export function nightsBetween(checkIn: Night, checkOut: Night): Night[] {
  const nights: Night[] = [];
  const end = dayNumber(checkOut);
  for (let day = dayNumber(checkIn); day < end; day += 1) nights.push(nightOfDayNumber(day));
  return nights;
}

/** Half-open ranges clash when each begins before the other ends: [10, 13) and [13, 15) do not. */
export const staysClash = (a: StayDates, b: StayDates): boolean => a.checkIn < b.checkOut && b.checkIn < a.checkOut;

/** Whether a night is part of [checkIn, checkOut). ISO dates compare as text. */
export const stayHasNight = (stay: StayDates, night: Night): boolean => stay.checkIn <= night && night < stay.checkOut;
