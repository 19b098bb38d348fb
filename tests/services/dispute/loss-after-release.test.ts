import { cancelBooking } from '../../../src/api/booking/use-cases/cancel-booking';
import { ledgerOf as accountOf, makePayable, paidStay, sentTo, type PaidStay } from '../payout/paid-hosts';
import { createTestCasita, type TestCasita } from '../support/casita';
import { decideIt, dispute, ledgerOf, rowOf } from '../support/disputes';
import { sure } from '../support/alterations';
import { viewOf } from '../support/world';

let world: TestCasita;
beforeAll(async () => {
  world = await createTestCasita();
});
afterAll(() => world.close());
afterEach(() => world.checkInvariants());

const phases = ['before the release', 'before the transfer', 'after the transfer'] as const;
type Phase = (typeof phases)[number];
const outcomes = ['lost by the host', 'lost by the marketplace', 'won'] as const;

/** Ten nights from tomorrow on: long enough to be cancelled by staff after its money was released. */
async function stayIn(phase: Phase): Promise<{ stay: PaidStay; account: string | null }> {
  const stay = await paidStay(world, { days: 1, nights: 10 });
  const account = phase === 'after the transfer' ? await makePayable(world, stay.home.hostId) : null;
  if (phase !== 'before the release') await released(stay);
  return { stay, account };
}

/** To the minute after the stay's money is the host's: what is sent is still there, and not at their bank. */
async function released({ id }: PaidStay): Promise<void> {
  const due = 'select due_at from booking_release_due where booking_id = $1';
  const [row] = await world.app.db.query<{ due_at: Date }>(due, [id]);
  const seconds = Math.ceil(((row?.due_at.getTime() ?? 0) - world.clock.now().epochMilliseconds) / 1_000) + 60;
  await world.advance(`PT${seconds}S`);
  await world.settle();
}

async function decided(stay: PaidStay, outcome: (typeof outcomes)[number], amount?: number): Promise<string> {
  const reason = outcome === 'lost by the host' ? 'product_not_received' : 'fraudulent';
  const id = await dispute(world, stay, amount === undefined ? { reason } : { reason, amount });
  await world.settle();
  await decideIt(world, id, outcome === 'won' ? 'win' : 'lose');
  for (let i = 0; i < 3; i += 1) await world.settle();
  return id;
}

const staff = { kind: 'staff', adminId: 1, name: 'Sam', roles: ['strapi-super-admin'] } as const;

/** Everything goes back, and nobody is fined for it. */
async function cancelled(stay: PaidStay): Promise<void> {
  const about = { actor: staff, side: 'staff', door: 'admin', bookingDocumentId: stay.documentId } as const;
  sure(await cancelBooking(world.app, { ...about, reason: 'a flood', expectedRefund: null }));
  for (let i = 0; i < 3; i += 1) await world.settle();
}

const refundsOf = async (stay: PaidStay) => (await viewOf(world.app, stay.id)).refunds.map(({ amount }) => amount);
const hostOf = async ({ home: { hostId } }: PaidStay) => ({
  payable: await accountOf(world, `host_payable:${hostId}`),
  receivable: await accountOf(world, `host_receivable:${hostId}`),
});

describe.each(phases)('a dispute %s', (phase) => {
  it.each(outcomes)('%s, and a booking that is cancelled after it: nobody has what is not theirs', async (outcome) => {
    const { stay, account } = await stayIn(phase);
    const id = await decided(stay, outcome);
    await cancelled(stay);
    expect(await refundsOf(stay)).toEqual(outcome === 'won' ? [stay.total] : []);
    // The guest has it all, by their bank or by us: what is left is what card and bank cost the marketplace.
    const { stripe, stripe_fee: fees, ...rest } = await ledgerOf(world, stay);
    expect(rest).toEqual({});
    expect(stripe).toBe(-(fees ?? 0));
    expect(await hostOf(stay)).toEqual({ payable: 0, receivable: 0 });
    if (account !== null) expect(await sentTo(world, account)).toBe(0);
    expect(await rowOf(world, id)).toMatchObject({ refunds_counted: outcome === 'won' ? 0 : stay.total });
  });
});

it('a part that was lost after the transfer counts first, and the rest is refunded', async () => {
  const { stay, account } = await stayIn('after the transfer');
  await decided(stay, 'lost by the host', 30_000);
  await cancelled(stay);
  expect(await refundsOf(stay)).toEqual([stay.total - 30_000]);
  const { stripe, stripe_fee: fees, ...rest } = await ledgerOf(world, stay);
  expect(rest).toEqual({});
  expect(stripe).toBe(-(fees ?? 0));
  expect(await hostOf(stay)).toEqual({ payable: 0, receivable: 0 });
  expect(await sentTo(world, account ?? '')).toBe(0);
});

it('what the host’s bank has of it stays owed by the host, once', async () => {
  const { stay, account } = await stayIn('after the transfer');
  await world.advance('P2D');
  await decided(stay, 'lost by the host');
  await cancelled(stay);
  expect(await sentTo(world, account ?? '')).toBe(stay.hostPayout);
  expect(await hostOf(stay)).toEqual({ payable: 0, receivable: stay.hostPayout });
});
