import type Stripe from 'stripe';
import { listCloses } from '../../../src/api/balance/queries/closes';
import { countOpenDifferences, listDifferences } from '../../../src/api/balance/queries/differences';
import { explainDifference } from '../../../src/api/balance/use-cases/explain-difference';
import { dailyClose } from '../../../src/jobs/daily-close';
import { reconcileBalance, reconcileEvents } from '../../../src/jobs/reconcile-balance';
import { workEvents } from '../../../src/jobs/settle-payments';
import { stripeClient } from '../../../src/adapters/stripe/stripe-client';
import { cancelIt, sure, type PaidStay } from '../support/alterations';
import { createTestCasita, type TestCasita } from '../support/casita';
import { book, makeAccount, makeHome, pay, viewOf } from '../support/world';

let world: TestCasita;
let stripe: Stripe;
beforeEach(async () => {
  world = await createTestCasita();
  stripe = stripeClient({ secretKey: world.secretKey, apiBase: world.stripeUrl });
});
afterEach(async () => {
  await world.checkInvariants();
  await world.close();
});

/** A booking that its guest has paid, and of which nobody has heard since. */
async function paidUnheard(): Promise<PaidStay> {
  const home = await makeHome(world.app);
  const guest = await makeAccount(world.app);
  const held = await book(world.app, home, guest, { checkIn: '2027-08-10', checkOut: '2027-08-13' });
  expect(await pay(world, held)).toBe('succeeded');
  await world.stripe.advance();
  return { home, guest, id: held.id, documentId: held.document_id, day: () => '' };
}

const later = (seconds: number) => world.clock.moveTo(world.clock.now().add({ seconds }));
const stateOf = async ({ id }: PaidStay) => (await viewOf(world.app, id)).state;
const closeTheDay = async (app = world.app) => {
  await world.clock.moveTo(world.clock.now().add({ hours: 24 }));
  await reconcileBalance.run(app);
  await dailyClose.run(app);
};
const movements = () =>
  world.app.db.query<{ type: string; net: number; kind: string | null }>(
    `select b.type, b.net, t.kind from balance_transaction b left join ledger_transaction t on t.id = b.ledger_id order by b.created_at, b.net desc`,
  );

describe('without any webhook', () => {
  it('the walk over events alone brings a payment home', async () => {
    const stay = await paidUnheard();
    expect(await stateOf(stay)).toBe('held');
    expect(await reconcileEvents.run(world.app)).toBeGreaterThan(0);
    await workEvents.run(world.app);
    expect(await stateOf(stay)).toBe('confirmed');
    // Seen again within the overlap, and known; and then nothing to see at all.
    await later(40);
    expect(await reconcileEvents.run(world.app)).toBe(0);
  });

  it('the walk over the balance alone does so too, with the fee to the cent', async () => {
    const stay = await paidUnheard();
    await later(40);
    expect(await reconcileBalance.run(world.app)).toBe(2);
    expect(await stateOf(stay)).toBe('confirmed');
    expect(await movements()).toEqual([{ type: 'charge', net: 41_000 - 1_219, kind: 'captured' }]);
    const [fee] = await world.app.db.query(`select amount from ledger_entry where account = 'stripe_fee'`);
    expect(fee).toEqual({ amount: 1_219 });
    expect(await reconcileBalance.run(world.app)).toBe(0);
  });

  it('misses none of several that share a second, whatever came to light first', async () => {
    const stays = [await paidUnheard(), await paidUnheard(), await paidUnheard()];
    await world.app.db.query(
      `update stripe_sandbox.object o set created = first.created, body = jsonb_set(body, '{created}', to_jsonb(first.created))
       from (select min(created) as created from stripe_sandbox.object where type = 'balance_transaction') first where type = 'balance_transaction'`,
    );
    const hide = (account: string | null) =>
      world.app.db.query(
        `update stripe_sandbox.object set account = $1 where type = 'balance_transaction' and seq = (select min(seq) from stripe_sandbox.object where type = 'balance_transaction')`,
        [account],
      );
    await hide('acct_elsewhere');
    await reconcileBalance.run(world.app);
    await hide(null);
    await later(40);
    await reconcileBalance.run(world.app);
    expect(await Promise.all(stays.map(stateOf))).toEqual(['confirmed', 'confirmed', 'confirmed']);
  });
});

