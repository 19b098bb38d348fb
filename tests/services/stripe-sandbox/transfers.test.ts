import { asHost, balanceOf, hostAccount, openMarketplace, paidCharge, type Marketplace } from './marketplace';
import { failure } from './support';

let world: Marketplace;
beforeAll(async () => (world = await openMarketplace()));
afterAll(() => world.close());

describe('from a charge', () => {
  test('waits as long as the charge does, on both sides, and shares its group', async () => {
    const host = await hostAccount(world);
    const charge = await paidCharge(world, 20_000);
    const before = await balanceOf(world);
    const transfer = await world.stripe.transfers.create({
      amount: 17_000,
      currency: 'eur',
      destination: host,
      source_transaction: charge,
      metadata: { booking: 'b1' },
      expand: ['balance_transaction', 'destination_payment'],
    });
    expect(transfer).toMatchObject({
      object: 'transfer',
      amount: 17_000,
      amount_reversed: 0,
      destination: host,
      source_transaction: charge,
      reversed: false,
      balance_transaction: { type: 'transfer', amount: -17_000, fee: 0, status: 'pending', source: transfer.id },
    });
    expect(transfer.transfer_group).toMatch(/^group_pi_/);
    expect((await world.stripe.charges.retrieve(charge)).transfer_group).toBe(transfer.transfer_group);
    expect(await balanceOf(world)).toEqual({ available: before.available, pending: before.pending - 17_000 });
    expect(await balanceOf(world, host)).toEqual({ available: 0, pending: 17_000 });
    const [seen] = (await world.stripe.balanceTransactions.list({}, { stripeAccount: host })).data;
    expect(seen).toMatchObject({ type: 'payment', amount: 17_000, net: 17_000, status: 'pending' });
    const own = await world.stripe.balanceTransactions.retrieve(
      (await world.stripe.charges.retrieve(charge)).balance_transaction as string,
    );
    expect(seen!.available_on).toBe(own.available_on);
    world.clock.advance({ hours: 48 });
    await world.sandbox.advance();
    expect(await balanceOf(world, host)).toEqual({ available: 17_000, pending: 0 });
    expect((await balanceOf(world)).pending).toBe(0);
  });

  test('never comes to more than the charge, by several or by 20 at once', async () => {
    const host = await hostAccount(world);
    const charge = await paidCharge(world, 10_000);
    const send = (amount: number) =>
      world.stripe.transfers.create({ amount, currency: 'eur', destination: host, source_transaction: charge });
    await send(6_000);
    expect(await failure(send(4_001))).toMatchObject({ statusCode: 400, param: 'source_transaction' });
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => send(1_000)));
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(4);
    const listed = await world.stripe.transfers.list({ destination: host, limit: 100 });
    expect(listed.data.reduce((sum, transfer) => sum + transfer.amount, 0)).toBe(10_000);
  });

  test('takes the whole of it where no amount is said, and what was reversed can be sent again', async () => {
    const host = await hostAccount(world);
    const charge = await paidCharge(world, 9_000);
    const all = { currency: 'eur', destination: host, source_transaction: charge };
    const transfer = await world.stripe.transfers.create(all);
    expect(transfer.amount).toBe(9_000);
    await world.stripe.transfers.createReversal(transfer.id, { amount: 2_000 });
    expect((await world.stripe.transfers.create({ ...all, amount: 2_000 })).amount).toBe(2_000);
  });

  test('that was only authorised, of another currency, or not there is refused', async () => {
    const host = await hostAccount(world);
    const held = await world.stripe.paymentIntents.create({
      amount: 5_000,
      currency: 'eur',
      confirm: true,
      capture_method: 'manual',
      automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
      payment_method: 'pm_card_visa',
    });
    const send = (source_transaction: string, currency = 'eur') =>
      failure(world.stripe.transfers.create({ amount: 1_000, currency, destination: host, source_transaction }));
    expect(await send(held.latest_charge as string)).toMatchObject({ param: 'source_transaction' });
    expect(await send(await paidCharge(world, 5_000), 'usd')).toMatchObject({ param: 'currency' });
    expect(await send('ch_missing')).toMatchObject({ code: 'resource_missing', param: 'source_transaction' });
  });
});

