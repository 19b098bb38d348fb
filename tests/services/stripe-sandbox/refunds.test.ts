import { failure, openWorld, type World } from './support';

let world: World;
beforeAll(async () => (world = await openWorld()));
afterAll(() => world.close());
beforeEach(async () => {
  await settled();
  world.inbox.received.splice(0);
});

async function settled(): Promise<string[]> {
  await world.sandbox.advance();
  await world.sandbox.deliverWebhooks();
  return world.inbox.types();
}

async function paid(payment_method = 'pm_card_visa', amount = 10_000) {
  const intent = await world.stripe.paymentIntents.create({
    amount,
    currency: 'eur',
    automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
    confirm: true,
    payment_method,
  });
  await settled();
  world.inbox.received.splice(0);
  return { intent: intent.id, charge: String(intent.latest_charge) };
}

test('a refund in full moves the money, and tells of itself and of the charge', async () => {
  const { intent, charge } = await paid();
  const refund = await world.stripe.refunds.create({
    payment_intent: intent,
    reason: 'requested_by_customer',
    metadata: { booking: 'b1' },
    expand: ['balance_transaction', 'charge'],
  });
  expect(refund).toMatchObject({
    object: 'refund',
    amount: 10_000,
    status: 'succeeded',
    reason: 'requested_by_customer',
    metadata: { booking: 'b1' },
    balance_transaction: { amount: -10_000, fee: 0, net: -10_000, type: 'refund', source: refund.id },
    charge: { id: charge, amount_refunded: 10_000, refunded: true },
  });
  expect((await settled()).sort()).toEqual(['charge.refunded', 'refund.created']);
  expect(await failure(world.stripe.refunds.create({ charge }))).toMatchObject({
    statusCode: 400,
    code: 'charge_already_refunded',
  });
});

test('refunds in part add up and never exceed the charge', async () => {
  const { charge } = await paid();
  await world.stripe.refunds.create({ charge, amount: 4_000 });
  const second = await world.stripe.refunds.create({ charge, amount: 3_000 });
  expect(await world.stripe.charges.retrieve(charge)).toMatchObject({ amount_refunded: 7_000, refunded: false });
  expect(await failure(world.stripe.refunds.create({ charge, amount: 3_001 }))).toMatchObject({
    statusCode: 400,
    param: 'amount',
  });
  expect(await world.stripe.refunds.create({ charge })).toMatchObject({ amount: 3_000 });
  const listed = await world.stripe.refunds.list({ charge });
  expect(listed.data.map((refund) => refund.amount)).toEqual([3_000, 3_000, 4_000]);
  expect((await world.stripe.refunds.retrieve(second.id)).id).toBe(second.id);
  expect((await world.stripe.charges.retrieve(charge)).refunded).toBe(true);
});

test('20 refunds at once of a tenth each: ten go through', async () => {
  const { charge, intent } = await paid();
  const calls = Array.from({ length: 20 }, (_, index) =>
    world.stripe.refunds.create({ ...(index % 2 === 0 ? { charge } : { payment_intent: intent }), amount: 1_000 }),
  );
  const outcomes = await Promise.allSettled(calls);
  expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(10);
  expect((await world.stripe.charges.retrieve(charge)).amount_refunded).toBe(10_000);
});

test('a pending refund succeeds later', async () => {
  const { intent } = await paid('pm_card_pendingRefund');
  const refund = await world.stripe.refunds.create({ payment_intent: intent });
  expect(refund.status).toBe('pending');
  world.clock.advance({ hours: 1 });
  const types = await settled();
  expect((await world.stripe.refunds.retrieve(refund.id)).status).toBe('succeeded');
  expect(types).toContain('refund.updated');
});

test('a refund that fails gives the money back to the balance, and can be made again', async () => {
  const { intent, charge } = await paid('pm_card_refundFail');
  const refund = await world.stripe.refunds.create({ payment_intent: intent });
  expect(refund.status).toBe('succeeded');
  world.clock.advance({ hours: 1 });
  const types = await settled();
  const failed = await world.stripe.refunds.retrieve(refund.id, { expand: ['failure_balance_transaction'] });
  expect(failed).toMatchObject({
    status: 'failed',
    failure_reason: 'expired_or_canceled_card',
    failure_balance_transaction: { type: 'refund_failure', amount: 10_000 },
  });
  expect(types).toEqual(expect.arrayContaining(['refund.failed', 'charge.updated']));
  expect(await world.stripe.charges.retrieve(charge)).toMatchObject({ amount_refunded: 0, refunded: false });
  await expect(world.stripe.refunds.create({ charge, amount: 10_000 })).resolves.toMatchObject({ amount: 10_000 });
});

test('a control fails a refund of any card', async () => {
  const { intent } = await paid();
  const refund = await world.stripe.refunds.create({ payment_intent: intent, amount: 500 });
  await world.control(`/refunds/${refund.id}`, { outcome: 'fail' });
  expect((await world.stripe.refunds.retrieve(refund.id)).status).toBe('failed');
  await expect(world.control(`/refunds/${refund.id}`, { outcome: 'fail' })).rejects.toThrow(/400/);
});

test('metadata is updated, and update takes nothing else', async () => {
  const { intent } = await paid();
  const refund = await world.stripe.refunds.create({ payment_intent: intent, metadata: { a: '1' } });
  const updated = await world.stripe.refunds.update(refund.id, { metadata: { b: '2' } });
  expect(updated.metadata).toEqual({ a: '1', b: '2' });
  expect(await failure(world.stripe.refunds.update(refund.id, { metadata: {}, amount: 1 } as never))).toMatchObject({
    code: 'parameter_unknown',
    param: 'amount',
  });
});

