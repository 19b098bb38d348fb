import { settleDispute } from '../../../src/api/dispute/use-cases/settle-dispute';
import { payRefundOutside, retryRefund } from '../../../src/api/refund/use-cases/end-failed-refund';
import { refundByStaff } from '../../../src/api/refund/use-cases/refund-by-staff';
import { cancelIt, paidStay, sure, type PaidStay } from '../support/alterations';
import { createTestCasita, type TestCasita } from '../support/casita';
import { decideIt, dispute, ledgerOf, rowOf } from '../support/disputes';
import { sam } from '../support/stays';

let world: TestCasita;
beforeAll(async () => {
  world = await createTestCasita();
});
afterAll(() => world.close());
afterEach(() => world.checkInvariants());

/** 410.00, of which 346.45 are the host's. */
const TOTAL = 41_000;
const GIFT = 10_000;
/** The host's share of the 310.00 that are kept after the gift. */
const HOST = 26_195;

async function settled(): Promise<void> {
  for (let i = 0; i < 3; i += 1) await world.settle();
}

/** All is promised back, and the bank takes it before the refund is sent. */
async function overtaken(changes: Parameters<typeof dispute>[2] = {}): Promise<{ stay: PaidStay; id: string }> {
  const stay = await paidStay(world);
  sure(await cancelIt(world, stay, 'guest'));
  const id = await dispute(world, stay, changes);
  await settled();
  expect(await refundsOf(stay)).toMatchObject([{ state: 'failed', amount: TOTAL, ended: null }]);
  return { stay, id };
}

async function promised(stay: PaidStay): Promise<void> {
  const about = { actor: sam, bookingDocumentId: stay.documentId, reason: 'No hot water', idempotencyKey: null };
  const asked = { amount: GIFT, bearer: 'policy', expectedRefundable: TOTAL, limitIn: () => null } as const;
  sure(await refundByStaff(world.app, { ...about, ...asked }));
}

interface Refund {
  readonly document_id: string;
  readonly state: string;
  readonly amount: number;
  readonly ended: string | null;
  readonly ended_by: string | null;
}
const refundsOf = (stay: PaidStay) =>
  world.app.db.query<Refund>(
    `select r.document_id, r.state, r.amount, x.kind as ended, x.made_by_name as ended_by from refunds r left join refund_end x on x.refund_id = r.id
     where r.booking_id = $1 order by r.id`,
    [stay.id],
  );

/** What card and bank cost the marketplace, and nothing else. */
async function onlyFeesAreLeft(stay: PaidStay): Promise<void> {
  const { stripe, stripe_fee: fees, ...rest } = await ledgerOf(world, stay);
  expect(rest).toEqual({});
  expect(stripe).toBe(-(fees ?? 0));
}

const press = ({ document_id: refundDocumentId }: Refund) => ({ actor: sam, refundDocumentId, reason: 'The rest' });

it.each(['fraudulent', 'product_not_received'] as const)(
  'a loss (%s) pays what a refund had promised',
  async (reason) => {
    const { stay, id } = await overtaken({ reason });
    await decideIt(world, id, 'lose');
    await settled();
    expect(await refundsOf(stay)).toMatchObject([{ state: 'failed', ended: 'paid_by_dispute', ended_by: 'Casita' }]);
    expect(await rowOf(world, id)).toMatchObject({ host_share: 0, refunds_counted: TOTAL, refunds_settled: TOTAL });
    await onlyFeesAreLeft(stay);
    const [refund] = await refundsOf(stay);
    expect(await retryRefund(world.app, press(refund!))).toMatchObject({
      ok: false,
      reasons: [{ code: 'already_ended' }],
    });
  },
);

it.each(['sent again', 'paid outside'] as const)('of a loss of a part the rest is owed, and %s', async (way) => {
  const { stay, id } = await overtaken({ amount: 15_000 });
  await decideIt(world, id, 'lose');
  await settled();
  const [refund] = await refundsOf(stay);
  expect(refund).toMatchObject({ state: 'failed', ended: null });
  expect(await ledgerOf(world, stay)).toMatchObject({ refund_clearing: -(TOTAL - 15_000) });
  if (way === 'sent again') {
    sure(await retryRefund(world.app, press(refund!)));
    await settled();
    expect(await refundsOf(stay)).toMatchObject([{}, { state: 'succeeded', amount: TOTAL - 15_000 }]);
    return onlyFeesAreLeft(stay);
  }
  sure(await payRefundOutside(world.app, { ...press(refund!), reference: 'SEPA 1' }));
  expect(await ledgerOf(world, stay)).toMatchObject({ paid_outside: -(TOTAL - 15_000) });
  return undefined;
});

it('a win makes the refund owed again, and it is sent', async () => {
  const { stay, id } = await overtaken();
  await decideIt(world, id, 'win');
  await settled();
  expect(await refundsOf(stay)).toMatchObject([
    { state: 'failed', ended: 'retried', ended_by: 'Casita' },
    { state: 'succeeded', amount: TOTAL },
  ]);
  await onlyFeesAreLeft(stay);
});

it.each(['before', 'after'] as const)(
  'of more than was promised the host bears the rest, the refund refused %s',
  async (when) => {
    const stay = await paidStay(world);
    await promised(stay);
    const id = await dispute(world, stay, { reason: 'product_not_received' });
    if (when === 'before') await settled();
    await decideIt(world, id, 'lose');
    if (when === 'after') await settleDispute(world.app, id, 'webhook');
    await settled();
    expect(await refundsOf(stay)).toMatchObject([{ state: 'failed', amount: GIFT, ended: 'paid_by_dispute' }]);
    expect(await rowOf(world, id)).toMatchObject({ host_share: HOST, refunds_settled: GIFT });
    expect(await ledgerOf(world, stay)).toMatchObject({ host_receivable: HOST, dispute_loss: TOTAL - GIFT - HOST });
    // And what is cancelled after it counts the rest.
    sure(await cancelIt(world, stay, 'guest'));
    await settled();
    await onlyFeesAreLeft(stay);
  },
);