describe('from the balance', () => {
  test('takes what is available and no more, also to 10 hosts at once', async () => {
    const hosts = await Promise.all(Array.from({ length: 10 }, () => hostAccount(world)));
    const currency = 'chf';
    const send = (destination: string) =>
      world.stripe.transfers.create({ amount: 3_000, currency, destination, transfer_group: 'b9' });
    await paidCharge(world, 50_000, { currency });
    expect(await failure(send(hosts[0]!))).toMatchObject({ statusCode: 400, code: 'balance_insufficient' });
    await paidCharge(world, 10_000, { currency, available: true });
    const before = await balanceOf(world, undefined, currency);
    const results = await Promise.allSettled(hosts.map(send));
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(3);
    expect((await balanceOf(world, undefined, currency)).available).toBe(before.available - 9_000);
    const received = await Promise.all(hosts.map((host) => balanceOf(world, host, currency)));
    expect(received.map(({ available }) => available).sort()).toEqual(
      [0, 0, 0, 0, 0, 0, 0, 3_000, 3_000, 3_000].sort(),
    );
    expect((await world.stripe.transfers.list({ transfer_group: 'b9' })).data).toHaveLength(3);
  });

  test('goes to hosts that are verified only', async () => {
    await paidCharge(world, 10_000, { available: true });
    const { id } = await world.stripe.v2.core.accounts.create(asHost);
    const send = (destination: string) =>
      world.stripe.transfers.create({ amount: 1_000, currency: 'eur', destination });
    expect(await failure(send(id))).toMatchObject({ code: 'insufficient_capabilities_for_transfer' });
    expect(await failure(send('acct_missing'))).toMatchObject({ code: 'resource_missing', param: 'destination' });
    await world.control(`/accounts/${id}/onboarding`, { outcome: 'complete' });
    expect((await send(id)).destination).toBe(id);
    await world.control(`/accounts/${id}/onboarding`, { outcome: 'restrict' });
    expect(await failure(send(id))).toMatchObject({ code: 'insufficient_capabilities_for_transfer' });
    await expect(world.stripe.v2.core.accounts.close(id)).rejects.toThrow(/money on its balance/);
  });
});

test('description and metadata are updated, and nothing else', async () => {
  const host = await hostAccount(world);
  const transfer = await world.stripe.transfers.create({
    currency: 'eur',
    destination: host,
    source_transaction: await paidCharge(world, 4_000),
  });
  const updated = await world.stripe.transfers.update(transfer.id, { description: 'July', metadata: { month: '7' } });
  expect(updated).toMatchObject({ description: 'July', metadata: { month: '7' }, amount: 4_000 });
  const refused = await failure(world.stripe.transfers.update(transfer.id, { amount: 1 } as never));
  expect(refused).toMatchObject({ code: 'parameter_unknown', param: 'amount' });
});

