import { cancelBooking } from '../../../src/api/booking/use-cases/cancel-booking';
import { refundByStaff } from '../../../src/api/refund/use-cases/refund-by-staff';
import type { RefundBearer } from '../../../src/domain/ledger-refunds';
import { ledgerOf as accountOf, makePayable, paidStay, sentTo, type PaidStay } from '../payout/paid-hosts';
import { createTestCasita, type TestCasita } from '../support/casita';
import { ledgerOf } from '../support/disputes';
import { sure } from '../support/alterations';
import { sam } from '../support/stays';
import { viewOf } from '../support/world';

let world: TestCasita;
beforeAll(async () => {
  world = await createTestCasita();
});
afterAll(() => world.close());
afterEach(() => world.checkInvariants());

const GIFT = 10_000;

async function settled(): Promise<void> {
  for (let i = 0; i < 3; i += 1) await world.settle();
}

async function released(stay: PaidStay): Promise<void> {
  const due = 'select due_at from booking_release_due where booking_id = $1';
  const [row] = await world.app.db.query<{ due_at: Date }>(due, [stay.id]);
  const seconds = Math.ceil(((row?.due_at.getTime() ?? 0) - world.clock.now().epochMilliseconds) / 1_000) + 60;
  await world.advance(`PT${seconds}S`);
  await settled();
}

async function given({ documentId, total }: PaidStay, bearer: RefundBearer): Promise<void> {
  const about = { actor: sam, bookingDocumentId: documentId, reason: 'The heating failed', idempotencyKey: null };
  const asked = { amount: GIFT, bearer, expectedRefundable: total, limitIn: () => null };
  sure(await refundByStaff(world.app, { ...about, ...asked }));
  await settled();
}

/** Everything goes back, and nobody is fined for it. */
async function cancelled({ documentId }: PaidStay): Promise<void> {
  const about = { actor: sam, side: 'staff', door: 'admin', bookingDocumentId: documentId } as const;
  sure(await cancelBooking(world.app, { ...about, reason: 'a flood', expectedRefund: null }));
  await settled();
}

const bearers = ['policy', 'host', 'marketplace'] as const;
const times = [
  ['given and released, not sent', { before: true, account: false }],
  ['given and sent', { before: true, account: true }],
  ['given after it was released, not sent', { before: false, account: false }],
  ['given after it was sent', { before: false, account: true }],
] as const;

describe.each(times)('a gift that was %s, and a booking cancelled after it', (_, { before, account }) => {
  it.each(bearers)('borne by %s: the guest has it all once, and its giver has the gift again', async (bearer) => {
    const stay = await paidStay(world, { days: 1, nights: 10 });
    const sent = account ? await makePayable(world, stay.home.hostId) : null;
    if (before) await given(stay, bearer);
    await released(stay);
    if (!before) await given(stay, bearer);
    await cancelled(stay);
    const { refunds } = await viewOf(world.app, stay.id);
    expect(refunds.map(({ amount }) => amount)).toEqual([GIFT, stay.total - GIFT]);
    const { stripe, stripe_fee: fee, ...rest } = await ledgerOf(world, stay);
    expect(rest).toEqual({});
    expect(stripe).toBe(-(fee ?? 0));
    for (const account of ['host_payable', 'host_receivable'])
      expect([account, await accountOf(world, `${account}:${stay.home.hostId}`)]).toEqual([account, 0]);
    if (sent !== null) expect(await sentTo(world, sent)).toBe(0);
  });
});
