import type Stripe from 'stripe';
import { balanceOf, hostAccount, openMarketplace, paidCharge, type Marketplace } from './marketplace';
import { failure } from './support';

let world: Marketplace;
beforeAll(async () => (world = await openMarketplace()));
afterAll(() => world.close());

/** A host with money on its balance, available at once. */
async function hostWith(amount: number): Promise<string> {
  const host = await hostAccount(world);
  await transferTo(host, amount);
  return host;
}

async function transferTo(destination: string, amount: number, available = true) {
  const source_transaction = await paidCharge(world, amount, { available });
  return world.stripe.transfers.create({ amount, currency: 'eur', destination, source_transaction });
}

async function wait(hours: number): Promise<void> {
  world.clock.advance({ hours });
  await world.sandbox.advance();
}

const payoutsOf = async (stripeAccount: string) =>
  (await world.stripe.payouts.list({ limit: 100 }, { stripeAccount })).data;

const carriedBy = async (payout: string, stripeAccount?: string): Promise<Stripe.BalanceTransaction[]> =>
  (await world.stripe.balanceTransactions.list({ payout, limit: 100 }, stripeAccount ? { stripeAccount } : {})).data;

describe('a host’s', () => {
  test.each(['huf', 'twd'])('by hand in %s is whole, and what is less stays on the balance', async (currency) => {
    const host = await hostAccount(world);
    const source_transaction = await paidCharge(world, 50_050, { available: true, currency });
    await world.stripe.transfers.create({ amount: 50_050, currency, destination: host, source_transaction });
    const byHand = (amount: number) => world.stripe.payouts.create({ amount, currency }, { stripeAccount: host });
    expect(await failure(byHand(1_050))).toMatchObject({ statusCode: 400, param: 'amount' });
    expect(await byHand(1_000)).toMatchObject({ amount: 1_000, currency });
    await wait(24);
    expect((await payoutsOf(host)).map(({ amount }) => amount)).toEqual([49_000, 1_000]);
  });

  test('goes to the bank at midnight, and carries transactions that come to nothing with it', async () => {
    const host = await hostWith(9_000);
    await transferTo(host, 4_000);
    await transferTo(host, 2_500, false);
    await wait(24);
    const [payout, ...others] = await payoutsOf(host);
    expect(others).toEqual([]);
    expect(payout).toMatchObject({
      object: 'payout',
      amount: 13_000,
      automatic: true,
      currency: 'eur',
      method: 'standard',
      reconciliation_status: 'completed',
      status: 'pending',
    });
    expect(new Date(payout!.created * 1000).toISOString()).toMatch(/T00:00:00/);
    const carried = await carriedBy(payout!.id, host);
    expect(carried.map((transaction) => transaction.type).sort()).toEqual(['payment', 'payment', 'payout']);
    expect(carried.reduce((sum, transaction) => sum + transaction.net, 0)).toBe(0);
    expect(await balanceOf(world, host)).toEqual({ available: 0, pending: 2_500 });
    await wait(48);
    expect(await world.stripe.payouts.retrieve(payout!.id, {}, { stripeAccount: host })).toMatchObject({
      status: 'paid',
    });
    await wait(48);
    expect((await payoutsOf(host)).map((each) => [each.amount, each.status])).toEqual([
      [2_500, 'paid'],
      [13_000, 'paid'],
    ]);
  });

  test('is heard of as a thin event that fetches the payout of that account', async () => {
    const host = await hostWith(3_000);
    world.connect.received.splice(0);
    await wait(72);
    await world.sandbox.deliverWebhooks();
    const paid = world.connect.received.find(
      ({ sent }) => sent['type'] === 'v1.payout.paid' && sent['context'] === host,
    )!;
    expect(paid.sent).toMatchObject({ object: 'v2.core.event', related_object: { type: 'payout' } });
    const payout = await (
      paid.read as unknown as { fetchRelatedObject(): Promise<Stripe.Payout> }
    ).fetchRelatedObject();
    expect(payout).toMatchObject({ object: 'payout', amount: 3_000, status: 'paid' });
    const own = await world.stripe.events.list({ type: 'payout.paid' }, { stripeAccount: host });
    expect(own.data[0]).toMatchObject({ account: host, id: paid.sent['snapshot_event'] });
    expect((await world.stripe.events.list({ type: 'payout.paid' })).data).toEqual([]);
  });

  test('that the bank sends back is on the balance again, and goes out with the next', async () => {
    const host = await hostWith(5_000);
    await wait(24);
    const [first] = await payoutsOf(host);
    await world.control(`/payouts/${first!.id}`, { outcome: 'fail' });
    const failed = await world.stripe.payouts.retrieve(
      first!.id,
      { expand: ['failure_balance_transaction'] },
      { stripeAccount: host },
    );
    expect(failed).toMatchObject({
      status: 'failed',
      failure_code: 'account_closed',
      failure_balance_transaction: { type: 'payout_failure', amount: 5_000 },
    });
    expect((await balanceOf(world, host)).available).toBe(5_000);
    await wait(24);
    const [second] = await payoutsOf(host);
    expect(second).toMatchObject({ amount: 5_000, status: 'pending' });
    expect((await carriedBy(second!.id, host)).map((each) => each.type).sort()).toEqual(['payout', 'payout_failure']);
    await expect(world.control(`/payouts/${first!.id}`, { outcome: 'succeed' })).rejects.toThrow(/400/);
  });

  test('can be sent back even after it was paid', async () => {
    const host = await hostWith(2_000);
    await wait(72);
    const [paid] = await payoutsOf(host);
    expect(paid!.status).toBe('paid');
    await world.control(`/payouts/${paid!.id}`, { outcome: 'fail' });
    expect((await payoutsOf(host))[0]).toMatchObject({ status: 'failed' });
    expect((await balanceOf(world, host)).available).toBe(2_000);
  });

  test('made by hand takes no more than there is, also 10 at once, and can be taken back', async () => {
    const host = await hostWith(10_000);
    const stripeAccount = host;
    const create = () => world.stripe.payouts.create({ amount: 3_000, currency: 'eur' }, { stripeAccount });
    const results = await Promise.allSettled(Array.from({ length: 10 }, create));
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(3);
    expect(await failure(create())).toMatchObject({ code: 'balance_insufficient' });
    const [one] = await payoutsOf(host);
    expect(one).toMatchObject({ automatic: false, reconciliation_status: 'not_applicable' });
    expect(await failure(carriedBy(one!.id, host))).toMatchObject({ param: 'payout' });
    expect(await world.stripe.payouts.cancel(one!.id, {}, { stripeAccount })).toMatchObject({ status: 'canceled' });
    expect((await failure(world.stripe.payouts.cancel(one!.id, {}, { stripeAccount }))).statusCode).toBe(400);
    expect((await balanceOf(world, host)).available).toBe(4_000);
    const canceled = await world.stripe.payouts.list({ status: 'canceled' }, { stripeAccount });
    expect(canceled.data.map((each) => each.id)).toEqual([one!.id]);
  });

  test('runs while money comes in, and each transaction goes out once', async () => {
    const host = await hostWith(1_000);
    for (let night = 0; night < 3; night += 1) {
      world.clock.advance({ hours: 24 });
      const [, ...sent] = await Promise.all([
        world.sandbox.advance(),
        ...Array.from({ length: 6 }, () => transferTo(host, 1_000)),
      ]);
      expect(sent.map((transfer) => transfer.amount)).toEqual(Array.from({ length: 6 }, () => 1_000));
    }
    await wait(24);
    const payouts = await payoutsOf(host);
    expect(payouts.reduce((sum, payout) => sum + payout.amount, 0)).toBe(19_000);
    const carried = (await Promise.all(payouts.map((payout) => carriedBy(payout.id, host)))).flat();
    expect(new Set(carried.map((each) => each.id)).size).toBe(carried.length);
    expect(carried.filter((each) => each.type === 'payment')).toHaveLength(19);
    for (const payout of payouts) {
      const own = await carriedBy(payout.id, host);
      expect(own.reduce((sum, each) => sum + each.net, 0)).toBe(0);
    }
  });

  test('waits while the account is restricted', async () => {
    const host = await hostWith(6_000);
    await world.control(`/accounts/${host}/onboarding`, { outcome: 'restrict' });
    await wait(48);
    expect(await payoutsOf(host)).toEqual([]);
    const byHand = world.stripe.payouts.create({ amount: 100, currency: 'eur' }, { stripeAccount: host });
    expect(await failure(byHand)).toMatchObject({ code: 'payouts_not_allowed' });
    await world.control(`/accounts/${host}/onboarding`, { outcome: 'complete' });
    await wait(24);
    expect(await payoutsOf(host)).toMatchObject([{ amount: 6_000 }]);
  });

  test('stays where it is once its schedule is manual', async () => {
    const host = await hostWith(7_000);
    const stripeAccount = host;
    expect((await world.stripe.balanceSettings.retrieve({}, { stripeAccount })).payments.payouts?.schedule).toEqual({
      interval: 'daily',
    });
    await world.stripe.balanceSettings.update(
      { payments: { payouts: { schedule: { interval: 'manual' } } } },
      { stripeAccount },
    );
    await wait(72);
    expect(await payoutsOf(host)).toEqual([]);
    await world.stripe.balanceSettings.update(
      { payments: { payouts: { schedule: { interval: 'daily' } } } },
      { stripeAccount },
    );
    await wait(24);
    expect(await payoutsOf(host)).toMatchObject([{ amount: 7_000 }]);
  });
});

