import { Temporal } from 'temporal-polyfill';
import { cancelBooking } from '../../../src/api/booking/use-cases/cancel-booking';
import { bookingById } from '../../../src/api/booking/queries/load-booking';
import { releaseFunds } from '../../../src/api/payout/use-cases/release-funds';
import { refundByStaff } from '../../../src/api/refund/use-cases/refund-by-staff';
import { refundFor } from '../../../src/domain/cancellation';
import { nightOf } from '../../../src/domain/night';
import type { MarketplaceConfig } from '../../../src/marketplace-config';
import { csvOf } from '../../../src/reports/csv';
import { ruleColumns, ruleLines, stayColumns, stayLines } from '../../../src/reports/taxes/tax-columns';
import type { TaxPeriod } from '../../../src/reports/taxes/queries/taxed-stays';
import { attributedStays } from '../../../src/reports/taxes/use-cases/attribute-stays';
import { reportTaxes, type TaxReport } from '../../../src/reports/taxes/use-cases/report-taxes';
import { acceptIt, propose, sure, type PaidStay } from '../support/alterations';
import { createTestCasita, marketplaceConfig, type TestCasita } from '../support/casita';
import { sam } from '../support/stays';
import { book, makeAccount, makeHome, pay, type TestHome } from '../support/world';

const taxes: MarketplaceConfig['taxes'] = [
  {
    ...{ country: 'PT', region: null, city: 'Lisboa' },
    rule: {
      ...{ code: 'lisbon', label: 'Taxa turística', kind: 'per_guest_night', amount: 400 },
      ...{ maxNights: 7, exemptUnderAge: 13 },
    },
  },
  {
    ...{ country: 'PT', region: null, city: null },
    rule: { code: 'vat', label: 'IVA', kind: 'percent', basisPoints: 600, of: ['accommodation', 'cleaning'] },
  },
];

let world: TestCasita;
let lisbon: TestHome;
/** The first of a month that is still to come. */
let month: Temporal.PlainDate;
beforeAll(async () => {
  world = await createTestCasita({ config: { ...marketplaceConfig(), taxes } });
  lisbon = await makeHome(world.app);
  month = world.clock.now().toZonedDateTimeISO('Europe/Lisbon').toPlainDate().add({ months: 2 }).with({ day: 1 });
});
afterAll(() => world.close());
afterEach(() => world.checkInvariants());

const day = (offset: number): string => month.add({ days: offset }).toString();
const lastDay = () => month.add({ months: 1 }).subtract({ days: 1 });

const period = (changes: Partial<TaxPeriod> = {}): TaxPeriod => ({
  from: nightOf(month.toString()),
  to: nightOf(lastDay().toString()),
  ...{ country: null, region: null, city: null, currency: null },
  ...changes,
});
/** From long before to long after. */
const always = (changes: Partial<TaxPeriod> = {}) =>
  period({ from: nightOf(day(-40)), to: nightOf(day(200)), ...changes });

async function stayAt(home: TestHome, from: number, nights: number, children = 0): Promise<PaidStay> {
  const guest = await makeAccount(world.app);
  const booking = await book(world.app, home, guest, { checkIn: day(from), checkOut: day(from + nights), children });
  await pay(world, booking);
  await world.settle();
  return { home, guest, id: booking.id, documentId: booking.document_id, day };
}

/** As the job does 24 hours after check-in: for it alone, it is as late as that. */
async function release(stay: PaidStay): Promise<void> {
  const due = 'select due_at from booking_release_due where booking_id = $1';
  const [row] = await world.app.db.query<{ due_at: Date }>(due, [stay.id]);
  if (!row) throw new Error('nothing is to be released');
  const now = Temporal.Instant.from(row.due_at.toISOString());
  await releaseFunds({ ...world.app, clock: { now: () => now } }, stay.id);
}

async function taxPayable(): Promise<number> {
  const rows = await world.app.db.query<{ owed: number }>(
    `select coalesce(-sum(amount), 0)::bigint as owed from ledger_entry where account = 'tax_payable'`,
  );
  return rows[0]?.owed ?? 0;
}

const totalOf = (report: TaxReport) => report.places.reduce((sum, place) => sum + place.tax, 0);
const ruleOf = (report: TaxReport, code: string, city = 'Lisboa') =>
  report.places.find((place) => place.city === city)?.rules.find((rule) => rule.code === code);

