import { stripeClient } from '../../../src/adapters/stripe/stripe-client';
import { adjustHost } from '../../../src/api/money/use-cases/adjust-host';
import { settleObject } from '../../../src/inbox/object-settlers';
import { runCalls } from '../../../src/outbox/run-calls';
import { createTestCasita, type TestCasita } from '../support/casita';
import { dispute } from '../support/disputes';
import { sam } from '../support/stays';
import { cancelStay, ledgerOf, makePayable, paidStay, payoutsOf, sentTo } from './paid-hosts';

/** Transfers that are told of by the provider: taken back there by hand, or made and taken back by us without our hearing of it. */

let world: TestCasita;
beforeEach(async () => {
  world = await createTestCasita();
});
afterEach(async () => {
  jest.restoreAllMocks();
  await world.checkInvariants();
  await world.close();
});

async function sent() {
  const stay = await paidStay(world, { days: 1, nights: 10 });
  const account = await makePayable(world, stay.home.hostId);
  const [due] = await world.app.db.query<{ at: Date }>('select due_at as at from booking_release_due');
  const seconds = Math.ceil(((due?.at.getTime() ?? 0) - world.clock.now().epochMilliseconds) / 1_000) + 60;
  await world.advance(`PT${seconds}S`);
  await world.settle();
  const [transfer] = await world.app.db.query<{ id: string }>('select stripe_transfer as id from transfer');
  return { ...stay, hostId: stay.home.hostId, account, transfer: transfer?.id ?? '' };
}

const byHand = (transfer: string, amount?: number) =>
  stripeClient({ secretKey: world.secretKey, apiBase: world.stripeUrl }).transfers.createReversal(
    transfer,
    amount === undefined ? {} : { amount },
  );
const told = (transfer: string) => settleObject(world.app, { id: transfer, account: null });
const kinds = async () =>
  (
    await world.app.db.query<{ kind: string }>(
      `select kind from ledger_transaction where kind in ('transferred', 'transfer_reversed', 'transfer_taken_back') order by id`,
    )
  ).map(({ kind }) => kind);

it('what is taken back by hand is owed to the host again, once, and sent after a while', async () => {
  const { hostId, hostPayout, account, transfer } = await sent();
  await byHand(transfer, 10_000);
  await world.settle();
  for (let time = 0; time < 3; time += 1) await told(transfer);
  expect(await payoutsOf(world, hostId)).toMatchObject([
    { state: 'transferred', amount: hostPayout },
    { state: 'held', amount: 10_000, reason: 'taken_back', lines: [{ kind: 'correction', amount: 10_000 }] },
  ]);
  expect(await kinds()).toEqual(['transferred', 'transfer_taken_back', 'transfer_reversed']);
  const owed = [await ledgerOf(world, `host_payable:${hostId}`), await ledgerOf(world, `host_receivable:${hostId}`)];
  expect(owed).toEqual([-10_000, 0]);
  // A second one, by two who hear of it at once.
  await byHand(transfer, 5_000);
  await Promise.all([told(transfer), told(transfer)]);
  expect((await payoutsOf(world, hostId)).map(({ state, amount }) => `${state} ${amount}`)).toEqual([
    `transferred ${hostPayout}`,
    'held 10000',
    'held 5000',
  ]);
  await paidStay(world, { days: 90, nights: 14 });
  await world.advance('P10D');
  expect(await sentTo(world, account)).toBe(hostPayout);
});

it('all of it: the payout is reversed, and what the host owes meanwhile is taken out of what is sent again', async () => {
  const { hostId, hostPayout, documentId, transfer, account } = await sent();
  await byHand(transfer);
  await world.settle();
  expect((await payoutsOf(world, hostId)).map(({ state }) => state)).toEqual(['reversed', 'held']);
  const correction = { actor: sam, bookingDocumentId: documentId, reason: 'Agreed', idempotencyKey: null };
  expect(await adjustHost(world.app, { ...correction, amount: -hostPayout })).toMatchObject({ ok: true });
  await world.advance('P8D');
  expect((await payoutsOf(world, hostId))[1]).toMatchObject({ state: 'transferred', amount: 0 });
  expect(await sentTo(world, account)).toBe(0);
});

