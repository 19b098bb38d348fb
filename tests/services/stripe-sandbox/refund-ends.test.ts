import { balanceOf, paidCharge } from './marketplace';
import { failure, openWorld, type World } from './support';

let world: World;
beforeAll(async () => (world = await openWorld()));
afterAll(() => world.close());

async function wait(hours: number): Promise<void> {
  world.clock.advance({ hours });
  await world.sandbox.advance();
}

const total = async (currency: string) => {
  const { available, pending } = await balanceOf(world, undefined, currency);
  return available + pending;
};

describe('where the balance may not go below nothing', () => {
  beforeAll(() => world.stripe.balanceSettings.update({ payments: { debit_negative_balances: false } }));
  afterAll(() => world.stripe.balanceSettings.update({ payments: { debit_negative_balances: true } }));

  test('a refund that the balance does not cover waits, takes nothing, and goes through once it does', async () => {
    const charge = await paidCharge(world, 10_000, { currency: 'gbp' });
    const before = await total('gbp');
    expect(before).toBeLessThan(10_000);
    const refund = await world.stripe.refunds.create({ charge });
    expect(refund).toMatchObject({
      status: 'pending',
      pending_reason: 'insufficient_funds',
      balance_transaction: null,
    });
    expect(await total('gbp')).toBe(before);
    expect(await world.stripe.charges.retrieve(charge)).toMatchObject({ amount_refunded: 10_000, refunded: true });
    await expect(world.control(`/refunds/${refund.id}`, { outcome: 'succeed' })).rejects.toThrow(
      /waits for the balance/,
    );
    await wait(24);
    expect((await world.stripe.refunds.retrieve(refund.id)).status).toBe('pending');
    await paidCharge(world, 20_000, { currency: 'gbp' });
    const filled = await total('gbp');
    await wait(24);
    const done = await world.stripe.refunds.retrieve(refund.id, { expand: ['balance_transaction'] });
    expect(done).toMatchObject({ status: 'succeeded', balance_transaction: { type: 'refund', amount: -10_000 } });
    expect(done.pending_reason).toBeUndefined();
    expect(await total('gbp')).toBe(filled - 10_000);
  });

  test('one that waited for 30 days fails, and the charge counts as not refunded', async () => {
    const charge = await paidCharge(world, 10_000, { currency: 'sek' });
    const before = await total('sek');
    const refund = await world.stripe.refunds.create({ charge });
    await wait(24 * 31);
    const failed = await world.stripe.refunds.retrieve(refund.id);
    expect(failed).toMatchObject({ status: 'failed', failure_reason: 'insufficient_funds' });
    expect(failed.failure_balance_transaction).toBeUndefined();
    expect(await total('sek')).toBe(before);
    expect(await world.stripe.charges.retrieve(charge)).toMatchObject({ amount_refunded: 0, refunded: false });
  });

  test('of ten at once that together are too much, those that fit go through', async () => {
    const charges: string[] = [];
    for (let index = 0; index < 10; index += 1) charges.push(await paidCharge(world, 1_000, { currency: 'dkk' }));
    const refunds = await Promise.all(charges.map((charge) => world.stripe.refunds.create({ charge })));
    expect(refunds.filter((refund) => refund.status === 'succeeded')).toHaveLength(9);
    expect(await total('dkk')).toBeGreaterThanOrEqual(0);
  });
});

test('otherwise the platform owes what is missing', async () => {
  const charge = await paidCharge(world, 10_000, { currency: 'nok' });
  expect((await world.stripe.refunds.create({ charge })).status).toBe('succeeded');
  expect(await total('nok')).toBeLessThan(0);
});

describe('a refund whose customer is asked', () => {
  async function asked(currency: string) {
    const intent = await world.stripe.paymentIntents.create({
      amount: 10_000,
      currency,
      confirm: true,
      capture_method: 'automatic',
      automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
      payment_method: 'pm_card_pendingRefund',
    });
    const before = await total(currency);
    const refund = await world.stripe.refunds.create({ payment_intent: intent.id });
    expect(refund).toMatchObject({ status: 'pending', pending_reason: 'processing' });
    await world.control(`/refunds/${refund.id}`, { outcome: 'require_action' });
    expect((await world.stripe.refunds.retrieve(refund.id)).status).toBe('requires_action');
    return { before, refund: refund.id, charge: intent.latest_charge as string };
  }

  test('is taken back, and the money with it', async () => {
    const { before, refund, charge } = await asked('pln');
    expect(await total('pln')).toBe(before - 10_000);
    const canceled = await world.stripe.refunds.cancel(refund, { expand: ['failure_balance_transaction'] });
    expect(canceled).toMatchObject({
      status: 'canceled',
      failure_balance_transaction: { type: 'refund_failure', amount: 10_000 },
    });
    expect(await total('pln')).toBe(before);
    expect(await world.stripe.charges.retrieve(charge)).toMatchObject({ amount_refunded: 0, refunded: false });
    await wait(2);
    expect((await world.stripe.refunds.retrieve(refund)).status).toBe('canceled');
    expect((await failure(world.stripe.refunds.cancel(refund))).statusCode).toBe(400);
    expect((await world.stripe.refunds.create({ charge })).status).toBe('pending');
  });

  test('does not go through by itself, and ends either way', async () => {
    const { refund } = await asked('ron');
    await wait(2);
    expect((await world.stripe.refunds.retrieve(refund)).status).toBe('requires_action');
    await world.control(`/refunds/${refund}`, { outcome: 'fail' });
    expect((await world.stripe.refunds.retrieve(refund)).status).toBe('failed');
  });

  test('any other cannot be taken back', async () => {
    const refund = await world.stripe.refunds.create({ charge: await paidCharge(world, 5_000) });
    expect(await failure(world.stripe.refunds.cancel(refund.id))).toMatchObject({ statusCode: 400 });
    expect((await world.stripe.refunds.retrieve(refund.id)).status).toBe('succeeded');
  });
});
