import { applyNews, settleDispute } from '../../../src/api/dispute/use-cases/settle-dispute';
import { watchDisputes } from '../../../src/jobs/watch-disputes';
import { cancelIt, paidStay, type PaidStay } from '../support/alterations';
import { createTestCasita, type TestCasita } from '../support/casita';
import { control, decideIt, dispute, endFaults, ledgerOf, mailsOf, rowOf } from '../support/disputes';
import { viewOf } from '../support/world';

let world: TestCasita;
beforeAll(async () => {
  world = await createTestCasita();
});
afterAll(() => world.close());
afterEach(async () => {
  await endFaults(world);
  await world.checkInvariants();
});

/** 410.00: three nights at 120.00 and 50.00 for cleaning; the host's fee is 15.5 %. */
const TOTAL = 41_000;
const FEE = 1_500;
const CHARGE_FEE = 1_219;
const HOST = 34_645;

const hear = (id: string) => settleDispute(world.app, id, 'webhook');
async function disputed(reason: 'fraudulent' | 'product_not_received' | 'inquiry' = 'fraudulent') {
  const stay = await paidStay(world);
  const id = await dispute(world, stay, { reason });
  await world.settle();
  return { stay, id };
}

describe('the money of a dispute', () => {
  it('leaves with a fee when the bank takes it', async () => {
    const { stay, id } = await disputed();
    expect(await rowOf(world, id)).toMatchObject({
      state: 'needs_response',
      reason: 'fraudulent',
      amount: TOTAL,
      fee: FEE,
      bearer: 'marketplace',
      booking_id: stay.id,
    });
    expect(await ledgerOf(world, stay)).toEqual({
      stripe: -CHARGE_FEE - FEE,
      stripe_fee: CHARGE_FEE + FEE,
      guest_funds: -TOTAL,
      dispute_clearing: TOTAL,
    });
  });

  it('comes back without it when the dispute is won', async () => {
    const { stay, id } = await disputed();
    await decideIt(world, id, 'win');
    await world.settle();
    expect((await rowOf(world, id)).state).toBe('won');
    expect(await ledgerOf(world, stay)).toEqual({
      stripe: TOTAL - CHARGE_FEE - FEE,
      stripe_fee: CHARGE_FEE + FEE,
      guest_funds: -TOTAL,
    });
  });

  it('is the marketplace’s loss where a card was stolen', async () => {
    const { stay, id } = await disputed();
    await decideIt(world, id, 'lose');
    await world.settle();
    expect(await rowOf(world, id)).toMatchObject({ state: 'lost', host_share: 0 });
    expect(await ledgerOf(world, stay)).toMatchObject({ dispute_loss: TOTAL, guest_funds: -TOTAL });
  });

  it('is owed by the host, as far as it was theirs, where the stay was not what was sold', async () => {
    const { stay, id } = await disputed('product_not_received');
    await decideIt(world, id, 'lose');
    await world.settle();
    expect(await rowOf(world, id)).toMatchObject({ bearer: 'host', host_share: HOST });
    expect(await ledgerOf(world, stay)).toMatchObject({ host_receivable: HOST, dispute_loss: TOTAL - HOST });
  });

  it('is not touched by an inquiry, until it becomes a dispute', async () => {
    const { stay, id } = await disputed('inquiry');
    expect(await rowOf(world, id)).toMatchObject({ state: 'warning_needs_response', withdrawn_at: null });
    expect(await ledgerOf(world, stay)).not.toHaveProperty('dispute_clearing');
    await decideIt(world, id, 'escalate');
    await world.settle();
    expect(await rowOf(world, id)).toMatchObject({ state: 'needs_response', fee: FEE });
    expect(await ledgerOf(world, stay)).toHaveProperty('dispute_clearing', TOTAL);
  });
});

