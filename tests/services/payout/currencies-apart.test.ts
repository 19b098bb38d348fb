import { sure } from '../support/alterations';
import { createTestCasita, type TestCasita } from '../support/casita';
import { makeHome } from '../support/world';
import { cancelStay, ledgerOf, makePayable, paidStay, payoutsOf } from './paid-hosts';

let world: TestCasita;
beforeAll(async () => {
  world = await createTestCasita();
});
afterAll(() => world.close());

test('what a host owes in one currency is never taken from what another earns', async () => {
  const shared = { host: { sourceId: 'two-currencies', displayName: 'Ana' } };
  const euros = await makeHome(world.app, shared);
  const yen = await makeHome(world.app, { ...shared, currency: 'JPY', prices: { base: 12_345, cleaningFee: 777 } });
  expect(yen.hostId).toBe(euros.hostId);
  await makePayable(world, euros.hostId);
  const cancelled = await paidStay(world, { home: euros, days: 10 });
  const kept = await paidStay(world, { home: yen, days: 5 });
  sure(await cancelStay(world, cancelled, 'host'));
  await world.settle();
  const owed = await ledgerOf(world, `host_receivable:${euros.hostId}`);
  expect(owed).toBe(Math.max(5_000, Math.round(cancelled.total / 4)));

  await world.advance('P7D');
  expect(await payoutsOf(world, yen.hostId)).toMatchObject([
    { state: 'transferred', amount: kept.hostPayout, lines: [{ kind: 'stay', amount: kept.hostPayout }] },
  ]);
  expect(await ledgerOf(world, `host_receivable:${euros.hostId}`)).toBe(owed);

  const next = await paidStay(world, { home: euros, days: 5 });
  await world.advance('P7D');
  const [, second] = await payoutsOf(world, euros.hostId);
  expect(second).toMatchObject({ amount: next.hostPayout - owed, state: 'transferred' });
  expect(await ledgerOf(world, `host_receivable:${euros.hostId}`)).toBe(0);
  await world.checkInvariants();
});
