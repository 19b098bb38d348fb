import { parse } from 'csv-parse/sync';
import { postLedger } from '../../../src/api/payment/queries/post-ledger';
import { changeTaxProfile } from '../../../src/api/tax-profile/use-cases/own-profile';
import { keepTaxRecord } from '../../../src/api/tax-profile/use-cases/keep-tax-record';
import { hostPenaltyPosted, refundedAfterTransfer, released } from '../../../src/domain/ledger-payouts';
import { reversed, type Posting } from '../../../src/domain/ledger';
import type { TaxProfile } from '../../../src/domain/tax-profile';
import { csvOf } from '../../../src/reports/csv';
import { sellerColumns, sellerLines } from '../../../src/reports/sellers/seller-columns';
import { allSellers, reportSellers, type Seller } from '../../../src/reports/sellers/use-cases/report-sellers';
import type { StaffActor } from '../../../src/ports';
import { paidStay, sure, type PaidStay } from '../support/alterations';
import { createTestCasita, type TestCasita } from '../support/casita';
import { company, person } from '../support/tax-profile';
import type { TestHome } from '../support/world';

const staff: StaffActor = { kind: 'staff', adminId: 1, name: 'Sofia Staff' };

let world: TestCasita;
/** Of the stays that are made here. */
let year: number;
beforeEach(async () => {
  world = await createTestCasita();
  year = world.clock
    .now()
    .add({ hours: 24 * 10 })
    .toZonedDateTimeISO('UTC').year;
});
afterEach(() => world.close());

let posted = 0;
async function post(posting: Posting, bookingId: number, at: string, reverses: number | null = null): Promise<number> {
  posted += 1;
  const about = { source: 'casita' as const, externalId: `by-hand-${posted}`, bookingId, at };
  await world.app.db.transaction((tx) => postLedger(tx, posting, about));
  const rows = await world.app.db.query<{ id: number }>('select max(id)::integer as id from ledger_transaction');
  const id = rows[0]?.id ?? 0;
  if (reverses === null) return id;
  // Who posts reversals is another file's subject: here it is told what it undoes.
  await world.app.db.transaction(async (tx) => {
    await tx.query('set local session_replication_role = replica');
    await tx.query(`update ledger_transaction set reverses = $2, reason = 'test' where id = $1`, [id, reverses]);
  });
  return id;
}

const release = (stay: PaidStay, at: string, host: number, fee: number, tax = 0, currency = 'EUR') =>
  post(
    released({ bookingId: stay.id, hostId: stay.home.hostId, hostPayout: host, platformFee: fee, tax, currency }),
    stay.id,
    at,
  );

const profileOf = async (home: TestHome, profile: TaxProfile) =>
  sure(await changeTaxProfile(world.app, home.hostId, profile));

async function sellerOf(home: TestHome, ofYear = year): Promise<Seller | undefined> {
  const rows = await world.app.db.query<{ document_id: string }>(
    'select document_id from host_profiles where id = $1',
    [home.hostId],
  );
  const { sellers } = await reportSellers(world.app, staff, ofYear, 0);
  return sellers.find(({ host }) => host === rows[0]?.document_id);
}

const quarter = (n: 1 | 2 | 3 | 4, consideration = 0, fees = 0, taxes = 0, contracts = 0) => ({
  ...{ quarter: n, consideration, fees, taxes, contracts },
});