describe('news of a dispute', () => {
  const orders = [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ] as const;

  it.each(orders)('come in any order, doubled: %i %i %i', async (...order) => {
    const stay = await paidStay(world);
    const stripe = await dispute(world, stay, { reason: 'product_not_received' });
    const seen = [await world.app.disputes.retrieve(stripe)];
    seen.push(await world.app.disputes.submit(stripe, { customerName: 'Ada' }, `test-${stripe}`));
    await decideIt(world, stripe, 'lose');
    seen.push(await world.app.disputes.retrieve(stripe));
    expect(seen.map((news) => news.state)).toEqual(['needs_response', 'under_review', 'lost']);
    for (const i of order) {
      await Promise.all([applyNews(world.app, seen[i]!, 'webhook'), applyNews(world.app, seen[i]!, 'job')]);
    }
    expect(await rowOf(world, stripe)).toMatchObject({ state: 'lost', host_share: HOST, fee: FEE });
    expect(await ledgerOf(world, stay)).toMatchObject({ host_receivable: HOST, dispute_loss: TOTAL - HOST });
  });

  it('that no webhook brings are found', async () => {
    await control(world, '/faults', { kind: 'webhook_drop', event_type: 'charge.dispute.*', rate: '1' });
    const stay = await paidStay(world);
    const id = await dispute(world, stay);
    await world.settle();
    await world.advance('PT11M');
    await watchDisputes.run(world.app);
    expect(await rowOf(world, id)).toMatchObject({ state: 'needs_response' });
    await decideIt(world, id, 'win');
    await world.advance('PT11M');
    await watchDisputes.run(world.app);
    expect(await rowOf(world, id)).toMatchObject({ state: 'won' });
    expect(await ledgerOf(world, stay)).not.toHaveProperty('dispute_clearing');
  });

  it('of another installation are left alone', async () => {
    const news = await world.app.disputes.retrieve((await disputed()).id);
    await applyNews(world.app, { ...news, id: 'du_other', intentId: 'pi_other' }, 'webhook');
    expect(await world.app.db.query(`select 1 from dispute where stripe_dispute = 'du_other'`)).toEqual([]);
  });

  it('are told to staff and to the host', async () => {
    const { stay, id } = await disputed();
    const { reference } = await viewOf(world.app, stay.id);
    await decideIt(world, id, 'lose');
    await hear(id);
    const mails = (await mailsOf(world)).filter(({ subject }) => subject.includes(reference));
    expect(mails.map(({ mail, subject }) => [mail, subject])).toEqual([
      ['to-staff', `Dispute: booking ${reference}`],
      ['to-account', `A dispute over booking ${reference}`],
      ['to-staff', `Dispute lost: booking ${reference}`],
      ['to-account', `A dispute over booking ${reference}`],
    ]);
  });
});

describe('a refund of a disputed payment', () => {
  const cancel = (stay: PaidStay) => cancelIt(world, stay, 'guest');

  it('is refused while the dispute is open, and nothing changes', async () => {
    const { stay, id } = await disputed();
    expect(await cancel(stay)).toMatchObject({
      ok: false,
      kind: 'conflict',
      reasons: [{ code: 'payment_disputed', field: 'payment', value: TOTAL }],
    });
    expect((await viewOf(world.app, stay.id)).state).toBe('confirmed');
    await decideIt(world, id, 'lose');
    await world.settle();
  });

  it('answers an inquiry: all of it goes back, and the bank asks no more', async () => {
    const { stay, id } = await disputed('inquiry');
    expect(await cancel(stay)).toMatchObject({ ok: true });
    await world.settle();
    await world.settle();
    const { refunds } = await viewOf(world.app, stay.id);
    expect(refunds.map(({ amount, state }) => [amount, state])).toEqual([[TOTAL, 'succeeded']]);
    expect(await rowOf(world, id)).toMatchObject({ state: 'warning_closed', withdrawn_at: null });
    expect(await ledgerOf(world, stay)).toEqual({ stripe: -CHARGE_FEE, stripe_fee: CHARGE_FEE });
  });

  it('counts what a lost dispute has given the guest: nothing goes back twice', async () => {
    const { stay, id } = await disputed('product_not_received');
    await decideIt(world, id, 'lose');
    await world.settle();
    expect(await cancel(stay)).toMatchObject({ ok: true });
    await world.settle();
    const { state, refunds } = await viewOf(world.app, stay.id);
    expect({ state, refunds }).toEqual({ state: 'cancelled', refunds: [] });
    // The whole price was to go back: the loss is paid by the guest's own funds, and the host owes nothing of it.
    expect(await ledgerOf(world, stay)).toEqual({ stripe: -CHARGE_FEE - FEE, stripe_fee: CHARGE_FEE + FEE });
  });

  it('is the rest, where a part was lost', async () => {
    const stay = await paidStay(world);
    const id = await dispute(world, stay, { amount: 10_000 });
    await world.settle();
    await decideIt(world, id, 'lose');
    await world.settle();
    expect(await cancel(stay)).toMatchObject({ ok: true });
    await world.settle();
    const { refunds } = await viewOf(world.app, stay.id);
    expect(refunds.map(({ amount }) => amount)).toEqual([TOTAL - 10_000]);
  });
});
