import { waiveHostPenalty } from '../../../src/api/booking/use-cases/waive-host-penalty';
import { createTestCasita, type TestCasita } from '../support/casita';
import { cancelStay, ledgerOf, makePayable, paidStay, payoutsOf, sentTo, type PaidStay } from './paid-hosts';

let world: TestCasita;
beforeEach(async () => {
  world = await createTestCasita();
});
afterEach(async () => {
  await world.checkInvariants();
  await world.close();
});

/** 550.00 cancelled by its host ten days before: 137.50. */
async function penalised() {
  const stay = await paidStay(world, {
    days: 11,
    nights: 5,
    changes: { prices: { base: 10_000, cleaningFee: 5_000 } },
  });
  expect(await cancelStay(world, stay, 'host')).toMatchObject({ ok: true });
  await world.settle();
  expect(await owes(stay)).toBe(13_750);
  return stay;
}
const owes = ({ home }: PaidStay) => ledgerOf(world, `host_receivable:${home.hostId}`);

test('a penalty of 137.50 is taken out of two payouts: all of the first, and what is left of the second', async () => {
  const { home, ...stay } = await penalised();
  const account = await makePayable(world, home.hostId);
  // One night: 100.00 + 50.00 less 15.5 %.
  const first = await paidStay(world, { home, days: 1, nights: 1 });
  const second = await paidStay(world, { home, days: 3, nights: 1 });
  expect(first.hostPayout).toBe(12_675);
  await world.advance('P3D');
  expect(await payoutsOf(world, home.hostId)).toMatchObject([
    { state: 'transferred', amount: 0, lines: [{ kind: 'stay', amount: 12_675 }, { kind: 'penalty', amount: -12_675 }] }, // prettier-ignore
  ]);
  expect(await owes({ ...stay, home })).toBe(1_075);
  await world.advance('P2D');
  expect((await payoutsOf(world, home.hostId))[1]).toMatchObject({
    state: 'transferred',
    amount: second.hostPayout - 1_075,
    lines: [{ kind: 'stay', amount: second.hostPayout }, { kind: 'penalty', amount: -1_075 }], // prettier-ignore
  });
  expect(await owes({ ...stay, home })).toBe(0);
  expect(await sentTo(world, account)).toBe(second.hostPayout - 1_075);
});

test('a penalty that is waived before anything was taken is owed no more', async () => {
  const stay = await penalised();
  const actor = { kind: 'staff', adminId: 7, name: 'Sam' } as const;
  expect(await waiveHostPenalty(world.app, { actor, bookingDocumentId: stay.documentId, reason: 'A flood' })).toMatchObject({ ok: true }); // prettier-ignore
  expect(await owes(stay)).toBe(0);
  expect(await payoutsOf(world, stay.home.hostId)).toEqual([]);
});

test('of one that was taken in part, that part is paid out after all', async () => {
  const stay = await penalised();
  const { home } = stay;
  const account = await makePayable(world, home.hostId);
  const paid = await paidStay(world, { home, days: 1, nights: 1 });
  await world.advance('P3D');
  const actor = { kind: 'staff', adminId: 7, name: 'Sam' } as const;
  await waiveHostPenalty(world.app, { actor, bookingDocumentId: stay.documentId, reason: 'A flood' });
  await world.settle();
  expect(await owes(stay)).toBe(0);
  expect((await payoutsOf(world, home.hostId))[1]).toMatchObject({
    state: 'transferred',
    amount: paid.hostPayout,
    lines: [{ kind: 'penalty', amount: paid.hostPayout }],
  });
  expect(await sentTo(world, account)).toBe(paid.hostPayout);
});

test('what is owed in one currency is not taken out of another', async () => {
  const stay = await penalised();
  const { home } = stay;
  await makePayable(world, home.hostId);
  const dollars = await paidStay(world, { days: 1, nights: 1, changes: { currency: 'USD' } });
  await world.app.db.query('update properties set host_id = $2 where id = $1', [dollars.home.id, home.hostId]);
  await world.app.db.query('update bookings set host_id = $2 where id = $1', [dollars.id, home.hostId]);
  await world.app.db.query('update booking_release_due set host_id = $2 where booking_id = $1', [dollars.id, home.hostId]); // prettier-ignore
  await world.advance('P3D');
  expect(await payoutsOf(world, home.hostId)).toMatchObject([
    { amount: dollars.hostPayout, lines: [{ kind: 'stay' }] },
  ]);
  expect(await owes(stay)).toBe(13_750);
});