describe('a reversal', () => {
  async function sent(available: boolean) {
    const host = await hostAccount(world);
    const charge = await paidCharge(world, 10_000, { available });
    const transfer = await world.stripe.transfers.create({
      amount: 8_000,
      currency: 'eur',
      destination: host,
      source_transaction: charge,
    });
    return { host, transfer };
  }

  test.each([
    ['that still waits', false],
    ['that is available', true],
  ])('brings back money %s, in part and then in full', async (_what, available) => {
    const { host, transfer } = await sent(available);
    const before = await balanceOf(world);
    const part = await world.stripe.transfers.createReversal(transfer.id, {
      amount: 3_000,
      metadata: { why: 'cancelled' },
      expand: ['balance_transaction', 'destination_payment_refund'],
    });
    expect(part).toMatchObject({
      object: 'transfer_reversal',
      amount: 3_000,
      transfer: transfer.id,
      balance_transaction: { type: 'transfer_refund', amount: 3_000 },
      destination_payment_refund: { object: 'refund', charge: transfer.destination_payment },
    });
    expect(await world.stripe.transfers.retrieve(transfer.id)).toMatchObject({
      amount_reversed: 3_000,
      reversed: false,
    });
    const rest = await world.stripe.transfers.createReversal(transfer.id);
    expect(rest.amount).toBe(5_000);
    expect(await world.stripe.transfers.retrieve(transfer.id)).toMatchObject({
      amount_reversed: 8_000,
      reversed: true,
    });
    expect(await balanceOf(world, host)).toEqual({ available: 0, pending: 0 });
    const after = await balanceOf(world);
    expect(after.available + after.pending).toBe(before.available + before.pending + 8_000);
    const payment = await world.stripe.charges.retrieve(
      String(transfer.destination_payment),
      {},
      { stripeAccount: host },
    );
    expect(payment).toMatchObject({ amount_refunded: 8_000, refunded: true, source_transfer: transfer.id });
    expect((await world.stripe.transfers.listReversals(transfer.id)).data.map((each) => each.amount)).toEqual([
      5_000, 3_000,
    ]);
    expect(await failure(world.stripe.transfers.createReversal(transfer.id))).toMatchObject({ statusCode: 400 });
  });

  test('of more than is left is refused, also by 20 at once', async () => {
    const { transfer } = await sent(true);
    const back = (amount: number) => world.stripe.transfers.createReversal(transfer.id, { amount });
    expect(await failure(back(8_001))).toMatchObject({ statusCode: 400, param: 'amount' });
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => back(1_000)));
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(8);
  });

  test('of what the host has been paid already is refused', async () => {
    const { host, transfer } = await sent(true);
    await world.stripe.payouts.create({ amount: 5_000, currency: 'eur' }, { stripeAccount: host });
    expect(await failure(world.stripe.transfers.createReversal(transfer.id))).toMatchObject({
      code: 'balance_insufficient',
    });
    expect((await world.stripe.transfers.createReversal(transfer.id, { amount: 3_000 })).amount).toBe(3_000);
  });

  test('is found under its own transfer, and its metadata changes', async () => {
    const one = await sent(true);
    const other = await sent(true);
    const { id } = await world.stripe.transfers.createReversal(one.transfer.id, { amount: 1_000 });
    expect((await world.stripe.transfers.retrieveReversal(one.transfer.id, id)).id).toBe(id);
    expect((await failure(world.stripe.transfers.retrieveReversal(other.transfer.id, id))).statusCode).toBe(404);
    await world.stripe.transfers.updateReversal(one.transfer.id, id, { metadata: { seen: 'yes' } });
    const transfer = await world.stripe.transfers.retrieve(one.transfer.id);
    expect(transfer.reversals.data[0]?.metadata).toEqual({ seen: 'yes' });
  });
});

test('an account sees its own, the platform what is the platform’s', async () => {
  const host = await hostAccount(world);
  const charge = await paidCharge(world, 6_000, { available: true });
  const transfer = await world.stripe.transfers.create({
    currency: 'eur',
    destination: host,
    source_transaction: charge,
  });
  const payment = String(transfer.destination_payment);
  expect((await failure(world.stripe.charges.retrieve(payment))).statusCode).toBe(404);
  expect((await failure(world.stripe.charges.retrieve(charge, {}, { stripeAccount: host }))).statusCode).toBe(404);
  expect((await failure(world.stripe.refunds.create({ charge: payment }))).code).toBe('resource_missing');
  expect((await world.stripe.charges.list({}, { stripeAccount: host })).data.map((each) => each.id)).toEqual([payment]);
  expect((await world.stripe.charges.list({ limit: 100 })).data.map((each) => each.id)).not.toContain(payment);
  const other = await hostAccount(world);
  expect((await failure(world.stripe.charges.retrieve(payment, {}, { stripeAccount: other }))).statusCode).toBe(404);
  const forHost = await failure(world.stripe.customers.list({}, { stripeAccount: host }));
  expect(forHost.message).toMatch(/connected account/);
});