test('what a host was credited with, by home and quarter, less what refunds took back; the year of the posting counts', async () => {
  const stay = await paidStay(world);
  const { home } = stay;
  await profileOf(home, { ...person, land: [{ property: home.documentId, registration: 'Lx 1234' }] });
  await release(stay, `${year}-02-01T12:00:00Z`, 20_000, 4_000, 1_000);
  // The next part of the same stay is no second contract.
  await release(stay, `${year}-04-01T00:00:00Z`, 10_000, 2_000, 500);
  const shares = { hostId: home.hostId, host: 3_000, platformFee: 600, tax: 150, currency: 'EUR' };
  const refund = await post(refundedAfterTransfer(shares), stay.id, `${year}-06-30T23:59:59Z`);
  await post(reversed(refundedAfterTransfer(shares)), stay.id, `${year}-07-01T00:00:00Z`, refund);
  await post(
    hostPenaltyPosted({ hostId: home.hostId, amount: 5_000, currency: 'EUR' }),
    stay.id,
    `${year}-08-01T00:00:00Z`,
  );
  await release(stay, `${year + 1}-01-01T00:00:00Z`, 7_000, 0);

  const seller = await sellerOf(home);
  expect(seller).toMatchObject({
    ...{ kind: 'individual', name: 'Ana Secreta', tins: person.tins, dateOfBirth: '1980-02-29', exclusion: null },
    ...{ financialAccount: null, missing: ['financialAccount'] },
  });
  expect(seller?.listings).toEqual([
    {
      ...{ property: home.documentId, type: 'Apartment', nights: 3, landRegistration: 'Lx 1234', propertyListing: 1 },
      name: expect.stringContaining('Test home') as string,
      address: { line1: 'Rua de Teste 1', line2: null, postcode: null, city: 'Lisboa', region: null, country: 'PT' },
      money: [
        {
          currency: 'EUR',
          quarters: [
            quarter(1, 20_000, 4_000, 1_000, 1),
            quarter(2, 7_000, 1_400, 350),
            quarter(3, 3_000, 600, 150),
            quarter(4),
          ],
        },
      ],
    },
  ]);
  expect((await sellerOf(home, year + 1))?.listings[0]?.money[0]?.quarters[0]).toEqual(quarter(1, 7_000));
  expect(await sellerOf(home, year - 5)).toBeUndefined();
});

test('currencies stand beside each other', async () => {
  const stay = await paidStay(world);
  await release(stay, `${year}-02-01T12:00:00Z`, 20_000, 4_000);
  await release(stay, `${year}-02-02T12:00:00Z`, 500, 100, 0, 'JPY');
  expect((await sellerOf(stay.home))?.listings[0]?.money).toMatchObject([
    { currency: 'EUR', quarters: [{ consideration: 20_000 }, {}, {}, {}] },
    { currency: 'JPY', quarters: [{ consideration: 500 }, {}, {}, {}] },
  ]);
});

test('who has said too little is listed with what is missing; whom the directive leaves out is not asked', async () => {
  const silent = await paidStay(world, { home: { address: { city: 'Lisboa', country: 'PT' } } });
  const office = await paidStay(world);
  for (const stay of [silent, office]) await release(stay, `${year}-02-01T12:00:00Z`, 100, 0);
  await profileOf(office.home, { ...company, tins: [], exclusion: 'government' });
  expect((await sellerOf(silent.home))?.missing).toEqual([
    ...['kind', 'name', 'address', 'tin', 'financialAccount'],
    `address:${silent.home.documentId}`,
  ]);
  expect(await sellerOf(office.home)).toMatchObject({ exclusion: 'government', missing: [] });
});

test('an entity that let one address more than 2,000 times is left out; an individual, or 2,000 times, is not', async () => {
  const big = await paidStay(world);
  const small = await paidStay(world);
  for (const stay of [big, small]) await profileOf(stay.home, company);
  const lets = async ({ id, home }: PaidStay, count: number) => {
    await world.app.db.query(
      `with made as (
         insert into bookings (document_id, reference, property_id, host_id, guest_id, state, check_in, check_out, nights, currency, total, adults, quote, check_in_at, check_out_at, cancellation_policy, instant)
         select 'copy' || id || 'x' || i, 'C' || id || 'x' || i, property_id, host_id, guest_id, 'expired', check_in, check_out, nights, currency, total, adults, quote, check_in_at, check_out_at, cancellation_policy, instant
         from bookings, generate_series(1, $2::integer) i where id = $1 returning id),
       moved as (
         insert into ledger_transaction (source, external_id, kind, booking_id, at) select 'casita', 'let-' || id, 'released', id, $3 from made returning id)
       insert into ledger_entry (transaction_id, account, amount, currency)
       select id, side.account, side.amount, 'EUR' from moved, (values ('guest_funds:0', 1), ('host_payable:' || $4::text, -1)) as side (account, amount)`,
      [id, count, `${year}-03-01T00:00:00Z`, home.hostId],
    );
  };
  await lets(big, 2_001);
  await lets(small, 2_000);
  expect((await sellerOf(big.home))?.exclusion).toBe('many_rentals');
  expect((await sellerOf(small.home))?.exclusion).toBeNull();
  await profileOf(big.home, person);
  expect((await sellerOf(big.home))?.exclusion).toBeNull();
});

