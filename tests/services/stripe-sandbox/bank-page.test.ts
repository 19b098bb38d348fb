import { openWorld, type World } from './support';

let world: World;
beforeAll(async () => (world = await openWorld({ publicUrl: 'http://bank.test/sandbox/stripe' })));
afterAll(() => world.close());

/** A payment that its holder has to authenticate, and the address of the bank's page on this sandbox's own port. */
async function sentToBank(extra: Record<string, unknown> = {}) {
  const intent = await world.stripe.paymentIntents.create({
    amount: 12_345,
    currency: 'eur',
    confirm: true,
    payment_method: 'pm_card_threeDSecure2Required',
    return_url: 'https://guest.example/stay?booking=b1',
    ...extra,
  });
  const url = intent.next_action?.redirect_to_url?.url ?? '';
  expect(url).toMatch(/^http:\/\/bank\.test\/sandbox\/stripe\/3d_secure\/pi_/);
  return { intent, page: url.replace('http://bank.test/sandbox/stripe', `http://127.0.0.1:${world.port}`) };
}

const press = (page: string, outcome: string) =>
  fetch(page, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ outcome }) });

test('shows what is to be paid, and sends the guest back paid', async () => {
  const { intent, page } = await sentToBank();
  const shown = await fetch(page);
  expect(shown.headers.get('content-type')).toContain('text/html');
  expect(await shown.text()).toContain('123.45 eur');
  const back = await press(page, 'succeed');
  expect(back.status).toBe(303);
  const address = new URL(back.headers.get('location')!);
  expect(Object.fromEntries(address.searchParams)).toEqual({
    booking: 'b1',
    payment_intent: intent.id,
    payment_intent_client_secret: intent.client_secret,
    redirect_status: 'succeeded',
  });
  expect((await world.stripe.paymentIntents.retrieve(intent.id)).status).toBe('succeeded');
  const types = (await world.stripe.events.list({ limit: 2 })).data.map((event) => event.type);
  expect(types).toContain('payment_intent.succeeded');
  expect((await press(page, 'succeed')).status).toBe(404);
});

test('sends the guest back unpaid after a no', async () => {
  const { intent, page } = await sentToBank();
  const back = await press(page, 'fail');
  expect(new URL(back.headers.get('location')!).searchParams.get('redirect_status')).toBe('failed');
  expect((await world.stripe.paymentIntents.retrieve(intent.id)).status).toBe('requires_payment_method');
});

test('sets a card up too', async () => {
  const setup = await world.stripe.setupIntents.create({
    confirm: true,
    payment_method: 'pm_card_authenticationRequiredOnSetup',
    return_url: 'https://guest.example/',
  });
  const page = setup.next_action!.redirect_to_url!.url!.replace(
    /^http:\/\/bank\.test\/sandbox\/stripe/,
    `http://127.0.0.1:${world.port}`,
  );
  const back = await press(page, 'succeed');
  expect(new URL(back.headers.get('location')!).searchParams.get('redirect_status')).toBe('succeeded');
  expect((await world.stripe.setupIntents.retrieve(setup.id)).status).toBe('succeeded');
});

test.each([
  ['without its token', (page: string) => page.split('?')[0]!],
  ['with another token', (page: string) => page.replace(/token=\w{4}/, 'token=aaaa')],
  ['of another payment', (page: string) => page.replace(/pi_\w+/, 'pi_000000000000000000000000')],
])('is not found %s', async (_what, change) => {
  const { intent, page } = await sentToBank();
  expect((await fetch(change(page))).status).toBe(404);
  expect((await press(change(page), 'succeed')).status).toBe(404);
  expect((await world.stripe.paymentIntents.retrieve(intent.id)).status).toBe('requires_action');
});

test('takes yes or no only', async () => {
  const { intent, page } = await sentToBank();
  expect((await press(page, 'perhaps')).status).toBe(400);
  expect((await world.stripe.paymentIntents.retrieve(intent.id)).status).toBe('requires_action');
});