it('waits with the others where a bank disputes the payment', async () => {
  const { hostId, id, transfer } = await sent();
  await dispute(world, { id }, { reason: 'fraudulent', amount: 1_000 });
  await world.settle();
  await byHand(transfer, 5_000);
  await world.settle();
  expect((await payoutsOf(world, hostId)).at(-1)).toMatchObject({ state: 'blocked', amount: 5_000 });
});

it('is found by the walk over the balance alone', async () => {
  const { hostId, transfer } = await sent();
  await byHand(transfer, 10_000);
  await world.app.db.query('delete from stripe_sandbox.webhook_delivery');
  await world.app.db.query(`delete from stripe_sandbox.object where type = 'event'`);
  await world.advance('PT5M');
  expect((await payoutsOf(world, hostId))[1]).toMatchObject({ state: 'held', amount: 10_000 });
  const open = await world.app.db.query('select id from balance_transaction where ledger_id is null');
  expect(open).toEqual([]);
});

it('a transfer and a reversal of ours whose answers were lost are known from their news, and the calls change nothing', async () => {
  const stay = await paidStay(world, { days: 1, nights: 10 });
  await makePayable(world, stay.home.hostId);
  const { transfer, reverse } = world.app.transfers;
  jest.spyOn(world.app.transfers, 'transfer').mockImplementationOnce(async (...given) => {
    await transfer(...given);
    throw new Error('killed');
  });
  jest.spyOn(world.app.transfers, 'reverse').mockImplementationOnce(async (...given) => {
    await reverse(...given);
    throw new Error('killed');
  });
  const again = async () => {
    await world.app.db.query(`update stripe_call set next_attempt_at = now() where state = 'pending'`);
    await runCalls(world.app, stay.id);
  };
  await world.advance('P2DT5H');
  expect(await payoutsOf(world, stay.home.hostId)).toMatchObject([{ state: 'transferred' }]);
  await again();
  expect(await cancelStay(world, stay, 'guest')).toMatchObject({ ok: true });
  await runCalls(world.app, stay.id);
  await world.settle();
  const reversals = 'select state, amount from transfer_reversal';
  const back = await world.app.db.query<{ state: string }>(reversals);
  expect(back).toMatchObject([{ state: 'succeeded' }]);
  await again();
  expect(await world.app.db.query(reversals)).toEqual(back);
  expect(await world.app.db.query(`select from stripe_call where state = 'pending'`)).toEqual([]);
  expect(await kinds()).toEqual(['transferred', 'transfer_reversed']);
});

it('leaves alone what is not of this installation', async () => {
  const { account } = await sent();
  const stripe = stripeClient({ secretKey: world.secretKey, apiBase: world.stripeUrl });
  const charge = await world.app.db.query<{ id: string }>('select stripe_charge as id from payments');
  const other = await stripe.transfers.create({
    ...{ amount: 1_000, currency: 'eur', destination: account, source_transaction: charge[0]?.id ?? '' },
  });
  await stripe.transfers.createReversal(other.id, {});
  await told(other.id);
  expect(await kinds()).toEqual(['transferred']);
});

it('waits as long as the operator says', async () => {
  Object.assign(world.app.config, { payouts: { ...world.app.config.payouts, takenBackHoldDays: 2 } });
  const { hostId, hostPayout, account, transfer } = await sent();
  await byHand(transfer, 10_000);
  await world.settle();
  await world.advance('P1DT23H');
  expect((await payoutsOf(world, hostId))[1]).toMatchObject({ state: 'held' });
  await world.advance('PT2H');
  expect((await payoutsOf(world, hostId))[1]).toMatchObject({ state: 'transferred', amount: 10_000 });
  expect(await sentTo(world, account)).toBe(hostPayout);
});