test('what has not been captured is not refunded', async () => {
  const held = await world.stripe.paymentIntents.create({
    amount: 10_000,
    currency: 'eur',
    capture_method: 'manual',
    automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
    confirm: true,
    payment_method: 'pm_card_visa',
  });
  const charge = String(held.latest_charge);
  expect((await failure(world.stripe.refunds.create({ payment_intent: held.id }))).statusCode).toBe(400);
  expect((await failure(world.stripe.refunds.create({ charge }))).statusCode).toBe(400);
  expect(await failure(world.stripe.refunds.create({}))).toMatchObject({ code: 'parameter_missing' });
  expect(await failure(world.stripe.refunds.create({ charge: 'ch_none' }))).toMatchObject({ code: 'resource_missing' });
});

describe('a dispute', () => {
  async function disputed(payment_method = 'pm_card_createDispute') {
    const { charge } = await paid(payment_method);
    const dispute = (await world.stripe.disputes.list({ charge })).data[0]!;
    return { charge, dispute };
  }

  test('takes the money and a fee, and stops refunds', async () => {
    const { charge, dispute } = await disputed();
    expect(dispute).toMatchObject({
      object: 'dispute',
      amount: 10_000,
      status: 'needs_response',
      reason: 'fraudulent',
      balance_transactions: [{ amount: -10_000, fee: 1_500, net: -11_500, type: 'adjustment' }],
    });
    expect((await world.stripe.charges.retrieve(charge)).disputed).toBe(true);
    expect(await failure(world.stripe.refunds.create({ charge }))).toMatchObject({ code: 'charge_disputed' });
    const events = await world.stripe.events.list({
      types: ['charge.dispute.created', 'charge.dispute.funds_withdrawn'],
    });
    expect(events.data.slice(0, 2).map((event) => event.type)).toEqual([
      'charge.dispute.funds_withdrawn',
      'charge.dispute.created',
    ]);
  });

  test('is won with winning evidence, and the money comes back', async () => {
    const { dispute } = await disputed();
    const won = await world.stripe.disputes.update(dispute.id, {
      evidence: { uncategorized_text: 'winning_evidence' },
    });
    expect(won).toMatchObject({
      status: 'won',
      balance_transactions: [{ amount: -10_000 }, { amount: 10_000, fee: 0 }],
    });
    const types = await settled();
    expect(types).toEqual(expect.arrayContaining(['charge.dispute.funds_reinstated', 'charge.dispute.closed']));
    expect((await failure(world.stripe.disputes.close(dispute.id))).statusCode).toBe(400);
  });

  test('is lost when nobody answers in time', async () => {
    const { dispute } = await disputed('pm_card_createDisputeProductNotReceived');
    world.clock.advance({ hours: 9 * 24 });
    await settled();
    expect(await world.stripe.disputes.retrieve(dispute.id)).toMatchObject({
      status: 'lost',
      reason: 'product_not_received',
    });
  });

  test('that only asks takes no money, and a control opens one for any charge', async () => {
    const { dispute } = await disputed('pm_card_createDisputeInquiry');
    expect(dispute).toMatchObject({ status: 'warning_needs_response', balance_transactions: [] });
    const { charge } = await paid();
    const opened = await world.control(`/charges/${charge}/dispute`, { reason: 'product_not_received' });
    expect(opened).toMatchObject({ object: 'dispute', charge, status: 'needs_response' });
    await expect(world.control(`/charges/${charge}/dispute`, {})).rejects.toThrow(/400/);
  });
});

describe('the balance', () => {
  test('is what its transactions come to; charges are available after two days', async () => {
    const fresh = await openWorld();
    try {
      const pay = (payment_method: string, currency: string) =>
        fresh.stripe.paymentIntents.create({
          amount: 10_000,
          currency,
          capture_method: 'automatic',
          automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
          confirm: true,
          payment_method,
        });
      const { id } = await pay('pm_card_visa', 'eur');
      await pay('pm_card_bypassPending', 'jpy');
      await pay('pm_card_visa', 'kwd');
      expect(amounts(await fresh.stripe.balance.retrieve())).toEqual({
        available: { eur: 0, jpy: 9_680, kwd: 0 },
        pending: { eur: 9_680, jpy: 0, kwd: 9_410 },
      });
      await fresh.stripe.refunds.create({ payment_intent: id, amount: 2_500 });
      expect((await fresh.sandbox.nextDueAt())?.toString()).toBe(fresh.clock.now().add({ hours: 48 }).toString());
      fresh.clock.advance({ hours: 48 });
      await fresh.sandbox.advance();
      expect(amounts(await fresh.stripe.balance.retrieve())).toEqual({
        available: { eur: 7_180, jpy: 9_680, kwd: 9_410 },
        pending: { eur: 0, jpy: 0, kwd: 0 },
      });
      const all = await fresh.stripe.balanceTransactions.list({ currency: 'eur' });
      expect(all.data.map((each) => [each.type, each.net, each.status])).toEqual([
        ['refund', -2_500, 'available'],
        ['charge', 9_680, 'available'],
      ]);
    } finally {
      await fresh.close();
    }
  });

  function amounts(balance: { available: Part[]; pending: Part[] }) {
    const by = (parts: Part[]) => Object.fromEntries(parts.map((part) => [part.currency, part.amount]));
    return { available: by(balance.available), pending: by(balance.pending) };
  }
  interface Part {
    readonly amount: number;
    readonly currency: string;
  }
});
