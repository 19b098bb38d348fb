import { failure, openWorld, type World } from './support';

let world: World;
beforeAll(async () => (world = await openWorld()));
afterAll(() => world.close());
afterEach(async () => {
  await deliveredTypes();
  world.inbox.received.splice(0);
});

const booking = { amount: 55_000, currency: 'eur', metadata: { booking: 'b1' } } as const;
const cards = { automatic_payment_methods: { enabled: true, allow_redirects: 'never' } } as const;

async function deliveredTypes(): Promise<string[]> {
  await world.sandbox.advance();
  await world.sandbox.deliverWebhooks();
  return world.inbox.types().sort();
}

describe('a payment that is captured at once', () => {
  test('is created, confirmed and succeeds; its fee follows with charge.updated', async () => {
    const created = await world.stripe.paymentIntents.create({ ...booking, ...cards });
    expect(created).toMatchObject({
      object: 'payment_intent',
      status: 'requires_payment_method',
      amount: 55_000,
      capture_method: 'automatic_async',
      metadata: { booking: 'b1' },
    });
    expect(created.id).toMatch(/^pi_\w{24}$/);

    const paid = await world.stripe.paymentIntents.confirm(created.id, {
      payment_method: 'pm_card_visa',
      expand: ['latest_charge'],
    });
    expect(paid).toMatchObject({ status: 'succeeded', amount_received: 55_000, next_action: null });
    expect(paid.latest_charge).toMatchObject({
      object: 'charge',
      captured: true,
      paid: true,
      balance_transaction: null,
      payment_method_details: { card: { brand: 'visa', last4: '4242' } },
    });

    expect(await deliveredTypes()).toEqual([
      'charge.succeeded',
      'charge.updated',
      'payment_intent.created',
      'payment_intent.succeeded',
    ]);
    const later = await world.stripe.paymentIntents.retrieve(created.id, {
      expand: ['latest_charge.balance_transaction'],
    });
    expect(later.latest_charge).toMatchObject({
      balance_transaction: { object: 'balance_transaction', amount: 55_000, fee: 1_625, net: 53_375, type: 'charge' },
    });
  });

  test('has its fee at once with capture_method automatic', async () => {
    const paid = await world.stripe.paymentIntents.create({
      ...booking,
      ...cards,
      capture_method: 'automatic',
      confirm: true,
      payment_method: 'pm_card_mastercard',
      expand: ['latest_charge.balance_transaction'],
    });
    expect(paid.latest_charge).toMatchObject({
      balance_transaction: { amount: 55_000, fee: 1_625, status: 'pending' },
    });
  });

  test('cannot be confirmed a second time', async () => {
    const paid = await world.stripe.paymentIntents.create({
      ...booking,
      ...cards,
      confirm: true,
      payment_method: 'pm_card_visa',
    });
    const error = await failure(world.stripe.paymentIntents.confirm(paid.id, { payment_method: 'pm_card_visa' }));
    expect(error).toMatchObject({
      statusCode: 400,
      code: 'payment_intent_unexpected_state',
      payment_intent: { id: paid.id, status: 'succeeded' },
    });
  });

  test('takes a raw test card number, and never keeps it', async () => {
    const number = '4000000000000077';
    const paid = await world.stripe.paymentIntents.create({
      ...booking,
      ...cards,
      confirm: true,
      payment_method_data: {
        type: 'card',
        card: { number, exp_month: 12, exp_year: 2031, cvc: '123' },
        billing_details: { name: 'Ada' },
      } as never,
      expand: ['payment_method'],
    });
    expect(paid).toMatchObject({ status: 'succeeded', payment_method: { card: { last4: '0077', exp_year: 2031 } } });
    const rows = await world.database.query<{ found: boolean }>(
      `SELECT bool_or(body::text LIKE $1 OR hidden::text LIKE $1) AS found FROM stripe_sandbox.object`,
      [`%${number}%`],
    );
    expect(rows[0]?.found).toBe(false);
  });

  test.each([
    ['a wrong check digit', { number: '4242424242424241' }, 'incorrect_number'],
    ['a month that is none', { exp_month: 13 }, 'invalid_expiry_month'],
    ['a year gone by', { exp_year: 2020 }, 'invalid_expiry_year'],
    ['a card that is not a test card', { number: '4111111111111111' }, 'card_declined'],
  ])('refuses %s', async (_what, change, code) => {
    const card = { number: '4242424242424242', exp_month: 12, exp_year: 2031, cvc: '123', ...change };
    const error = await failure(world.stripe.paymentMethods.create({ type: 'card', card }));
    expect(error).toMatchObject({ type: 'StripeCardError', statusCode: 402, code });
  });
});