test('a stay over the end of a month is split by its nights, and both halves sum to the ledger', async () => {
  const before = lastDay().day - 2;
  const stay = await stayAt(lisbon, before, 4, 1);
  const pending = await reportTaxes(world.app, period());
  expect(pending.complete).toBe(false);
  expect(ruleOf(pending, 'lisbon')).toMatchObject({ tax: 0, pendingTax: 1_600 });

  await release(stay);
  const report = await reportTaxes(world.app, period());
  expect(report.complete).toBe(true);
  // Two nights of four: 2 adults at 4.00, the child does not pay; 6 % of half of 480.00 + 50.00.
  expect(report.places).toEqual([
    {
      ...{ country: 'PT', region: null, city: 'Lisboa', currency: 'EUR', stays: 1, arrivals: 1 },
      ...{ nights: 2, guestNights: 6, tax: 3_190, pendingTax: 0 },
      rules: [
        {
          ...{ code: 'lisbon', label: 'Taxa turística', stays: 1, taxedGuestNights: 4, exemptGuestNights: 2 },
          ...{ taxableAmount: 24_000, tax: 1_600, pendingTax: 0 },
        },
        {
          ...{ code: 'vat', label: 'IVA', stays: 1, taxedGuestNights: 6, exemptGuestNights: 0 },
          ...{ taxableAmount: 26_500, tax: 1_590, pendingTax: 0 },
        },
      ],
    },
  ]);
  const next = await reportTaxes(world.app, period({ from: nightOf(day(lastDay().day)), to: nightOf(day(200)) }));
  expect(next.places[0]).toMatchObject({ stays: 1, arrivals: 0, nights: 2, tax: 3_190 });
  expect(totalOf(report) + totalOf(next)).toBe(await taxPayable());
});

test('the place and the rules are those of the sale, whatever changes since', async () => {
  const home = await makeHome(world.app, { address: { city: 'Lisboa', region: 'Lisboa', country: 'PT' } });
  await release(await stayAt(home, 3, 2));
  await world.app.db.query(
    `update components_property_address a set city = 'Porto', region = 'Norte' from properties_cmps x
     where x.cmp_id = a.id and x.component_type = 'property.address' and x.entity_id = $1`,
    [home.id],
  );
  const report = await reportTaxes(world.app, always({ region: 'Lisboa' }));
  expect(report.places.map(({ city, stays, tax }) => ({ city, stays, tax }))).toEqual([
    { city: 'Lisboa', stays: 1, tax: 1_600 + 1_740 },
  ]);
  expect((await reportTaxes(world.app, always({ city: 'Porto' }))).places).toEqual([]);

  // A booking from before the place was kept is where its home is.
  await world.app.db.query(`update bookings set quote = quote - 'taxes' where property_id = $1`, [home.id]);
  const old = await reportTaxes(world.app, always({ city: 'Porto', country: 'PT' }));
  expect(old.places).toMatchObject([{ city: 'Porto', region: 'Norte', stays: 1, tax: 3_340 }]);
});

test('what a cancellation keeps is due; what it gives back is not', async () => {
  const home = await makeHome(world.app, { address: { city: 'Faro', country: 'PT' } });
  const kept = await stayAt(home, 5, 4);
  await world.advance('P1M');
  const whole = await stayAt(home, 12, 2);
  const cancel = async (stay: PaidStay, side: 'guest' | 'host') =>
    sure(
      await cancelBooking(world.app, {
        ...{ actor: side === 'guest' ? stay.guest : stay.home.host, side, door: 'rest', reason: null },
        ...{ bookingDocumentId: stay.documentId, expectedRefund: null },
      }),
    );
  await cancel(whole, 'host');
  const soon = Temporal.PlainDate.from(day(5)).subtract({ days: 2 });
  const now = world.clock.now().toZonedDateTimeISO('Europe/Lisbon').toPlainDate();
  await world.advance(`P${now.until(soon).days}D`);
  await cancel(kept, 'guest');
  await world.settle();
  const booking = await bookingById(world.app.db, kept.id);
  if (!booking?.confirmed_at) throw new Error('not confirmed');
  const { quote, currency } = booking;
  const sold = { ...quote, currency, confirmedAt: Temporal.Instant.from(booking.confirmed_at.toISOString()) };
  const { lines } = refundFor(booking.cancellation_policy, sold, world.clock.now());
  const keptTax = lines
    .filter(({ code }) => code === 'tax:vat')
    .reduce((sum, line) => sum + line.paid - line.refund, 0);
  expect(keptTax).toBeGreaterThan(0);

  const before = await reportTaxes(world.app, always({ city: 'Faro' }));
  expect(before.places).toMatchObject([{ stays: 0, nights: 0, guestNights: 0, tax: 0, pendingTax: keptTax }]);
  await release(kept);
  const after = await reportTaxes(world.app, always({ city: 'Faro' }));
  expect(after.places).toMatchObject([{ stays: 0, nights: 0, tax: keptTax, pendingTax: 0 }]);
});

