import { randomUUID } from 'node:crypto';
import { placeBooking } from '../../../src/api/booking/use-cases/place-booking';
import { alterationsOfBooking } from '../../../src/api/alteration/queries/load-alteration';
import { settleIntent } from '../../../src/api/payment/use-cases/settle-intent';
import { endProposals, endUnpaidAlterations } from '../../../src/jobs/end-alterations';
import {
  acceptIt,
  alteration,
  cancelIt,
  nightsOf,
  paidStay,
  payDifference,
  propose,
  sure,
  withdrawIt,
  type PaidStay,
} from '../support/alterations';
import { createTestCasita, type TestCasita } from '../support/casita';
import { makeAccount, quote, viewOf } from '../support/world';
import { deadlocks, inOrder } from './lock-barrier';

let world: TestCasita;
beforeAll(async () => {
  world = await createTestCasita();
});
afterAll(() => world.close());

type Action = (stay: PaidStay) => Promise<unknown>;

/** How the alteration, and then its booking, may end when the two come at once, in the order in which they come. */
interface Race {
  readonly given: (stay: PaidStay) => Promise<unknown>;
  readonly actions: readonly [Action, Action];
  readonly ends: readonly [first: string, second: string];
}

const longer = (stay: PaidStay) => propose(world, stay, 'guest', { checkIn: stay.day(10), checkOut: stay.day(15) });
const shorter = (stay: PaidStay) => propose(world, stay, 'guest', { checkIn: stay.day(10), checkOut: stay.day(12) });
const accept: Action = (stay) => acceptIt(world, stay, 'host');
const withdraw: Action = (stay) => withdrawIt(world, stay, 'guest');
const cancelAsGuest: Action = (stay) => cancelIt(world, stay, 'guest');
const cancelAsHost: Action = (stay) => cancelIt(world, stay, 'host');
const later = async (minutes: number) => world.clock.moveTo(world.clock.now().add({ minutes }));
const answerEnds: Action = () => endProposals.run(world.app);
const paymentEnds: Action = () => endUnpaidAlterations.run(world.app);

async function accepted(stay: PaidStay) {
  sure(await longer(stay));
  sure(await acceptIt(world, stay, 'host'));
}
async function paidNotHeard(stay: PaidStay) {
  await accepted(stay);
  expect(await payDifference(world, stay)).toBe('succeeded');
}
const hear: Action = async (stay) => {
  const rows = await world.app.db.query<{ intent: string }>(
    'select stripe_payment_intent as intent from payments where booking_id = $1 and instalment = 1',
    [stay.id],
  );
  await settleIntent(world.app, rows[0]?.intent ?? '', 'webhook');
};

const races: Readonly<Record<string, Race>> = {
  'accept and withdraw': {
    given: shorter,
    actions: [accept, withdraw],
    ends: ['applied, confirmed', 'withdrawn, confirmed'],
  },
  'accept what costs more, and withdraw': {
    given: longer,
    actions: [accept, withdraw],
    ends: ['accepted, confirmed', 'withdrawn, confirmed'],
  },
  'accept and cancel': {
    given: shorter,
    actions: [accept, cancelAsGuest],
    ends: ['applied, cancelled', 'cancelled, cancelled'],
  },
  'accept what costs more, and cancel': {
    given: longer,
    actions: [accept, cancelAsHost],
    ends: ['cancelled, cancelled', 'cancelled, cancelled'],
  },
  'accept twice': { given: longer, actions: [accept, accept], ends: ['accepted, confirmed', 'accepted, confirmed'] },
  'accept, and the end of the proposal': {
    given: async (stay) => (sure(await shorter(stay)), later(24 * 60 + 1)),
    actions: [accept, answerEnds],
    ends: ['expired, confirmed', 'expired, confirmed'],
  },
  'the payment and its deadline': {
    given: async (stay) => (await paidNotHeard(stay), later(24 * 60 + 1)),
    actions: [hear, paymentEnds],
    ends: ['applied, confirmed', 'expired, confirmed'],
  },
  'the payment and a cancellation': {
    given: paidNotHeard,
    actions: [hear, cancelAsHost],
    ends: ['applied, cancelled', 'cancelled, cancelled'],
  },
  'the payment heard of twice': {
    given: paidNotHeard,
    actions: [hear, hear],
    ends: ['applied, confirmed', 'applied, confirmed'],
  },
};

describe.each(Object.entries(races))('%s', (_name, { given, actions, ends }) => {
  it.each([0, 1] as const)('ends lawfully, whichever comes first (%i)', async (first) => {
    const stay = await paidStay(world);
    await given(stay);
    const before = await deadlocks(world.app.db);
    const order = first === 0 ? actions : [actions[1], actions[0]];
    const results = await inOrder(
      world.app.db,
      stay.home.id,
      order.map((action) => () => action(stay)),
    );
    expect(results.filter((result) => result.status === 'rejected')).toEqual([]);
    await world.checkInvariants();
    const seen = async () => `${(await alteration(world, stay)).state}, ${(await viewOf(world.app, stay.id)).state}`;
    expect(await seen()).toBe(ends[first]);
    await world.settle();
    await world.checkInvariants();
    expect(await seen()).toBe(ends[first]);
    expect(await deadlocks(world.app.db)).toBe(before);
  });
});

it('opens one of two alterations that both parties propose at once', async () => {
  const stay = await paidStay(world);
  const results = await inOrder(world.app.db, stay.home.id, [
    () => shorter(stay),
    () => propose(world, stay, 'host', { checkIn: stay.day(9), checkOut: stay.day(13) }),
  ]);
  expect(results).toMatchObject([{ value: { ok: true } }, { value: { ok: false, kind: 'conflict' } }]);
  const open = (await alterationsOfBooking(world.app.db, stay.id)).filter(({ state }) => state === 'proposed');
  expect(open).toHaveLength(1);
  await world.checkInvariants();
});

it.each([0, 1])('sells a night to the alteration or to another guest, never to both (%i)', async (first) => {
  const stay = await paidStay(world);
  sure(await longer(stay));
  const other = await makeAccount(world.app);
  const token = await quote(world.app, stay.home, other, { checkIn: stay.day(14), checkOut: stay.day(16) });
  const place = () =>
    placeBooking(world.app, { actor: other, door: 'rest', quote: token, message: '', idempotencyKey: randomUUID() });
  const both = [() => accept(stay), place];
  const results = await inOrder<unknown>(world.app.db, stay.home.id, first === 0 ? both : both.reverse());
  expect(results).toMatchObject([{ value: { ok: true } }, { value: { ok: false, kind: 'conflict' } }]);
  await world.checkInvariants();
  expect(await nightsOf(world, stay)).toHaveLength(first === 0 ? 5 : 3);
});
