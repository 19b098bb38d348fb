import { failure, openWorld, type World } from './support';

let world: World;
beforeAll(async () => (world = await openWorld()));
afterAll(() => world.close());

const booking = { amount: 55_000, currency: 'eur', metadata: { booking: 'b1' } } as const;
const cards = { automatic_payment_methods: { enabled: true, allow_redirects: 'never' } } as const;

describe('what create and update refuse', () => {
  test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['no amount', { amount: undefined }, { code: 'parameter_missing', param: 'amount' }],
    ['no currency', { currency: undefined }, { code: 'parameter_missing', param: 'currency' }],
    ['an amount that is no integer', { amount: 10.5 }, { code: 'parameter_invalid_integer', param: 'amount' }],
    ['an amount below the minimum', { amount: 49 }, { code: 'amount_too_small', param: 'amount' }],
    ['a negative amount', { amount: -1 }, { code: 'parameter_invalid_integer', param: 'amount' }],
    ['a part of a króna', { amount: 10_050, currency: 'isk' }, { param: 'amount' }],
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