test('an altered stay is reported as altered, and a refund after the release lessens what is due', async () => {
  const home = await makeHome(world.app, { address: { city: 'Évora', country: 'PT' } });
  const stay = await stayAt(home, 20, 4);
  const altered = await propose(world, stay, 'guest', { checkIn: day(20), checkOut: day(22) });
  expect(altered.ok).toBe(true);
  sure(await acceptIt(world, stay, 'host'));
  await world.settle();
  await release(stay);
  const report = await reportTaxes(world.app, always({ city: 'Évora' }));
  // 6 % of 240.00 + 50.00.
  expect(report.places).toMatchObject([{ stays: 1, nights: 2, tax: 1_740, pendingTax: 0 }]);

  const about = { actor: sam, bookingDocumentId: stay.documentId, reason: 'No hot water', idempotencyKey: null };
  const asked = { amount: 3_074, bearer: 'policy', expectedRefundable: 30_740, limitIn: () => null } as const;
  sure(await refundByStaff(world.app, { ...about, ...asked }));
  await world.settle();
  // A tenth of everything went back.
  const less = await reportTaxes(world.app, always({ city: 'Évora' }));
  expect(less.places).toMatchObject([{ tax: 1_566, pendingTax: 0 }]);
});

test('the report of all time is what the ledger owes, per currency, in both files too', async () => {
  const tokyo = await makeHome(world.app, {
    ...{ currency: 'JPY', prices: { base: 9_999, cleaningFee: 3_001 }, address: { city: 'Sintra', country: 'PT' } },
  });
  const stay = await stayAt(tokyo, 40, 3);
  await release(stay);
  const report = await reportTaxes(world.app, always());
  const inLedger = await world.app.db.query<{ currency: string; owed: number }>(
    `select currency, -sum(amount)::bigint as owed from ledger_entry where account = 'tax_payable' group by currency order by currency`,
  );
  const sums = (currency: string) =>
    report.places.filter((place) => place.currency === currency).reduce((sum, place) => sum + place.tax, 0);
  expect(inLedger.map(({ currency }) => [currency, sums(currency)])).toEqual(
    inLedger.map(({ currency, owed }) => [currency, owed]),
  );
  expect(inLedger.map(({ currency }) => currency)).toEqual(['EUR', 'JPY']);
  expect(report.ledger.map(({ currency, posted }) => [currency, posted])).toEqual(
    inLedger.map(({ currency, owed }) => [currency, owed]),
  );
  const yen = await reportTaxes(world.app, always({ currency: 'JPY' }));
  expect(yen.places.map(({ currency, tax }) => [currency, tax])).toEqual([['JPY', sums('JPY')]]);

  const summary = await textOf(csvOf(ruleColumns, ruleLines(report)));
  const stays = await textOf(csvOf(stayColumns, stayLines(attributedStays(world.app.db, always()))));
  for (const file of [summary, stays]) {
    const [heading = '', ...rows] = file.split('\r\n').slice(0, -1);
    const tax = heading.split(',').indexOf('tax');
    const euros = rows.map((row) => row.split(',')).filter((cells) => cells.includes('EUR'));
    const cents = euros.reduce((sum, cells) => sum + Math.round(Number(cells[tax]) * 100), 0);
    expect(cents).toBe(sums('EUR'));
  }
  expect(stays).toContain(`,${stay.day(40)},${stay.day(43)},`);
});

async function textOf(chunks: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const chunk of chunks) text += chunk;
  return text;
}
