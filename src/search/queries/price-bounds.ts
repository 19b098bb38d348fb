import { countedGuests, peopleUnder, type GuestCounts } from '../../domain/guests';
import { countNights, weekdayOf, addDays, type Night, type StayDates } from '../../domain/night';
import { monthlyNights, weeklyNights, type NewListingOffer } from '../../domain/property-terms';
import { taxedNightCount, type TaxRule } from '../../domain/tax';
import type { MarketplaceConfig } from '../../marketplace-config';
import type { Values } from './values';

/** What the price of a stay hangs on beside the home and the stay. */
export interface StayPricing {
  /** The charge step of the one currency that all homes asked for are priced in. */
  readonly step: number;
  readonly guestFeeBasisPoints: number;
  readonly newListing: NewListingOffer;
  readonly taxes: MarketplaceConfig['taxes'];
}

/** SQL of a stay's dates, as `homesAsked` has them. */
interface StaySql {
  readonly checkIn: string;
  readonly checkOut: string;
}

/**
 * A lateral join that yields `price (low, high)`: the least and the most that a stay at a home `s` can cost, in minor units. What
 * it costs is for the domain to say (src/domain/price.ts), which takes far longer: most homes are ruled out by these two numbers. Both are
 * exact but for rounding where a home has neither a price of its own for one of the nights nor a discount that hangs on when it is booked.
 * A home whose row does not hold its prices yet may cost anything.
 */
export function priceBounds(
  stays: readonly StayDates[],
  stay: StaySql,
  guests: GuestCounts,
  { step, guestFeeBasisPoints, newListing, taxes }: StayPricing,
  values: Values,
): string {
  const [first] = stays;
  if (!first) throw new Error('priceBounds: a stay has dates');
  // Those of one search are all as long.
  const nights = countNights(first.checkIn, first.checkOut);
  const share = (basisPoints: number) => basisPoints / 10_000;
  const fee = 1 + share(guestFeeBasisPoints);
  const taxed = taxes.map((tax) => taxAt(tax, nights, guests, fee - 1, values));
  const sum = (parts: readonly string[]) => (parts.length > 0 ? parts.join(' + ') : '0');
  const total = (accommodation: string, side: 'low' | 'high') =>
    `(${accommodation} + extra) * ${fee} + ${sum(taxed.map((tax) => tax[side]))}`;
  // Each rounding is off by half a step at most: of nights, of the discount, of the fee and of each tax, whose own nights are shared out too.
  const counted = countedGuests(guests);
  const units = nights * (1 + counted) + taxed.reduce((all, tax) => all + tax.units, 3);
  const slack = step * ((step > 1 ? units : 0) + 3 + 2 * taxes.length) + nights;
  return `cross join lateral (
    select ${nightSums(stays, stay, nights)}
  ) sums cross join lateral (
    select sums.low * (1 - ${mostDiscount(nights, newListing)} / 10000.0::double precision) as low, sums.high * (1 - ${leastDiscount(nights, newListing)} / 10000.0::double precision) as high,
      sums.night_low * (1 - ${mostDiscount(nights, newListing)} / 10000.0::double precision) as night_low, sums.night_high * (1 - ${leastDiscount(nights, newListing)} / 10000.0::double precision) as night_high,
      (greatest(0, ${counted} - coalesce(s.extra_guests_from, s.max_guests)) * ${nights} * coalesce(s.extra_guest_fee, 0))::double precision as extra_guests,
      ${guests.pets > 0 ? 'coalesce(s.pet_fee, 0)' : '0'}::double precision as pets, coalesce(s.cleaning_fee, 0)::double precision as cleaning
  ) stayed cross join lateral (
    select stayed.extra_guests + stayed.pets + stayed.cleaning as extra
  ) fees cross join lateral (
    select case when s.night_prices is null then 0 else ${total('stayed.low', 'low')} - ${slack} end as low,
      case when s.night_prices is null then 'infinity' else ${total('stayed.high', 'high')} + ${slack} end as high
  ) price`;
}

