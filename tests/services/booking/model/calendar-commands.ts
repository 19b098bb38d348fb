import fc from 'fast-check';
import { paintCalendar } from '../../../../src/api/property/use-cases/paint-calendar';
import { updateListing } from '../../../../src/api/property/use-cases/save-listing';
import { writeListings } from '../../../../src/api/property/use-cases/write-listings';
import { nightOf } from '../../../../src/domain/night';
import { homeRecord } from '../../support/world';
import { codesOf, step } from './commands';
import { nightOfDay } from './real';

const anyRange = { from: fc.integer({ min: 0, max: 18 }), nights: fc.integer({ min: 1, max: 4 }) };
const said = { price: null, minNights: null, minNightsThrough: null, maxNights: null, reason: null };

/** The host closes nights, or opens them again; what an import said of them is painted over. */
export const paint = fc.record({ ...anyRange, closed: fc.boolean() }).map(({ from, nights, closed }) =>
  step(`${closed ? 'block' : 'unblock'} ${from}+${nights}`, async (model, { app, home }) => {
    const range = { firstNight: nightOf(nightOfDay(from)), lastNight: nightOf(nightOfDay(from + nights - 1)) };
    const painted = await paintCalendar(app, home.hostId, home.documentId, [
      { ...said, ...range, closed, source: 'host' },
    ]);
    expect(codesOf(painted)).toEqual(new Set(from + nights - 1 < model.today() ? ['past'] : []));
    if (!painted.ok) return;
    for (let day = from; day < from + nights; day += 1) {
      model.importClosed.delete(day);
      if (closed) model.hostClosed.add(day);
      else model.hostClosed.delete(day);
    }
  }),
);

/** The listing's source comes again with a calendar of its own; the host's ranges stay. */
export const importAgain = fc.array(fc.record(anyRange), { maxLength: 3 }).map((ranges) =>
  step(
    `import ${ranges.map(({ from, nights }) => `${from}+${nights}`).join(' ')}`,
    async (model, { app, sourceId }) => {
      const closed = ranges.map(({ from, nights }) => ({
        ...said,
        firstNight: nightOfDay(from),
        lastNight: nightOfDay(from + nights - 1),
        closed: true,
      }));
      const record = homeRecord(sourceId, { prices: {}, bookingRules: {}, ranges: closed });
      await app.db.transaction((tx) => writeListings(tx, [record], app.clock.now()));
      model.importClosed.clear();
      for (const { from, nights } of ranges) {
        for (let day = from; day < from + nights; day += 1) model.importClosed.add(day);
      }
    },
  ),
);

export const reprice = fc.constantFrom(9_000, 10_000, 11_000).map((base) =>
  step(`reprice ${base}`, async (model, { app, home }) => {
    expect((await updateListing(app, home.hostId, home.documentId, { prices: { base } })).ok).toBe(true);
    model.price = base;
  }),
);
