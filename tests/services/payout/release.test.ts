import { releaseFunds } from '../../../src/api/payout/use-cases/release-funds';
import { createTestCasita, type TestCasita } from '../support/casita';
import { ledgerOf, makePayable, paidStay, payoutsOf, sentTo } from './paid-hosts';

let world: TestCasita;
beforeEach(async () => {
  world = await createTestCasita();
});
afterEach(async () => {
  await world.checkInvariants();
  await world.close();
});

const releases = () =>
  world.app.db.query<{ part: number; host_payout: number }>(
    'select part, host_payout from booking_release order by booking_id, part',
  );

test('a stay is the host’s 24 hours after check-in, and is sent to them', async () => {
  const stay = await paidStay(world, { days: 5 });
  const account = await makePayable(world, stay.home.hostId);
  await world.advance('P5DT1H');
  expect(await payoutsOf(world, stay.home.hostId)).toEqual([]);
  await world.advance('P1DT4H');
  expect(await releases()).toEqual([{ part: 1, host_payout: stay.hostPayout }]);
  expect(await payoutsOf(world, stay.home.hostId)).toMatchObject([
    {
      state: 'transferred',
      amount: stay.hostPayout,
      transferred: stay.hostPayout,
      lines: [{ kind: 'stay', amount: stay.hostPayout }],
    },
  ]);
  expect(await sentTo(world, account)).toBe(stay.hostPayout);
  expect(await ledgerOf(world, `guest_funds:${stay.id}`)).toBe(0);
  expect(await ledgerOf(world, `host_payable:${stay.home.hostId}`)).toBe(0);
});

test('45 nights are paid as 30, then 15', async () => {
  const stay = await paidStay(world, { days: 5, nights: 45 });
  await makePayable(world, stay.home.hostId);
  await world.advance('P8D');
  const [first] = await payoutsOf(world, stay.home.hostId);
  expect(first?.amount).toBe(Math.round((stay.hostPayout * 30) / 45));
  await world.advance('P27D');
  expect(await releases()).toHaveLength(1);
  await world.advance('P2D');
  expect(await releases()).toEqual([
    { part: 1, host_payout: first?.amount },
    { part: 2, host_payout: stay.hostPayout - (first?.amount ?? 0) },
  ]);
  expect(await ledgerOf(world, `guest_funds:${stay.id}`)).toBe(0);
});

test('a job that is a year late releases all of it at once, and once', async () => {
  const stay = await paidStay(world, { days: 5, nights: 45 });
  await makePayable(world, stay.home.hostId);
  await world.clock.moveTo(world.clock.now().add({ hours: 24 * 365 }));
  await Promise.all([releaseFunds(world.app, stay.id), releaseFunds(world.app, stay.id)]);
  expect(await releases()).toEqual([{ part: 1, host_payout: stay.hostPayout }]);
  await world.settle();
  expect(await payoutsOf(world, stay.home.hostId)).toMatchObject([{ state: 'transferred', amount: stay.hostPayout }]);
});

test('without an account it stays owed, and is sent once there is one', async () => {
  const stay = await paidStay(world, { days: 5 });
  await world.advance('P7D');
  expect(await payoutsOf(world, stay.home.hostId)).toMatchObject([{ state: 'owed', reason: 'no_account' }]);
  await world.checkInvariants();
  const account = await makePayable(world, stay.home.hostId);
  await world.advance('P2D');
  expect(await payoutsOf(world, stay.home.hostId)).toMatchObject([{ state: 'transferred', reason: null }]);
  expect(await sentTo(world, account)).toBe(stay.hostPayout);
});

test('a new host’s first payout waits its days; the next does not', async () => {
  Object.assign(world.app.config, { payouts: { ...world.app.config.payouts, firstPayoutHoldDays: 7 } });
  const stay = await paidStay(world, { days: 5 });
  await makePayable(world, stay.home.hostId);
  await world.advance('P7D');
  expect(await payoutsOf(world, stay.home.hostId)).toMatchObject([{ state: 'held', reason: 'first_payout' }]);
  await world.checkInvariants();
  await world.advance('P7D');
  expect(await payoutsOf(world, stay.home.hostId)).toMatchObject([{ state: 'transferred' }]);
  await paidStay(world, { home: stay.home, days: 3 });
  await world.advance('P5D');
  expect(await payoutsOf(world, stay.home.hostId)).toMatchObject([{ state: 'transferred' }, { state: 'transferred' }]);
});
