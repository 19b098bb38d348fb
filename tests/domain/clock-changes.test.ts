/** Stays over the days on which the clock changes, where it changes by an hour, by half an hour, and not at all. */
import { Temporal } from 'temporal-polyfill';
import fc from 'fast-check';
import { earliestCheckIn } from '../../src/domain/availability';
import { holdExpiresAt, requestExpiresAt } from '../../src/domain/booking-deadlines';
import { cancellationPolicies } from '../../src/domain/cancellation-policy';
import { refundFor, type BookedStay } from '../../src/domain/cancellation';
import { addDays, countNights, nightOf, nightOfDayNumber, nightsBetween } from '../../src/domain/night';
import { priceStay } from '../../src/domain/price';
import { reviewWindowClosesAt } from '../../src/domain/review-rules';
import { localDate, localTime, wallClock, wallClockBefore } from '../../src/domain/stay-time';
import { at, givenStay, givenTerms } from './given';

const lisbon = 'Europe/Lisbon';
const newYork = 'America/New_York';
const lordHowe = 'Australia/Lord_Howe';
const kolkata = 'Asia/Kolkata';

interface Stay {
  readonly zone: string;
  readonly checkIn: string;
  readonly checkOut: string;
  readonly nights: number;
  /** Elapsed hours from check-in at 15:00 to check-out at 11:00. */
  readonly hours: number;
  readonly checkInAt: string;
  readonly checkOutAt: string;
  /** One day before check-in, on the clock there. */
  readonly dayBefore: string;
  /** Fourteen days after check-out, on the clock there. */
  readonly reviewsUntil: string;
}

const stays: readonly Stay[] = [
  { zone: lisbon, checkIn: '2026-03-28', checkOut: '2026-03-30', nights: 2, hours: 43, checkInAt: '2026-03-28T15:00:00Z', checkOutAt: '2026-03-30T10:00:00Z', dayBefore: '2026-03-27T15:00:00Z', reviewsUntil: '2026-04-13T10:00:00Z' }, // prettier-ignore
  { zone: lisbon, checkIn: '2026-10-24', checkOut: '2026-10-26', nights: 2, hours: 45, checkInAt: '2026-10-24T14:00:00Z', checkOutAt: '2026-10-26T11:00:00Z', dayBefore: '2026-10-23T14:00:00Z', reviewsUntil: '2026-11-09T11:00:00Z' }, // prettier-ignore
  { zone: lisbon, checkIn: '2026-10-25', checkOut: '2026-10-26', nights: 1, hours: 20, checkInAt: '2026-10-25T15:00:00Z', checkOutAt: '2026-10-26T11:00:00Z', dayBefore: '2026-10-24T14:00:00Z', reviewsUntil: '2026-11-09T11:00:00Z' }, // prettier-ignore
  { zone: newYork, checkIn: '2026-03-07', checkOut: '2026-03-09', nights: 2, hours: 43, checkInAt: '2026-03-07T20:00:00Z', checkOutAt: '2026-03-09T15:00:00Z', dayBefore: '2026-03-06T20:00:00Z', reviewsUntil: '2026-03-23T15:00:00Z' }, // prettier-ignore
  { zone: newYork, checkIn: '2026-10-31', checkOut: '2026-11-02', nights: 2, hours: 45, checkInAt: '2026-10-31T19:00:00Z', checkOutAt: '2026-11-02T16:00:00Z', dayBefore: '2026-10-30T19:00:00Z', reviewsUntil: '2026-11-16T16:00:00Z' }, // prettier-ignore
  { zone: lordHowe, checkIn: '2026-04-04', checkOut: '2026-04-06', nights: 2, hours: 44.5, checkInAt: '2026-04-04T04:00:00Z', checkOutAt: '2026-04-06T00:30:00Z', dayBefore: '2026-04-03T04:00:00Z', reviewsUntil: '2026-04-20T00:30:00Z' }, // prettier-ignore
  { zone: lordHowe, checkIn: '2026-10-03', checkOut: '2026-10-05', nights: 2, hours: 43.5, checkInAt: '2026-10-03T04:30:00Z', checkOutAt: '2026-10-05T00:00:00Z', dayBefore: '2026-10-02T04:30:00Z', reviewsUntil: '2026-10-19T00:00:00Z' }, // prettier-ignore
  { zone: lordHowe, checkIn: '2026-10-04', checkOut: '2026-10-05', nights: 1, hours: 20, checkInAt: '2026-10-04T04:00:00Z', checkOutAt: '2026-10-05T00:00:00Z', dayBefore: '2026-10-03T04:30:00Z', reviewsUntil: '2026-10-19T00:00:00Z' }, // prettier-ignore
  { zone: kolkata, checkIn: '2026-03-28', checkOut: '2026-03-30', nights: 2, hours: 44, checkInAt: '2026-03-28T09:30:00Z', checkOutAt: '2026-03-30T05:30:00Z', dayBefore: '2026-03-27T09:30:00Z', reviewsUntil: '2026-04-13T05:30:00Z' }, // prettier-ignore
  { zone: kolkata, checkIn: '2026-10-24', checkOut: '2026-10-26', nights: 2, hours: 44, checkInAt: '2026-10-24T09:30:00Z', checkOutAt: '2026-10-26T05:30:00Z', dayBefore: '2026-10-23T09:30:00Z', reviewsUntil: '2026-11-09T05:30:00Z' }, // prettier-ignore
];