describe('the daily close', () => {
  it('balances a day with a payment, a refund and a payout to our bank', async () => {
    const [stay, other] = [await paidUnheard(), await paidUnheard()];
    await world.settle();
    sure(await cancelIt(world, stay, 'guest'));
    await world.settle();
    expect([await stateOf(stay), await stateOf(other)]).toEqual(['cancelled', 'confirmed']);
    await closeTheDay();
    await world.clock.moveTo(world.clock.now().add({ hours: 48 }));
    await world.stripe.advance();
    const { available } = await stripe.balance.retrieve();
    await stripe.payouts.create({ amount: available[0]?.amount ?? 0, currency: 'eur' });
    await closeTheDay();
    expect((await movements()).map(({ type, kind }) => [type, kind])).toEqual([
      ['charge', 'captured'],
      ['charge', 'captured'],
      ['refund', 'refund_succeeded'],
      ['payout', 'paid_out'],
    ]);
    const closes = await listCloses(world.app.db, null, 10);
    const left = 2 * (41_000 - 1_219) - 41_000;
    expect(
      closes.map(({ ledger, provider, mirrored, difference }) => [ledger, provider, mirrored, difference]),
    ).toEqual([
      [0, 0, 0, 0],
      [left, left, left, 0],
    ]);
    expect(await countOpenDifferences(world.app.db)).toBe(0);
    expect(await dailyClose.nextDueAt(world.app)).toBeNull();
  });

  it('raises money that nobody knows of, until staff say why', async () => {
    await stripe.paymentIntents.create({
      amount: 7_700,
      currency: 'eur',
      confirm: true,
      payment_method: 'pm_card_visa',
      automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
    });
    await world.stripe.advance();
    const app = { ...world.app, log: { ...world.app.log, error: () => undefined } };
    await closeTheDay(app);
    const [found] = await listDifferences(app.db, 5);
    expect(found).toMatchObject({ kind: 'movement', amount: 7_700 - 253, currency: 'EUR', explained_at: null });
    expect((await listCloses(app.db, null, 1))[0]).toMatchObject({ difference: 7_700 - 253, accounted: 0 });
    const command = {
      actor: { kind: 'staff', adminId: 7, name: 'Vera' },
      id: found?.id ?? 0,
      reason: 'A gift',
    } as const;
    sure(await explainDifference(app, command));
    expect(await explainDifference(app, command)).toMatchObject({ ok: false, kind: 'conflict' });
    expect(await countOpenDifferences(app.db)).toBe(0);
    await paidUnheard();
    await world.settle();
    await closeTheDay();
    expect((await listCloses(app.db, null, 1))[0]).toMatchObject({ difference: 0, accounted: 7_700 - 253 });
  });

  it('raises a posting that no movement stands behind, and clears it when there is one', async () => {
    const stay = await paidUnheard();
    await world.settle();
    await later(40);
    await reconcileBalance.run(world.app);
    const app = { ...world.app, log: { ...world.app.log, error: () => undefined } };
    const forget = `update balance_transaction set ledger_id = null, source = 'ch_other', object = 'x_other'`;
    await app.db.query(forget);
    await closeTheDay(app);
    const found = await listDifferences(app.db, 5);
    expect(found.map(({ kind, amount }) => [kind, amount]).sort()).toEqual([
      ['movement', 39_781],
      ['posting', -39_781],
    ]);
    await app.db.query(
      `update balance_transaction set source = (select stripe_charge from payments where booking_id = $1)`,
      [stay.id],
    );
    await paidUnheard();
    await world.settle();
    await closeTheDay();
    expect((await listDifferences(app.db, 5)).map(({ cleared_at }) => cleared_at !== null)).toEqual([true, true]);
  });
});
