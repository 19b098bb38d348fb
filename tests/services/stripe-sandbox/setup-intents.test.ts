import { failure, openWorld, type World } from './support';

let world: World;
beforeAll(async () => (world = await openWorld()));
afterAll(() => world.close());

async function setUp(payment_method: string) {
  const customer = await world.stripe.customers.create({ email: 'ada@example.com' });
  const setup = await world.stripe.setupIntents.create({ customer: customer.id });
  expect(setup).toMatchObject({ object: 'setup_intent', status: 'requires_payment_method', usage: 'off_session' });
  const guest = await world.guest.setupIntents.confirm(setup.id, {
    payment_method,
    client_secret: setup.client_secret,
  } as never);
  return { customer: customer.id, setup: setup.id, status: guest.status };
}

const payLater = async (customer: string) => {
  const kept = await world.stripe.paymentMethods.list({ customer });
  return world.stripe.paymentIntents.create({
    amount: 30_000,
    currency: 'eur',
    customer,
    payment_method: kept.data[0]!.id,
    off_session: true,
    confirm: true,
  });
};

test('a guest sets a card up with the publishable key, and it is charged later', async () => {
  const { customer, status } = await setUp('pm_card_visa');
  expect(status).toBe('succeeded');
  expect(await payLater(customer)).toMatchObject({ status: 'succeeded', amount_received: 30_000 });
});

test('a card set up with its holder does not ask again off-session', async () => {
  const { customer, setup, status } = await setUp('pm_card_authenticationRequiredOnSetup');
  expect(status).toBe('requires_action');
  await world.control(`/setup_intents/${setup}/authenticate`, { outcome: 'succeed' });
  expect((await world.stripe.setupIntents.retrieve(setup)).status).toBe('succeeded');
  expect((await payLater(customer)).status).toBe('succeeded');
});

test('a card that always asks is declined off-session even so', async () => {
  const { customer, setup } = await setUp('pm_card_authenticationRequired');
  await world.control(`/setup_intents/${setup}/authenticate`, { outcome: 'succeed' });
  expect(await failure(payLater(customer))).toMatchObject({ statusCode: 402, code: 'authentication_required' });
});

test('a card that can be kept and not charged is declined when charged', async () => {
  const { customer, status } = await setUp('pm_card_chargeCustomerFail');
  expect(status).toBe('succeeded');
  expect(await failure(payLater(customer))).toMatchObject({ statusCode: 402, code: 'card_declined' });
});

test('a declined card and a failed authentication leave it waiting for another', async () => {
  const declined = await failure(
    world.stripe.setupIntents.create({ confirm: true, payment_method: 'pm_card_visa_chargeDeclined' }),
  );
  expect(declined).toMatchObject({ statusCode: 402, setup_intent: { status: 'requires_payment_method' } });
  const { setup } = await setUp('pm_card_threeDSecure2Required');
  await world.control(`/setup_intents/${setup}/authenticate`, { outcome: 'fail' });
  expect(await world.stripe.setupIntents.retrieve(setup)).toMatchObject({
    status: 'requires_payment_method',
    last_setup_error: { code: 'setup_intent_authentication_failure' },
  });
});

test('is cancelled once', async () => {
  const setup = await world.stripe.setupIntents.create();
  expect((await world.stripe.setupIntents.cancel(setup.id)).status).toBe('canceled');
  expect(await failure(world.stripe.setupIntents.cancel(setup.id))).toMatchObject({
    code: 'setup_intent_unexpected_state',
  });
});