/** The sum of the nights' prices, and a single night's, each at least and at most. */
function nightSums(stays: readonly StayDates[], stay: StaySql, nights: number): string {
  const usual = stays.length === 1 ? weekendNights(stays[0] as StayDates) : null;
  const cheapest = 'least(s.base_price, s.weekend_price)';
  const dearest = 'greatest(s.base_price, s.weekend_price)';
  const sum = (all: string) =>
    usual === null
      ? `${all} * ${nights}`
      : `s.base_price * ${nights} + coalesce(s.weekend_price - s.base_price, 0) * (${usual})`;
  const override = (extreme: 'min' | 'max') =>
    `(select ${extreme}(range.price) from calendar_ranges range where range.property_id = s.property_id and range.price is not null
      and range.first_night < ${stay.checkOut} and range.last_night >= ${stay.checkIn})`;
  return `case when s.night_prices then least(${cheapest}, ${override('min')}) * ${nights} else ${sum(cheapest)} end::double precision as low,
    case when s.night_prices then greatest(${dearest}, ${override('max')}) * ${nights} else ${sum(dearest)} end::double precision as high,
    case when s.night_prices then least(${cheapest}, ${override('min')}) else ${cheapest} end::double precision as night_low,
    case when s.night_prices then greatest(${dearest}, ${override('max')}) else ${dearest} end::double precision as night_high`;
}

/** SQL of how many nights of a stay are weekend nights of a home `s`. */
function weekendNights({ checkIn, checkOut }: StayDates): string {
  const byDay = new Map<number, number>();
  for (let night: Night = checkIn; night < checkOut; night = addDays(night, 1)) {
    const bit = weekdayOf(night) - 1;
    byDay.set(bit, (byDay.get(bit) ?? 0) + 1);
  }
  return [...byDay].map(([bit, count]) => `((s.weekend_days >> ${bit}) & 1) * ${count}`).join(' + ');
}

/** What the length of the stay takes off, in basis points; of a discount that comes before it the domain knows. */
function lengthDiscount(nights: number): string {
  if (nights >= monthlyNights) return 'coalesce(s.monthly_discount, s.weekly_discount, 0)';
  return nights >= weeklyNights ? 'coalesce(s.weekly_discount, 0)' : '0';
}

const isOffered = ({ bookings, basisPoints }: NewListingOffer): boolean => bookings > 0 && basisPoints > 0;

function mostDiscount(nights: number, offer: NewListingOffer): string {
  const first = isOffered(offer) ? `case when s.new_listing then ${offer.basisPoints} else 0 end` : '0';
  return `least(10000, greatest(${lengthDiscount(nights)}, coalesce(s.other_discount, 0), ${first}))`;
}

/** Any discount may turn out to be none, but that of the length where there is no other. */
function leastDiscount(nights: number, offer: NewListingOffer): string {
  const none = isOffered(offer) ? 's.other_discount is null and not s.new_listing' : 's.other_discount is null';
  return `case when ${none} then least(10000, ${lengthDiscount(nights)}) else 0 end`;
}

/** SQL of what a tax asks of a home where it holds, at least and at most; of the columns that `priceBounds` makes. */
function taxAt(
  { country, region, city, rule }: MarketplaceConfig['taxes'][number],
  nights: number,
  guests: GuestCounts,
  feeShare: number,
  values: Values,
): { readonly low: string; readonly high: string; readonly units: number } {
  const place = [
    `s.country = ${values.put(country, 'text')}`,
    ...(region === null ? [] : [`s.region = ${values.put(region, 'text')}`]),
    ...(city === null ? [] : [`s.city = ${values.put(city, 'text')}`]),
  ].join(' and ');
  const at = (amount: string) => `case when ${place} then ${amount} else 0 end`;
  const taxedNights = taxedNightCount(rule as TaxRule, nights);
  if (rule.kind !== 'percent') {
    const units = countedUnits(rule as TaxRule, taxedNights, guests);
    const amount = at(String(units * rule.amount));
    return { low: amount, high: amount, units };
  }
  if (taxedNights === 0) return { low: at('0'), high: at('0'), units: 0 };
  const of = (side: 'low' | 'high') => {
    const accommodation = taxedNights < nights ? `stayed.night_${side} * ${taxedNights}` : `stayed.${side}`;
    const parts = rule.of.map((line) => {
      if (line === 'accommodation') return accommodation;
      return line === 'guest_service_fee' ? `(stayed.${side} + extra) * ${feeShare}` : `stayed.${line}`;
    });
    return at(`(${parts.join(' + ')}) * ${rule.basisPoints / 10_000}`);
  };
  return { low: of('low'), high: of('high'), units: 1 };
}

/** What a tax that is no percentage is counted by. */
function countedUnits(rule: TaxRule, nights: number, guests: GuestCounts): number {
  if (rule.kind === 'per_night') return nights;
  if (rule.kind === 'per_stay') return nights === 0 ? 0 : 1;
  if (rule.kind === 'percent') return 0;
  const exempt = rule.exemptUnderAge == null ? 0 : peopleUnder(rule.exemptUnderAge, guests);
  return nights * (countedGuests(guests) + guests.infants - exempt);
}
