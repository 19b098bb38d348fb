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

describe('a declined card', () => {
  test.each([
    ['pm_card_visa_chargeDeclined', 'card_declined', 'generic_decline'],
    ['pm_card_chargeDeclinedInsufficientFunds', 'card_declined', 'insufficient_funds'],
    ['pm_card_chargeDeclinedExpiredCard', 'expired_card', 'expired_card'],
    ['pm_card_chargeDeclinedIncorrectCvc', 'incorrect_cvc', 'incorrect_cvc'],
    ['pm_card_chargeDeclinedProcessingError', 'processing_error', 'processing_error'],
  ])('%s answers 402 and leaves a failed charge', async (payment_method, code, decline_code) => {
    const intent = await world.stripe.paymentIntents.create({ ...booking, ...cards });
    const error = await failure(world.stripe.paymentIntents.confirm(intent.id, { payment_method }));
    expect(error).toMatchObject({ type: 'StripeCardError', statusCode: 402, code, decline_code });
    const after = await world.stripe.paymentIntents.retrieve(intent.id, { expand: ['latest_charge'] });
    expect(after).toMatchObject({
      status: 'requires_payment_method',
      payment_method: null,
      last_payment_error: { code, decline_code, charge: error.charge },
      latest_charge: { id: error.charge, status: 'failed', paid: false, failure_code: code },
    });
    expect(await deliveredTypes()).toEqual([
      'charge.failed',
      'payment_intent.created',
      'payment_intent.payment_failed',
    ]);
  });

  test('can be followed by a good one', async () => {
    const intent = await world.stripe.paymentIntents.create({ ...booking, ...cards });
    await failure(world.stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_visa_chargeDeclined' }));
    const paid = await world.stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_visa' });
    expect(paid).toMatchObject({ status: 'succeeded', last_payment_error: null });
    const charges = await world.stripe.charges.list({ payment_intent: intent.id });
    expect(charges.data.map((charge) => charge.status)).toEqual(['succeeded', 'failed']);
  });
});

describe('a card that asks its holder', () => {
  async function waiting(extra: Record<string, unknown> = {}) {
    const intent = await world.stripe.paymentIntents.create({
      ...booking,
      ...cards,
      ...extra,
      confirm: true,
      payment_method: 'pm_card_threeDSecure2Required',
    });
    expect(intent).toMatchObject({
      status: 'requires_action',
      next_action: { type: 'use_stripe_sdk' },
      latest_charge: null,
    });
    return intent;
  }

  test('is paid once the holder has authenticated', async () => {
    const intent = await waiting();
    await world.control(`/payment_intents/${intent.id}/authenticate`, { outcome: 'succeed' });
    const paid = await world.stripe.paymentIntents.retrieve(intent.id, { expand: ['latest_charge'] });
    expect(paid).toMatchObject({
      status: 'succeeded',
      latest_charge: { payment_method_details: { card: { three_d_secure: { result: 'authenticated' } } } },
    });
    expect(await deliveredTypes()).toEqual(
      expect.arrayContaining(['payment_intent.requires_action', 'payment_intent.succeeded']),
    );
  });

  test('waits for another method when the holder fails', async () => {
    const intent = await waiting();
    await world.control(`/payment_intents/${intent.id}/authenticate`, { outcome: 'fail' });
    const failed = await world.stripe.paymentIntents.retrieve(intent.id);
    expect(failed).toMatchObject({
      status: 'requires_payment_method',
      last_payment_error: { code: 'payment_intent_authentication_failure' },
      latest_charge: null,
    });
  });

  test('is only held when captured by hand', async () => {
    const intent = await waiting({ capture_method: 'manual' });
    await world.control(`/payment_intents/${intent.id}/authenticate`, { outcome: 'succeed' });
    expect((await world.stripe.paymentIntents.retrieve(intent.id)).status).toBe('requires_capture');
  });

  test('sends a guest with a return URL to the bank', async () => {
    const intent = await world.stripe.paymentIntents.create({ ...booking });
    const sent = await world.stripe.paymentIntents.confirm(intent.id, {
      payment_method: 'pm_card_authenticationRequired',
      return_url: 'https://guest.example/done',
    });
    expect(sent.next_action).toMatchObject({
      type: 'redirect_to_url',
      redirect_to_url: { return_url: 'https://guest.example/done' },
    });
  });

  test('is declined off-session with authentication_required', async () => {
    const error = await failure(
      world.stripe.paymentIntents.create({
        ...booking,
        confirm: true,
        off_session: true,
        payment_method: 'pm_card_authenticationRequired',
      }),
    );
    expect(error).toMatchObject({
      statusCode: 402,
      code: 'authentication_required',
      payment_intent: { status: 'requires_payment_method' },
    });
  });

  test('pays off-session once it was set up with a payment', async () => {
    const customer = await world.stripe.customers.create({ email: 'ada@example.com' });
    const first = await world.stripe.paymentIntents.create({
      ...booking,
      ...cards,
      customer: customer.id,
      setup_future_usage: 'off_session',
      confirm: true,
      payment_method: 'pm_card_authenticationRequiredOnSetup',
    });
    await world.control(`/payment_intents/${first.id}/authenticate`, { outcome: 'succeed' });
    const kept = await world.stripe.paymentMethods.list({ customer: customer.id });
    expect(kept.data).toHaveLength(1);
    const later = await world.stripe.paymentIntents.create({
      ...booking,
      customer: customer.id,
      payment_method: kept.data[0]!.id,
      off_session: true,
      confirm: true,
    });
    expect(later.status).toBe('succeeded');
  });
});

describe('what create and update refuse', () => {
  test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['no amount', { amount: undefined }, { code: 'parameter_missing', param: 'amount' }],
    ['no currency', { currency: undefined }, { code: 'parameter_missing', param: 'currency' }],
    ['an amount that is no integer', { amount: 10.5 }, { code: 'parameter_invalid_integer', param: 'amount' }],
    ['an amount below the minimum', { amount: 49 }, { code: 'amount_too_small', param: 'amount' }],
    ['a negative amount', { amount: -1 }, { code: 'parameter_invalid_integer', param: 'amount' }],
    ['three decimals that do not end in 0', { amount: 10_005, currency: 'kwd' }, { param: 'amount' }],
    ['a currency that is none', { currency: 'xyz' }, { param: 'currency' }],
    ['payment_method_types, which is gone', { payment_method_types: ['card'] }, { code: 'parameter_unknown' }],
    [
      'a parameter inside that is none',
      { automatic_payment_methods: { enabled: true, on: 1 } },
      {
        code: 'parameter_unknown',
        param: 'automatic_payment_methods[on]',
      },
    ],
    ['a capture method that is none', { capture_method: 'later' }, { param: 'capture_method' }],
    ['a customer that is none', { customer: 'cus_nobody' }, { code: 'resource_missing', param: 'customer' }],
    ['an empty customer', { customer: '' }, { code: 'parameter_invalid_empty', param: 'customer' }],
    ['metadata with a long key', { metadata: { ['k'.repeat(41)]: 'v' } }, { param: 'metadata' }],
    [
      'confirming with redirects possible and no return_url',
      { confirm: true, payment_method: 'pm_card_visa' },
      {
        param: 'return_url',
      },
    ],
    ['off_session without confirming', { off_session: true }, { param: 'off_session' }],
  ])('refuses %s', async (_what, change, expected) => {
    const before = await world.stripe.events.list({ limit: 1 });
    const error = await failure(world.stripe.paymentIntents.create({ ...booking, ...change } as never));
    expect(error).toMatchObject({ type: 'StripeInvalidRequestError', statusCode: 400, ...expected });
    expect((await world.stripe.events.list({ limit: 1 })).data).toEqual(before.data);
  });

  test('an update changes the amount before payment and not after it', async () => {
    const intent = await world.stripe.paymentIntents.create({ ...booking, ...cards });
    const updated = await world.stripe.paymentIntents.update(intent.id, {
      amount: 60_000,
      metadata: { booking: '', other: 'o' },
    });
    expect(updated).toMatchObject({ amount: 60_000, metadata: { other: 'o' } });
    await world.stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_visa' });
    const error = await failure(world.stripe.paymentIntents.update(intent.id, { amount: 70_000 }));
    expect(error).toMatchObject({ code: 'payment_intent_unexpected_state' });
    const described = await world.stripe.paymentIntents.update(intent.id, { metadata: { late: 'yes' } });
    expect(described.metadata).toEqual({ other: 'o', late: 'yes' });
  });
});
