import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { approveBooking } from '../../../src/api/booking/use-cases/answer-request';
import { cancelBooking } from '../../../src/api/booking/use-cases/cancel-booking';
import type { BookingViewRow } from '../../../src/api/booking/queries/booking-view';
import { payoutOperations } from '../../../src/api/payout/operations';
import type { earningsSchema, MonthStatement, PayoutStatement } from '../../../src/api/payout/payout-schemas';
import { refundByStaff } from '../../../src/api/refund/use-cases/refund-by-staff';
import { formatMajor } from '../../../src/domain/money';
import type { AnyOperation } from '../../../src/contract/operation';
import type { MarketplaceConfig } from '../../../src/marketplace-config';
import { reportTaxes } from '../../../src/reports/taxes/use-cases/report-taxes';
import type { AccountActor } from '../../../src/ports';
import { nightOf } from '../../../src/domain/night';
import { sure } from '../support/alterations';
import { createTestCasita, marketplaceConfig, type TestCasita } from '../support/casita';
import { makeCoupon } from '../support/coupons';
import { sam } from '../support/stays';
import { book, makeAccount, makeHome, pay, type TestHome } from '../support/world';
import { makePayable } from './paid-hosts';

const taxes: MarketplaceConfig['taxes'] = [
  {
    ...{ country: 'PT', region: null, city: 'Lisboa' },
    rule: { code: 'city', label: 'City tax', kind: 'per_guest_night', amount: 200, maxNights: 7 },
  },
];

interface Stay {
  readonly home: TestHome;
  readonly guest: AccountActor;
  readonly booking: BookingViewRow;
}

let world: TestCasita;
let hostId: number;
const stays: Stay[] = [];

const firstOfMonth = () =>
  world.clock.now().toZonedDateTimeISO('Europe/Lisbon').toPlainDate().add({ months: 2 }).with({ day: 1 });
let month: ReturnType<typeof firstOfMonth>;

/** To 18:00 on a day of the month. */
async function until(day: number): Promise<void> {
  const now = world.clock.now().toZonedDateTimeISO('Europe/Lisbon');
  const then = month.add({ days: day - 1 }).toZonedDateTime({ timeZone: 'Europe/Lisbon', plainTime: '18:00' });
  await world.advance(now.until(then, { largestUnit: 'seconds' }).toString());
}

async function stayFrom(day: number, nights: number, { instant = true, coupon = '' } = {}): Promise<void> {
  const home = await makeHome(world.app, {
    host: { sourceId: 'the-host', displayName: 'Ana' },
    prices: { base: 10_000, cleaningFee: 5_000 },
    bookingRules: { instantBook: instant, minNights: 1, maxNights: 60, cancellationPolicy: 'moderate' },
  });
  const guest = await makeAccount(world.app);
  const wish = {
    checkIn: month.add({ days: day - 1 }).toString(),
    checkOut: month.add({ days: day - 1 + nights }).toString(),
    ...(coupon !== '' && { coupon }),
  };
  const booking = await book(world.app, home, guest, wish);
  await pay(world, booking);
  await world.settle();
  const side = {
    actor: home.host,
    side: 'host',
    door: 'rest',
    bookingDocumentId: booking.document_id,
    reason: null,
  } as const;
  if (!instant) sure(await approveBooking(world.app, side));
  await world.settle();
  stays.push({ home, guest, booking });
  hostId = home.hostId;
}

async function cancel(index: number, side: 'guest' | 'host'): Promise<void> {
  const { home, guest, booking } = stays[index] as Stay;
  const actor = side === 'guest' ? guest : home.host;
  const command = { bookingDocumentId: booking.document_id, reason: null, expectedRefund: null };
  sure(await cancelBooking(world.app, { actor, side, door: 'rest', ...command }));
  await world.settle();
}

async function giveBack(index: number, amount: number): Promise<void> {
  const { booking } = stays[index] as Stay;
  const command = { bookingDocumentId: booking.document_id, amount, expectedRefundable: booking.total };
  const how = { bearer: 'policy', reason: 'No hot water', limitIn: () => null, idempotencyKey: null } as const;
  sure(await refundByStaff(world.app, { actor: sam, ...command, ...how }));
  await world.settle();
}