test('the file has the same, a line a home and currency, and text that a spreadsheet would run is text', async () => {
  const stay = await paidStay(world);
  await profileOf(stay.home, { ...person, name: '=HYPERLINK("x")' });
  await release(stay, `${year}-05-01T12:00:00Z`, 12_345, 1_000, 55);
  let text = '';
  for await (const chunk of csvOf(sellerColumns, sellerLines(allSellers(world.app, staff, year)))) text += chunk;
  const rows = parse(text, { bom: true, columns: true }) as Record<string, string>[];
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({
    ...{ name: `'=HYPERLINK("x")`, tins: 'PT 123456789', addressLine1: 'Rua Oculta 7', nights: '3', currency: 'EUR' },
    ...{ q1Consideration: '0.00', q2Consideration: '123.45', q2Fees: '10.00', q2Taxes: '0.55', q2Contracts: '1' },
  });
});

test('an erased host is reported all the same, with where the homes were', async () => {
  const stay = await paidStay(world);
  await profileOf(stay.home, person);
  await release(stay, `${year}-05-01T12:00:00Z`, 100, 0);
  await world.app.db.transaction((tx) => keepTaxRecord(world.app, tx, stay.home.hostId));
  await world.app.db.query('update components_property_address set line_1 = null, postcode = null');
  const seller = await sellerOf(stay.home);
  expect(seller).toMatchObject({ name: 'Ana Secreta', missing: ['financialAccount'] });
  expect(seller?.listings[0]?.address['line1']).toBe('Rua de Teste 1');
});

test('who read it is written down, once a page', async () => {
  await reportSellers(world.app, staff, year, 0);
  for await (const seller of allSellers(world.app, staff, year)) throw new Error(`nobody was paid, but ${seller.host}`);
  expect(
    await world.app.db.query('select report, period, admin_id, admin_name from report_reading order by id'),
  ).toEqual(Array(2).fill({ report: 'sellers', period: String(year), admin_id: 1, admin_name: 'Sofia Staff' }));
});

test('homes of a host at one street address have one number, as the directive counts them', async () => {
  const [one, other] = [await paidStay(world), await paidStay(world)];
  const { db } = world.app;
  for (const table of ['properties', 'bookings']) {
    const own = table === 'properties' ? 'id' : 'property_id';
    await db.query(`update ${table} set host_id = $1 where ${own} = $2`, [one.home.hostId, other.home.id]);
  }
  for (const stay of [one, { ...other, home: { ...other.home, hostId: one.home.hostId } }])
    await release(stay, `${year}-02-01T12:00:00Z`, 20_000, 4_000);
  const numbers = async () => (await sellerOf(one.home))?.listings.map(({ propertyListing }) => propertyListing);
  expect(await numbers()).toEqual([1, 1]);
  await db.query(
    `update components_property_address a set line_1 = 'Rua de Teste 2' from properties_cmps j
     where j.cmp_id = a.id and j.component_type = 'property.address' and j.entity_id = $1`,
    [other.home.id],
  );
  expect((await numbers())?.sort()).toEqual([1, 2]);
});
