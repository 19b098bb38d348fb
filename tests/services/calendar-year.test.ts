import { viewAvailability } from '../../src/api/property/use-cases/view-availability';
import { ranges, sold, terms, now, first, end } from '../../src/sandbox/year-of-a-home/year';
import { createTestCasita, type TestCasita } from './support/casita';
import { makeHome } from './support/world';

let world: TestCasita;
beforeAll(async () => {
  world = await createTestCasita();
});
afterAll(() => world.close());

/** Day by day, with dates as text and JavaScript's own calendar: shares nothing with the domain. */
function naive(night: string) {
  const plus = (days: number) => new Date(Date.parse(night) + days * 86_400_000).toISOString().slice(0, 10);
  const weekday = new Date(night).getUTCDay() || 7;
  const covering = ranges.filter((range) => range.firstNight <= night && night <= range.lastNight);
  const said = (field: 'price' | 'minNights' | 'minNightsThrough' | 'maxNights') =>
    covering.filter((range) => range[field] != null).at(-1)?.[field] ?? null;
  const isWeekend = weekday === 5 || weekday === 6;
  const soldAround = [-1, 0, 1].some((days) => sold.has(plus(days) as never));
  return {
    night,
    free: night >= '2027-01-22' && night <= '2027-11-20' && !soldAround && !covering.some((range) => range.closed),
    price: said('price') ?? (isWeekend ? 13_000 : 10_000),
    minNights: said('minNights') ?? (isWeekend ? 3 : 2),
    maxNights: said('maxNights') ?? 60,
    minNightsThrough: said('minNightsThrough') ?? 0,
    closedToArrival: weekday === 7,
    closedToDeparture: weekday === 1,
  };
}

test("each night of the home's year is in /availability what a naive reader says", async () => {
  const { minNightsWeekend, bookingWindowMonths, closedToArrival, closedToDeparture, ...rules } = terms.rules;
  const home = await makeHome(world.app, {
    prices: { base: terms.prices.base, weekend: terms.prices.weekend, weekendDays: terms.prices.weekendDays },
    bookingRules: { ...rules, minNightsWeekend, bookingWindowMonths, closedToArrival, closedToDeparture },
  });
  for (const range of ranges) {
    await world.app.db.query(
      `insert into calendar_ranges (document_id, property_id, first_night, last_night, closed, price, min_nights, min_nights_through, max_nights,
         source, created_at, updated_at, published_at) values ('year' || $2::text, $1, $2::date, $3::date, $4, $5, $6, $7, $8, $9, now(), now(), now())`,
      [
        ...[home.id, range.firstNight, range.lastNight, range.closed, range.price, range.minNights],
        ...[range.minNightsThrough, range.maxNights, range.source],
      ],
    );
  }
  const [booking] = await world.app.db.query<{ id: number }>(
    `insert into bookings (document_id, reference, property_id, host_id, state, check_in, check_out, nights, total, currency)
     values ('yearbooking', 'YEAR', $1, $2, 'confirmed', '2027-01-08', '2027-01-12', 4, 100, 'EUR') returning id`,
    [home.id, home.hostId],
  );
  for (const night of sold) {
    await world.app.db.query('insert into stay_night (property_id, night, booking_id) values ($1, $2, $3)', [
      ...[home.id, night, booking?.id],
    ]);
  }
  const app = { ...world.app, clock: { now: () => now } };
  const shown = await viewAvailability(app, home.documentId, first, end);
  if (!shown.ok) throw new Error(shown.message);
  expect(shown.value.nights).toEqual(shown.value.nights.map(({ night }) => naive(night)));
  expect(shown.value.nights).toHaveLength(365);
});