describe.each(stays)('$zone, $checkIn to $checkOut', (stay) => {
  const { zone } = stay;
  const checkIn = nightOf(stay.checkIn);
  const checkOut = nightOf(stay.checkOut);
  const terms = givenTerms({ plain: { timeZone: zone } });
  const price = priceStay(terms, [], givenStay(stay.checkIn, stay.checkOut), {
    now: at('2026-01-10T12:00:00Z'),
    fees: { model: 'host_only', hostBasisPoints: 1_550 },
    taxes: [],
  });

  test('has its nights, and costs no more and no less for the hour', () => {
    expect(countNights(checkIn, checkOut)).toBe(stay.nights);
    expect(nightsBetween(checkIn, checkOut)).toHaveLength(stay.nights);
    expect(price.total.amount).toBe(stay.nights * 10_000);
  });

  test('begins and ends when the clock there says so', () => {
    const from = wallClock(checkIn, '15:00', zone);
    const to = wallClock(checkOut, '11:00', zone);
    expect([from.toString(), to.toString()]).toEqual([stay.checkInAt, stay.checkOutAt]);
    expect(from.until(to).total({ unit: 'hours' })).toBe(stay.hours);
  });

  test('can be cancelled for nothing until the same time of the day before, inclusive', () => {
    const cutoff = wallClockBefore({ night: checkIn, time: '15:00', timeZone: zone }, { days: 1 });
    expect(cutoff.toString()).toBe(stay.dayBefore);
    const booked: BookedStay = {
      currency: 'EUR',
      nights: price.nights,
      lines: price.lines,
      checkInTime: '15:00',
      timeZone: zone,
      confirmedAt: at('2026-01-10T12:00:00Z'),
    };
    const refundAt = (instant: Temporal.Instant) =>
      refundFor(cancellationPolicies.flexible, booked, instant).refund.amount;
    expect(refundAt(cutoff)).toBe(price.total.amount);
    expect(refundAt(cutoff.add({ seconds: 1 }))).toBe(price.total.amount - 10_000);
  });

  test('can be reviewed until fourteen days after, on the clock there', () => {
    expect(reviewWindowClosesAt({ night: checkOut, time: '11:00', timeZone: zone }).toString()).toBe(stay.reviewsUntil);
  });

  test('is taken today until the cut-off of that day, inclusive', () => {
    const sameDay = givenTerms({ plain: { timeZone: zone }, rules: { sameDayCutoff: '18:00' } });
    for (const night of nightsBetween(checkIn, checkOut)) {
      const cutoff = wallClock(night, '18:00', zone);
      expect(earliestCheckIn(sameDay, cutoff)).toBe(night);
      expect(earliestCheckIn(sameDay, cutoff.add({ seconds: 1 }))).toBe(addDays(night, 1));
    }
  });

  test('its hold and request end after elapsed time, whatever the clock does meanwhile', () => {
    const changes = wallClock(addDays(checkIn, 1), '00:30', zone);
    expect(changes.until(holdExpiresAt(changes)).total({ unit: 'minutes' })).toBe(15);
    expect(changes.until(requestExpiresAt(changes, null)).total({ unit: 'hours' })).toBe(24);
  });
});

const zones = fc.constantFrom(
  lisbon,
  newYork,
  lordHowe,
  kolkata,
  'America/Phoenix',
  'Pacific/Apia',
  'Africa/Casablanca',
);
const anyNight = fc.integer({ min: 20_000, max: 22_000 });
const anyTime = fc
  .tuple(fc.nat(23), fc.nat(59))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);

test('every instant is the one that Temporal names, and every night count its days', () => {
  fc.assert(
    fc.property(zones, anyNight, fc.integer({ min: 0, max: 400 }), anyTime, (timeZone, day, nights, time) => {
      const [checkIn, checkOut] = [nightOfDayNumber(day), nightOfDayNumber(day + nights)];
      expect(countNights(checkIn, checkOut)).toBe(
        Temporal.PlainDate.from(checkIn).until(checkOut, { largestUnit: 'days' }).days,
      );
      const zoned = Temporal.PlainDate.from(checkIn).toZonedDateTime({ timeZone, plainTime: time });
      const instant = wallClock(checkIn, time, timeZone);
      expect(instant.epochMilliseconds).toBe(zoned.epochMilliseconds);
      expect(localDate(instant, timeZone)).toBe(zoned.toPlainDate().toString());
      expect(localTime(instant, timeZone)).toBe(zoned.toPlainTime().toString({ smallestUnit: 'minute' }));
    }),
    { numRuns: 2_000 },
  );
});

test('a day before on the clock there shows the same time, wherever that time is shown once', () => {
  fc.assert(
    fc.property(zones, anyNight, anyTime, fc.integer({ min: 1, max: 60 }), (timeZone, day, time, days) => {
      const night = nightOfDayNumber(day);
      const before = wallClockBefore({ night, time, timeZone }, { days });
      const wanted = Temporal.PlainDate.from(night).subtract({ days }).toPlainDateTime(time);
      expect(before.epochMilliseconds).toBe(wanted.toZonedDateTime(timeZone).epochMilliseconds);
      expect(wallClockBefore({ night, time, timeZone }, { hours: 24 * days }).epochMilliseconds).toBe(
        before.epochMilliseconds,
      );
    }),
    { numRuns: 1_000 },
  );
});
