import Stripe from 'stripe';
import { API_VERSION } from '../../../../src/sandbox/stripe';
import { hostAccount, paidCharge } from '../marketplace';
import { openWorld, type World } from '../support';
import keys from './object-keys.json';

let world: World;
beforeAll(async () => (world = await openWorld()));
afterAll(() => world.close());

type Served = keyof typeof keys;

/** The paths that an object lacks; nothing is looked for inside null, an empty list, or where an id stands for an object. */
function lacking(object: unknown, paths: readonly string[]): string[] {
  return paths.filter((path) => {
    let inside: unknown = object;
    for (const part of path.split('.')) {
      if (Array.isArray(inside)) inside = inside[0];
      if (inside === null || inside === undefined || typeof inside !== 'object') return false;
      if (!(part in inside)) return true;
      inside = (inside as Record<string, unknown>)[part];
    }
    return false;
  });
}

const cards = { automatic_payment_methods: { enabled: true, allow_redirects: 'never' } } as const;
const paid = (payment_method: string) =>
  world.stripe.paymentIntents.create({
    amount: 20_000,
    currency: 'eur',
    ...cards,
    confirm: true,
    payment_method,
    expand: ['latest_charge.balance_transaction'],
  });

async function transferred() {
  const charge = (await paid('pm_card_visa')).latest_charge as { id: string };
  return world.stripe.transfers.create({
    currency: 'eur',
    destination: await hostAccount(world),
    source_transaction: charge.id,
  });
}

/** One call for each type of object, through the SDK. */
const calls: Record<Served, () => Promise<unknown>> = {
  balance: () => world.stripe.balance.retrieve(),
  balance_settings: () => world.stripe.balanceSettings.retrieve(),
  balance_transaction: async () => {
    await paid('pm_card_visa');
    await world.sandbox.advance();
    return (await world.stripe.balanceTransactions.list()).data[0];
  },
  charge: async () => (await paid('pm_card_visa')).latest_charge,
  customer: () => world.stripe.customers.create({ name: 'Ada' }),
  deleted_customer: async () => world.stripe.customers.del((await world.stripe.customers.create()).id),
  dispute: async () => {
    await paid('pm_card_createDispute');
    await world.sandbox.advance();
    return (await world.stripe.disputes.list()).data[0];
  },
  event: async () => (await world.stripe.events.list()).data[0],
  file: () =>
    world.stripe.files.create({
      file: { data: Buffer.from('%PDF-1.7\n%%EOF\n'), name: 'lease.pdf', type: 'application/pdf' },
      purpose: 'dispute_evidence',
    }),
  payment_intent: () => paid('pm_card_visa'),
  payout: async () => {
    await paidCharge(world, 5_000, { available: true, currency: 'usd' });
    return world.stripe.payouts.create({ amount: 1_000, currency: 'usd' });
  },
  transfer: () => transferred(),
  transfer_reversal: async () => world.stripe.transfers.createReversal((await transferred()).id, { amount: 500 }),
  payment_method: () => world.stripe.paymentMethods.create({ type: 'card', card: { token: 'tok_visa' } }),
  refund: async () => world.stripe.refunds.create({ payment_intent: (await paid('pm_card_visa')).id }),
  setup_intent: () => world.stripe.setupIntents.create({ ...cards, confirm: true, payment_method: 'pm_card_visa' }),
  webhook_endpoint: () => world.stripe.webhookEndpoints.retrieve('we_configured_1'),
  deleted_webhook_endpoint: async () => {
    const made = await world.stripe.webhookEndpoints.create({
      url: world.inbox.url,
      enabled_events: ['charge.failed'],
    });
    return world.stripe.webhookEndpoints.del(made.id);
  },
};

test.each(Object.keys(calls) as Served[])('a %s lacks no key that Stripe gives it', async (type) => {
  const object = (await calls[type]()) as { object: string };
  expect(object.object).toBe(type.replace(/^deleted_/, ''));
  expect(lacking(object, keys[type])).toEqual([]);
});

test('a payment intent that was declined or waits for its customer lacks none either', async () => {
  const open = await world.stripe.paymentIntents.create({ amount: 20_000, currency: 'eur' });
  await world.stripe.paymentIntents
    .confirm(open.id, { payment_method: 'pm_card_chargeDeclined', return_url: 'https://g.example' })
    .catch(() => undefined);
  expect(lacking(await world.stripe.paymentIntents.retrieve(open.id), keys.payment_intent)).toEqual([]);
  const waiting = await paid('pm_card_authenticationRequired');
  expect(lacking(waiting, keys.payment_intent)).toEqual([]);
});

test('what an account sees of a transfer and of its reversal lacks none either', async () => {
  const transfer = await transferred();
  await world.stripe.transfers.createReversal(transfer.id, { amount: 500 });
  const stripeAccount = transfer.destination as string;
  const payment = await world.stripe.charges.retrieve(String(transfer.destination_payment), {}, { stripeAccount });
  // It was not paid by card.
  const ofAny = keys.charge.filter((path) => !path.startsWith('payment_method_details.card'));
  expect(lacking(payment, ofAny)).toEqual([]);
  const [back] = (await world.stripe.balanceTransactions.list({}, { stripeAccount })).data;
  expect(lacking(back, keys.balance_transaction)).toEqual([]);
  const reversed = await world.stripe.transfers.retrieve(transfer.id);
  expect(lacking(reversed, keys.transfer)).toEqual([]);
  expect(lacking(reversed.reversals.data[0], keys.transfer_reversal)).toEqual([]);
});

test('a payout that failed and a refund that waits lack none either', async () => {
  await paidCharge(world, 5_000, { available: true, currency: 'usd' });
  const payout = await world.stripe.payouts.create({ amount: 1_000, currency: 'usd' });
  await world.control(`/payouts/${payout.id}`, { outcome: 'fail' });
  expect(lacking(await world.stripe.payouts.retrieve(payout.id), keys.payout)).toEqual([]);
  const pending = await world.stripe.refunds.create({ payment_intent: (await paid('pm_card_pendingRefund')).id });
  expect(lacking(pending, keys.refund)).toEqual([]);
});

test('the comparison sees what is missing', () => {
  expect(lacking({ a: { b: null }, c: [] }, ['a', 'a.b', 'a.b.c', 'c.d', 'a.x', 'e'])).toEqual(['a.x', 'e']);
});

test('the version served is the one that the SDK pins', () => {
  expect(API_VERSION).toBe((Stripe as unknown as { API_VERSION: string }).API_VERSION);
});