describe('a payment that is captured by hand', () => {
  const held = {
    ...booking,
    ...cards,
    capture_method: 'manual',
    confirm: true,
    payment_method: 'pm_card_visa',
  } as const;

  test('is authorised with a date to capture before, then captured', async () => {
    const intent = await world.stripe.paymentIntents.create({ ...held, expand: ['latest_charge'] });
    expect(intent).toMatchObject({ status: 'requires_capture', amount_capturable: 55_000, amount_received: 0 });
    const sevenDays = Math.floor(world.clock.now().epochMilliseconds / 1000) + 7 * 86_400;
    expect(intent.latest_charge).toMatchObject({
      captured: false,
      payment_method_details: { card: { capture_before: sevenDays } },
    });

    const captured = await world.stripe.paymentIntents.capture(intent.id, {
      expand: ['latest_charge.balance_transaction'],
    });
    expect(captured).toMatchObject({ status: 'succeeded', amount_capturable: 0, amount_received: 55_000 });
    expect(captured.latest_charge).toMatchObject({ captured: true, balance_transaction: { fee: 1_625 } });
    expect(await deliveredTypes()).toEqual([
      'charge.captured',
      'charge.succeeded',
      'payment_intent.amount_capturable_updated',
      'payment_intent.created',
      'payment_intent.succeeded',
    ]);
  });

  test('captured in part gives back the rest without a refund event or money moved', async () => {
    const intent = await world.stripe.paymentIntents.create(held);
    const captured = await world.stripe.paymentIntents.capture(intent.id, {
      amount_to_capture: 20_000,
      expand: ['latest_charge.refunds', 'latest_charge.balance_transaction'],
    });
    expect(captured).toMatchObject({ status: 'succeeded', amount: 55_000, amount_received: 20_000 });
    expect(captured.latest_charge).toMatchObject({
      amount: 55_000,
      amount_captured: 20_000,
      amount_refunded: 35_000,
      refunded: false,
      balance_transaction: { amount: 20_000, fee: 610 },
      refunds: { data: [{ amount: 35_000, balance_transaction: null }] },
    });
    expect(await deliveredTypes()).not.toContain('refund.created');
    const tooMuch = await failure(world.stripe.refunds.create({ payment_intent: intent.id, amount: 20_001 }));
    expect(tooMuch).toMatchObject({ statusCode: 400, param: 'amount' });
    await expect(world.stripe.refunds.create({ payment_intent: intent.id })).resolves.toMatchObject({ amount: 20_000 });
  });

  test('is captured once only, and never for more than was authorised', async () => {
    const intent = await world.stripe.paymentIntents.create(held);
    const more = await failure(world.stripe.paymentIntents.capture(intent.id, { amount_to_capture: 55_001 }));
    expect(more).toMatchObject({ statusCode: 400, code: 'amount_too_large' });
    await world.stripe.paymentIntents.capture(intent.id);
    const twice = await failure(world.stripe.paymentIntents.capture(intent.id));
    expect(twice).toMatchObject({ statusCode: 400, code: 'payment_intent_unexpected_state' });
  });

  test('cancelled, releases the whole authorisation', async () => {
    const intent = await world.stripe.paymentIntents.create(held);
    const cancelled = await world.stripe.paymentIntents.cancel(intent.id, {
      cancellation_reason: 'requested_by_customer',
      expand: ['latest_charge'],
    });
    expect(cancelled).toMatchObject({
      status: 'canceled',
      amount_capturable: 0,
      cancellation_reason: 'requested_by_customer',
      latest_charge: { captured: false, amount_captured: 0, amount_refunded: 55_000, refunded: true },
    });
    expect(await deliveredTypes()).toEqual(expect.arrayContaining(['payment_intent.canceled', 'charge.refunded']));
    const again = await failure(world.stripe.paymentIntents.cancel(intent.id));
    expect(again).toMatchObject({ code: 'payment_intent_unexpected_state' });
  });

  test('expires after seven days, dated when it did', async () => {
    const intent = await world.stripe.paymentIntents.create(held);
    const captureBefore = intent.created + 7 * 86_400;
    world.clock.advance({ hours: 7 * 24 - 1 });
    await world.sandbox.advance();
    expect((await world.stripe.paymentIntents.retrieve(intent.id)).status).toBe('requires_capture');
    world.clock.advance({ hours: 30 });
    await world.sandbox.advance();
    const expired = await world.stripe.paymentIntents.retrieve(intent.id);
    expect(expired).toMatchObject({ status: 'canceled', cancellation_reason: 'automatic', canceled_at: captureBefore });
    expect(await deliveredTypes()).toEqual(expect.arrayContaining(['charge.expired', 'payment_intent.canceled']));
  });
});

test('what was captured or cancelled in time does not expire', async () => {
  const held = {
    ...booking,
    ...cards,
    capture_method: 'manual',
    confirm: true,
    payment_method: 'pm_card_visa',
  } as const;
  const captured = await world.stripe.paymentIntents.create(held);
  const cancelled = await world.stripe.paymentIntents.create(held);
  await world.stripe.paymentIntents.capture(captured.id);
  await world.stripe.paymentIntents.cancel(cancelled.id, { cancellation_reason: 'duplicate' });
  world.clock.advance({ hours: 8 * 24 });
  await world.sandbox.advance();
  expect(await world.stripe.paymentIntents.retrieve(captured.id)).toMatchObject({ status: 'succeeded' });
  expect(await world.stripe.paymentIntents.retrieve(cancelled.id)).toMatchObject({ cancellation_reason: 'duplicate' });
});
