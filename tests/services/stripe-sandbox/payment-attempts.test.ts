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

  test('off-session the attempt says why it failed, and the guest completes it by a link', async () => {
    const customer = await world.stripe.customers.create({ email: 'ada@example.com' });
    const method = await world.stripe.paymentMethods.attach('pm_card_authenticationRequired', {
      customer: customer.id,
    });
    const error = await failure(
      world.stripe.paymentIntents.create({
        ...booking,
        customer: customer.id,
        payment_method: method.id,
        confirm: true,
        off_session: true,
        error_on_requires_action: true,
      }),
    );
    expect(error).toMatchObject({
      statusCode: 402,
      code: 'authentication_required',
      decline_code: 'authentication_required',
      payment_method: { id: method.id },
    });
    const id = error.payment_intent!.id;
    expect(await world.stripe.paymentIntents.retrieve(id)).toMatchObject({
      status: 'requires_payment_method',
      last_payment_error: { code: 'authentication_required', payment_method: { id: method.id } },
    });
    const sent = await world.stripe.paymentIntents.confirm(id, {
      payment_method: method.id,
      return_url: 'https://guest.example/paid',
    });
    expect(sent.status).toBe('requires_action');
    const page = sent.next_action!.redirect_to_url!.url!.replace(
      /^.*\/3d_secure/,
      `http://127.0.0.1:${world.port}/3d_secure`,
    );
    const back = await fetch(page, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ outcome: 'succeed' }),
    });
    expect(new URL(back.headers.get('location')!).searchParams.get('redirect_status')).toBe('succeeded');
    expect(await world.stripe.paymentIntents.retrieve(id)).toMatchObject({
      status: 'succeeded',
      last_payment_error: null,
    });
  });

  test('with error_on_requires_action nothing is left waiting, whoever is there', async () => {
    const error = await failure(
      world.stripe.paymentIntents.create({
        ...booking,
        ...cards,
        confirm: true,
        error_on_requires_action: true,
        payment_method: 'pm_card_authenticationRequired',
      }),
    );
    expect(error).toMatchObject({
      statusCode: 402,
      code: 'authentication_required',
      payment_intent: { status: 'requires_payment_method', next_action: null },
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
