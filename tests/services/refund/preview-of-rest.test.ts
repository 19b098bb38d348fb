import { cancelBooking, previewCancellation } from '../../../src/api/booking/use-cases/cancel-booking';
import { refundByStaff } from '../../../src/api/refund/use-cases/refund-by-staff';
import { createTestCasita, type TestCasita } from '../support/casita';
import { decideIt, dispute } from '../support/disputes';
import { sure } from '../support/alterations';
import { paidStay, sam } from '../support/stays';
import { viewOf } from '../support/world';

let world: TestCasita;
beforeAll(async () => {
  world = await createTestCasita();
});
afterAll(() => world.close());
afterEach(() => world.checkInvariants());

type Stay = Awaited<ReturnType<typeof paidStay>>;
type Side = 'guest' | 'host' | 'staff';

/** 550.00; under the policy `moderate` 220.00 go back three days before. */
const TOTAL = 55_000;

const by = (stay: Stay, side: Side) =>
  ({
    actor: side === 'staff' ? sam : side === 'guest' ? stay.guest : stay.home.host,
    ...{ side, bookingDocumentId: stay.documentId, reason: 'Plans' },
    door: side === 'staff' ? ('admin' as const) : ('rest' as const),
  }) as const;

async function give(stay: Stay, amount: number, bearer: 'policy' | 'host' | 'marketplace'): Promise<void> {
  const about = { actor: sam, bookingDocumentId: stay.documentId, reason: 'The heating failed', idempotencyKey: null };
  sure(await refundByStaff(world.app, { ...about, amount, bearer, expectedRefundable: TOTAL, limitIn: () => null }));
  await world.settle();
}

/** The preview's figures, and what the cancellation then gives and says. */
async function previewed(stay: Stay, side: Side) {
  const preview = sure(await previewCancellation(world.app, by(stay, side)));
  const before = (await viewOf(world.app, stay.id)).refunds.reduce((sum, { amount }) => sum + amount, 0);
  const wrong = await cancelBooking(world.app, { ...by(stay, side), expectedRefund: preview.refund + 1 });
  expect(wrong).toMatchObject({ ok: false, reasons: [{ code: 'refund_changed', limit: preview.refund }] });
  sure(await cancelBooking(world.app, { ...by(stay, side), expectedRefund: preview.refund }));
  await world.settle();
  const view = await viewOf(world.app, stay.id);
  const sent = view.refunds.reduce((sum, { amount }) => sum + amount, 0) - before;
  expect(preview.lines.reduce((sum, line) => sum + line.refund, 0)).toBe(preview.refund + preview.alreadyBack);
  expect({ owed: view.refund_owed, sent }).toEqual({ owed: preview.refund, sent: preview.refund - preview.byBank });
  return preview;
}

describe.each(['policy', 'host', 'marketplace'] as const)('after a refund of 100.00 that %s bore', (bearer) => {
  it.each(['guest', 'host', 'staff'] as const)(
    'the %s who cancels is told what is left, and that goes',
    async (side) => {
      const stay = await paidStay(world);
      await give(stay, 10_000, bearer);
      const { refund, alreadyBack, cutoffs } = await previewed(stay, side);
      expect({ refund, alreadyBack }).toEqual({ refund: 45_000, alreadyBack: 10_000 });
      for (const cutoff of cutoffs) expect(cutoff.refund).toBeLessThanOrEqual(45_000);
    },
  );
});

it('a policy that gives less than is left gives it all the same', async () => {
  const stay = await paidStay(world, { days: 3 });
  const before = sure(await previewCancellation(world.app, by(stay, 'guest')));
  expect(before.refund).toBeLessThan(TOTAL - 10_000);
  await give(stay, 10_000, 'marketplace');
  expect(await previewed(stay, 'guest')).toMatchObject({ refund: before.refund, alreadyBack: 0 });
});

it('what a bank took in a lost dispute is said to be there, and is not sent', async () => {
  const stay = await paidStay(world);
  const id = await dispute(world, stay, { amount: 20_000 });
  await world.settle();
  await decideIt(world, id, 'lose');
  await world.settle();
  const { refund, byBank, alreadyBack } = await previewed(stay, 'host');
  expect({ refund, byBank, alreadyBack }).toEqual({ refund: TOTAL, byBank: 20_000, alreadyBack: 0 });
});
