import { loadStay } from '../../../src/api/booking/use-cases/load-stay';
import { placeOfProperty } from '../../../src/api/booking/queries/place-of-property';
import { addDays } from '../../../src/domain/night';
import { loadNights, loadTerms } from '../../../src/search/load-terms';
import { bookingCounts } from '../../../src/search/queries/booking-counts';
import * as random from '../search/random-world';
import { onlyDatabase } from '../support/test-database';

let database: Awaited<ReturnType<typeof onlyDatabase>>;
beforeAll(async () => {
  database = await onlyDatabase();
});
afterAll(() => database?.drop());

const seed = Number(process.env['SEED'] ?? Date.now() % 1e9);

it(`what a booking reads at once is what is read of the same truth part by part (seed ${seed})`, async () => {
  const { db } = database;
  const source = random.randomFrom(seed);
  const homes = await db.transaction(async (tx) => {
    const amenities = await random.insertAmenities(tx, source);
    const hosts = [await random.insertHost(tx, source)];
    const ids: number[] = [];
    for (let n = 0; n < 40; n += 1) ids.push(await random.insertHome(tx, source, hosts, amenities, n % 4 > 0));
    return tx.query<{ id: number; document_id: string }>(
      'select id, document_id from properties where id = any($1::integer[])',
      [ids],
    );
  });
  const seen = { ranges: 0, taken: 0, counted: 0 };
  for (const { id, document_id: documentId } of homes) {
    const terms = await loadTerms(db, id);
    for (let stay = 0; stay < 6; stay += 1) {
      const checkIn = addDays(random.today(), source.int(-10, 90));
      const checkOut = addDays(checkIn, source.int(1, 12));
      const offered = await loadStay(db, documentId, checkIn, checkOut);
      if (!terms || !offered) {
        expect([offered, terms]).toEqual([null, null]);
        continue;
      }
      const { ranges, taken } = await loadNights(db, terms, checkIn, checkOut);
      const counts = terms.discounts.newListing ? await bookingCounts(db, [id]) : null;
      const place = await placeOfProperty(db, id);
      expect(offered).toEqual({ terms, ranges, taken, place, completedBookings: counts?.get(id) ?? null });
      // A quote is held to the text of what it was made of.
      expect(JSON.stringify(offered.ranges)).toBe(JSON.stringify(ranges));
      if (ranges.length > 0) seen.ranges += 1;
      if (taken.size > 0) seen.taken += 1;
      if (counts) seen.counted += 1;
    }
  }
  expect(Object.values(seen).every((times) => times > 0)).toBe(true);
});