describe('the platform’s', () => {
  test('are walked by a reconciler: charge, fee, refund, transfer and payout add up', async () => {
    const charge = await paidCharge(world, 40_000, { available: true });
    await world.stripe.refunds.create({ charge, amount: 1_000 });
    await world.stripe.balanceSettings.update({ payments: { payouts: { schedule: { interval: 'daily' } } } });
    const { available } = await balanceOf(world);
    await wait(24);
    const [payout] = (await world.stripe.payouts.list()).data;
    expect(payout).toMatchObject({ amount: available, automatic: true });
    const carried = await carriedBy(payout!.id);
    expect(carried.reduce((sum, each) => sum + each.net, 0)).toBe(0);
    expect(new Set(carried.map((each) => each.type))).toEqual(new Set(['charge', 'refund', 'transfer', 'payout']));
    expect((await balanceOf(world)).available).toBe(0);
    const all: string[] = [];
    for await (const each of world.stripe.balanceTransactions.list({ limit: 7 })) all.push(each.id);
    expect(all).toEqual(expect.arrayContaining(carried.map((each) => each.id)));
    await wait(24 * 5);
    expect((await world.stripe.payouts.list()).data).toHaveLength(1);
  });

  test('is by hand of what is there, and its metadata changes', async () => {
    await paidCharge(world, 10_000, { available: true });
    await world.stripe.balanceSettings.update({ payments: { payouts: { schedule: { interval: 'manual' } } } });
    const payout = await world.stripe.payouts.create({ amount: 1_234, currency: 'eur', metadata: { month: '7' } });
    expect(await world.stripe.payouts.update(payout.id, { metadata: { month: '8' } })).toMatchObject({
      metadata: { month: '8' },
    });
    expect(await failure(world.stripe.payouts.create({ amount: 1, currency: 'usd' }))).toMatchObject({
      code: 'balance_insufficient',
    });
    const arriving = await world.stripe.payouts.list({ arrival_date: { gte: payout.arrival_date } });
    expect(arriving.data.map((each) => each.id)).toContain(payout.id);
  });
});