/** The month of docs/host-month.md, day by day. */
beforeAll(async () => {
  world = await createTestCasita({ config: { ...marketplaceConfig(), taxes } });
  month = firstOfMonth();
  await makeCoupon(world.app.db);
  await stayFrom(2, 3);
  await stayFrom(5, 2, { instant: false });
  await stayFrom(20, 5);
  await stayFrom(25, 4);
  await stayFrom(12, 45);
  await stayFrom(14, 2);
  await stayFrom(27, 2, { coupon: 'TEN' });
  await makePayable(world, hostId);
  await until(10);
  await cancel(3, 'host');
  await until(18);
  await cancel(2, 'guest');
  await until(22);
  await giveBack(5, 5_000);
  await until(28);
  await world.settle();
}, 300_000);
afterAll(() => world?.close());

const page = readFileSync('docs/host-month.md', 'utf8');

/** Rows of a table of the page, without its heading. */
function table(name: string): string[][] {
  const text = new RegExp(`<!-- ${name} -->([\\s\\S]*?)<!-- /${name} -->`).exec(page)?.[1] ?? '';
  const rows = text.trim().split('\n').slice(2);
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const euros = (amount: number): string => (amount === 0 ? '' : formatMajor({ amount, currency: 'EUR' }));
const cents = (cell: string): number => (cell === '' ? 0 : Math.round(Number(cell) * 100));
const numberOf = (bookingId: number): number => stays.findIndex(({ booking }) => booking.id === bookingId) + 1;
const end = () => month.add({ days: 28 }).toZonedDateTime('Europe/Lisbon').toInstant().toString();

test('each booking is shared out as the page works it out', async () => {
  const rows = await world.app.db.query<{
    id: number;
    paid: number;
    back: number;
    host: number;
    fee: number;
    tax: number;
    later: number;
  }>(
    `select b.id, (select sum(captured_amount) from payments p where p.booking_id = b.id)::bigint as paid,
       (select coalesce(sum(amount), 0) from refunds r where r.booking_id = b.id)::bigint as back,
       -coalesce(sum(e.amount) filter (where e.account like 'host_%' and t.kind in ('released', 'refunded_after_transfer', 'refunded_after_release')), 0)::bigint as host,
       -coalesce(sum(e.amount) filter (where e.account = 'platform_fee' and t.kind <> 'host_penalty'), 0)::bigint as fee,
       -coalesce(sum(e.amount) filter (where e.account = 'tax_payable'), 0)::bigint as tax,
       -coalesce(sum(e.amount) filter (where e.account like 'guest_funds%'), 0)::bigint as later
     from bookings b join ledger_transaction t on t.booking_id = b.id join ledger_entry e on e.transaction_id = t.id group by b.id order by b.id`,
  );
  const seen = rows.map((row) => [
    String(numberOf(row.id)),
    ...[row.paid, row.back, row.host, row.fee, row.tax, row.later].map(euros),
  ]);
  expect(seen).toEqual(table('bookings').map(([n, , ...cells]) => [n, ...cells]));
});

test('the host’s account moves line by line as the page says, to the same balance', async () => {
  const rows = await world.app.db.query<{
    at: Date;
    kind: string;
    booking_id: number;
    payable: number;
    receivable: number;
  }>(
    `select t.at, t.kind, t.booking_id, -coalesce(sum(e.amount) filter (where e.account like 'host_payable%'), 0)::bigint as payable,
       coalesce(sum(e.amount) filter (where e.account like 'host_receivable%'), 0)::bigint as receivable
     from ledger_transaction t join ledger_entry e on e.transaction_id = t.id
     where e.account in ('host_payable:' || $1::text, 'host_receivable:' || $1::text) and t.at < $2 group by t.id order by t.at, t.id`,
    [hostId, end()],
  );
  const balance = { payable: 0, receivable: 0 };
  const lines = rows.map((row) => {
    balance.payable += row.payable;
    balance.receivable += row.receivable;
    const day = row.at.toISOString().slice(8, 10).replace(/^0/, '');
    const sums = [row.payable, row.receivable, balance.payable, balance.receivable].map(euros);
    return [day, row.kind, String(numberOf(row.booking_id)), ...sums];
  });
  expect(lines).toEqual(table('account'));
});

test('what was sent to the host is what the page adds up', async () => {
  const rows = await world.app.db.query<{
    booking_id: number;
    part: number;
    amount: number;
    transferred: number;
    state: string;
  }>('select booking_id, part, amount, transferred, state from payout where host_id = $1 order by id', [hostId]);
  const seen = rows.map((row) => [String(numberOf(row.booking_id)), euros(row.amount), row.state]);
  expect(seen).toEqual(table('payouts').slice(0, -1));
  const total = rows.reduce((sum, row) => sum + row.transferred, 0);
  expect(euros(total)).toBe(table('payouts').at(-1)?.[1]);
});

test('the taxes of the month are those of its nights', async () => {
  const days = { from: nightOf(month.toString()), to: nightOf(month.add({ days: 27 }).toString()) };
  const report = await reportTaxes(world.app, { ...days, country: 'PT', region: null, city: null, currency: 'EUR' });
  const [place] = report.places;
  expect([place?.tax, place?.pendingTax].map((amount) => euros(amount ?? 0))).toEqual(
    table('taxes').map(([, amount]) => amount),
  );
});

/** What the host is answered, by REST as by GraphQL. */
async function asked<T>(id: string, params = {}, query = {}): Promise<T> {
  const operation = payoutOperations.find((each) => each.id === id);
  const actor = { ...(stays[0] as Stay).home.host, hostId };
  const call = {
    door: 'rest',
    actor,
    params,
    query,
    body: {},
    idempotencyKey: null,
    address: '',
    upload: null,
  } as const;
  return sure(await (operation as AnyOperation).handle(world.app, call)).data as T;
}

test('the API states the same month, line by line', async () => {
  const { currencies } = await asked<MonthStatement>('hostStatement', { month: month.toString().slice(0, 7) });
  expect(currencies).toHaveLength(1);
  const [{ opening, lines, closing }] = currencies as [MonthStatement['currencies'][number]];
  const byReference = new Map(stays.map(({ booking }, index) => [booking.reference, index + 1]));
  const seen = lines.map((line) => [
    String(new Date(line.at).getUTCDate()),
    line.kind,
    String(byReference.get(line.booking?.reference ?? '')),
    euros(line.amount.amount),
    euros(line.balance.amount),
  ]);
  // What is netted moves from one side of the account to the other: the balance of both stays.
  const worked = table('account').filter(([, kind]) => kind !== 'netted');
  const less = (to = '', by = '') => euros(cents(to) - cents(by));
  const wanted = worked.map(([day, kind, n, to, by, balanceTo, balanceBy]) => {
    return [day, kind, n, less(to, by), less(balanceTo, balanceBy)];
  });
  expect(seen).toEqual(wanted);
  expect([opening.amount, closing.amount]).toEqual([0, 0]);
});

test('the API’s payouts and earnings come to the same', async () => {
  const paid = await asked<PayoutStatement[]>('hostPayouts');
  const rows = table('payouts');
  expect(paid.map((payout) => [euros(payout.amount.amount), payout.state]).reverse()).toEqual(
    rows.slice(0, -1).map(([, ...cells]) => cells),
  );
  const { currencies, months } = await asked<z.infer<typeof earningsSchema>>('hostEarnings');
  const sum = cents(rows.at(-1)?.[1] ?? '');
  expect(months.map((each) => [each.month, each.paid.amount])).toEqual([[month.toString().slice(0, 7), sum]]);
  expect(currencies).toMatchObject([
    { currency: 'EUR', paid: { amount: sum }, onTheWay: { amount: 0 }, receivable: { amount: 0 } },
  ]);
  // Of the long stay 3,844.75 less its first part.
  expect(euros(currencies[0]?.upcoming.amount ?? 0)).toBe('1281.58');
});

test('nothing is broken by it', () => world.checkInvariants());
