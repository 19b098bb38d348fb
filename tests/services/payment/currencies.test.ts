import { fromStripe, toStripe } from '../../../src/adapters/stripe/stripe-amounts';
import { cancelBooking } from '../../../src/api/booking/use-cases/cancel-booking';
import { chargedCurrencies } from '../../../src/domain/charge-minimum';
import { chargeStep, currencies } from '../../../src/domain/currency';
import type { MarketplaceConfig } from '../../../src/marketplace-config';
import { sure } from '../support/alterations';
import { createTestCasita, marketplaceConfig, type TestCasita } from '../support/casita';
import { book, makeAccount, makeHome, pay, type TestHome } from '../support/world';
import { ledgerOf, makePayable, payoutsOf } from '../payout/paid-hosts';

const charged = chargedCurrencies;
const notCharged = currencies.filter((code) => !charged.includes(code));

/** Neither host, marketplace nor tax office has a share that divides. */
const taxes: MarketplaceConfig['taxes'] = [
  {
    ...{ country: 'PT', region: null, city: null },
    rule: { code: 'odd', label: 'Odd tax', kind: 'percent', basisPoints: 617, of: ['accommodation', 'cleaning'] },
  },
];

interface Trip {
  readonly bookingId: number;
  readonly total: number;
}

let world: TestCasita;
let host: TestHome;
const trips = new Map<string, Trip>();

/** Every currency at once: a host with a home in each, booked, paid, and cancelled when the host keeps a part of it. */
beforeAll(async () => {
  world = await createTestCasita({ config: { ...marketplaceConfig(), taxes } });
  const first = world.clock.now().toZonedDateTimeISO('Europe/Lisbon').toPlainDate().add({ days: 10 });
  const wish = { checkIn: first.toString(), checkOut: first.add({ days: 3 }).toString() };
  const cancels: (() => Promise<unknown>)[] = [];
  for (const currency of charged) {
    const prices = { base: 33_333 * chargeStep(currency), cleaningFee: 7_771 * chargeStep(currency) };
    host = await makeHome(world.app, { host: { sourceId: 'everywhere', displayName: 'Ana' }, currency, prices });
    const guest = await makeAccount(world.app);
    const booking = await book(world.app, host, guest, wish);
    if ((await pay(world, booking)) !== 'succeeded') throw new Error(`${currency} was not paid`);
    trips.set(currency, { bookingId: booking.id, total: booking.total });
    const command = { bookingDocumentId: booking.document_id, reason: null, expectedRefund: null };
    cancels.push(() => cancelBooking(world.app, { actor: guest, side: 'guest', door: 'rest', ...command }).then(sure));
  }
  await makePayable(world, host.hostId);
  await world.settle();
  await world.advance('P7D');
  for (const cancel of cancels) await cancel();
  await world.settle();
  await world.advance('P5D');
}, 600_000);
afterAll(() => world?.close());

interface Seen {
  readonly currency: string;
  readonly charge: number;
  readonly refund: number;
  readonly refund_at_stripe: number;
  readonly host: number;
  readonly fee: number;
  readonly tax: number;
  readonly transfer: number;
  readonly transfer_at_stripe: number;
  readonly stripe_fee: number;
  readonly balance: number;
  readonly guest_funds: number;
}

async function seen(currency: string, { bookingId }: Trip): Promise<Seen> {
  const rows = await world.app.db.query<Seen>(
    `with booked as (select t.id, e.account, e.amount from ledger_transaction t join ledger_entry e on e.transaction_id = t.id where t.booking_id = $1 and e.currency = $2),
       released as (select * from booking_release where booking_id = $1)
     select p.currency, (c.body ->> 'amount')::bigint as charge, r.amount as refund, (o.body ->> 'amount')::bigint as refund_at_stripe,
       l.host_payout as host, l.platform_fee as fee, l.tax, s.amount as transfer, (x.body ->> 'amount')::bigint as transfer_at_stripe,
       (select sum(amount)::bigint from booked where account = 'stripe_fee') as stripe_fee,
       (select sum(amount)::bigint from booked where account = 'stripe') as balance,
       (select sum(amount)::bigint from booked where account like 'guest_funds%') as guest_funds
     from payments p join stripe_sandbox.object c on c.id = p.stripe_charge
     join refunds r on r.payment_id = p.id and r.state = 'succeeded' join stripe_sandbox.object o on o.id = r.stripe_refund
     join released l on true join transfer s on s.booking_id = p.booking_id and s.state = 'succeeded'
     join stripe_sandbox.object x on x.id = s.stripe_transfer
     where p.booking_id = $1`,
    [bookingId, currency],
  );
  expect(rows).toHaveLength(1);
  return rows[0] as Seen;
}

test.each(charged)(
  '%s: charged, partly given back, shared out and paid to the host, with nothing lost',
  async (currency) => {
    const trip = trips.get(currency);
    if (!trip) throw new Error(`no trip in ${currency}`);
    const money = await seen(currency, trip);
    const step = chargeStep(currency);
    expect(money.currency).toBe(currency);
    expect(money.charge).toBe(toStripe(trip.total, currency));
    expect(money.refund_at_stripe).toBe(toStripe(money.refund, currency));
    expect(money.transfer_at_stripe).toBe(toStripe(money.transfer, currency));
    expect(fromStripe(money.transfer_at_stripe, currency)).toBe(money.host);
    expect(money.refund).toBeGreaterThan(0);
    expect(money.tax).toBeGreaterThan(0);
    expect([money.refund % step, money.transfer % step]).toEqual([0, 0]);
    expect(money.host + money.fee + money.tax + money.refund).toBe(trip.total);
    expect(money.guest_funds).toBe(0);
    // What is left at Stripe is what the marketplace and the tax office have, less what Stripe took.
    expect(money.balance).toBe(money.fee + money.tax - money.stripe_fee);
  },
);

test('a host with homes in every currency has a payout of each, and no balance of one pays for another', async () => {
  const payouts = await payoutsOf(world, host.hostId);
  const inCurrencies = await world.app.db.query<{ currency: string; payouts: number }>(
    'select currency, count(*)::integer as payouts from payout where host_id = $1 group by currency order by currency',
    [host.hostId],
  );
  expect(payouts).toHaveLength(charged.length);
  expect(inCurrencies).toEqual(charged.map((currency) => ({ currency, payouts: 1 })));
  const left = await world.app.db.query(
    `select account, currency from ledger_entry where account in ('host_payable:' || $1::text, 'host_receivable:' || $1::text, 'refund_clearing')
     group by account, currency having sum(amount) <> 0`,
    [host.hostId],
  );
  expect(left).toEqual([]);
  expect(await ledgerOf(world, `host_receivable:${host.hostId}`)).toBe(0);
});

test('nothing is broken after all of it', () => world.checkInvariants());

test.each(notCharged)('%s is no currency that a card is charged with', (currency) => {
  expect(currencies).toContain(currency);
  expect(Intl.supportedValuesOf('currency')).not.toContain(currency);
});
