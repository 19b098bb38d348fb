import type Stripe from 'stripe';
import { balanceOf, paidCharge } from './marketplace';
import { failure, openWorld, type World } from './support';

let world: World;
beforeAll(async () => (world = await openWorld()));
afterAll(() => world.close());
beforeEach(async () => {
  await world.sandbox.deliverWebhooks();
  world.inbox.received.splice(0);
});

const open = async (params: Record<string, unknown> = {}) => {
  const charge = await paidCharge(world, 20_000);
  const dispute = (await world.control(`/charges/${charge}/dispute`, params)) as Stripe.Dispute;
  return { charge, dispute };
};

const disputeTypes = async () => {
  await world.sandbox.deliverWebhooks();
  return world.inbox.types().filter((type) => type.startsWith('charge.dispute'));
};

const submit = (id: string, words: string) =>
  world.stripe.disputes.update(id, { evidence: { uncategorized_text: words } });

test('goes from opened to answered, under review and won: the money leaves with a fee and comes back without it', async () => {
  const { dispute, charge } = await open();
  const withdrawal = dispute.balance_transactions[0]!;
  expect(withdrawal).toMatchObject({ amount: -20_000, fee: 1_500, reporting_category: 'dispute' });
  expect(dispute).toMatchObject({ status: 'needs_response', is_charge_refundable: false, charge });
  const kept = await world.stripe.disputes.update(dispute.id, {
    evidence: { customer_name: 'Ada', service_date: '2026-07-01' },
    submit: false,
  });
  expect(kept).toMatchObject({
    status: 'needs_response',
    evidence_details: { has_evidence: true, submission_count: 0 },
  });
  const answered = await world.stripe.disputes.update(dispute.id, { submit: true });
  expect(answered).toMatchObject({ status: 'under_review', evidence_details: { submission_count: 1 } });
  world.clock.advance({ hours: 24 * 30 });
  await world.sandbox.advance();
  expect((await world.stripe.disputes.retrieve(dispute.id)).status).toBe('under_review');
  await world.control(`/disputes/${dispute.id}`, { outcome: 'win' });
  const won = await world.stripe.disputes.retrieve(dispute.id);
  expect(won).toMatchObject({ status: 'won' });
  expect(won.balance_transactions.map((each) => each.net)).toEqual([-21_500, 20_000]);
  expect(await disputeTypes()).toEqual([
    'charge.dispute.created',
    'charge.dispute.funds_withdrawn',
    'charge.dispute.updated',
    'charge.dispute.updated',
    'charge.dispute.updated',
    'charge.dispute.funds_reinstated',
    'charge.dispute.closed',
  ]);
});

test('is lost by the bank’s word, by closing it and by losing evidence, the money staying away', async () => {
  const endings = [
    (id: string) => world.control(`/disputes/${id}`, { outcome: 'lose' }),
    (id: string) => world.stripe.disputes.close(id),
    (id: string) => submit(id, 'losing_evidence'),
  ];
  for (const end of endings) {
    const { dispute } = await open();
    const before = await balanceOf(world);
    await end(dispute.id);
    expect(await world.stripe.disputes.retrieve(dispute.id)).toMatchObject({ status: 'lost' });
    expect(await balanceOf(world)).toEqual(before);
    await expect(world.control(`/disputes/${dispute.id}`, { outcome: 'win' })).rejects.toThrow(/closed/);
  }
});

test('may be about a part of the charge, never more than it', async () => {
  const { dispute } = await open({ amount: 5_000 });
  expect(dispute).toMatchObject({ amount: 5_000, balance_transactions: [{ amount: -5_000 }] });
  const charge = await paidCharge(world, 1_000);
  await expect(world.control(`/charges/${charge}/dispute`, { amount: 1_001 })).rejects.toThrow(/400/);
});

describe('an inquiry', () => {
  test('takes nothing, and is closed in favour of the platform', async () => {
    for (const end of [
      (id: string) => submit(id, 'winning_evidence'),
      (id: string) => world.control(`/disputes/${id}`, { outcome: 'win' }),
    ]) {
      const { dispute, charge } = await open({ reason: 'inquiry' });
      expect(dispute).toMatchObject({ status: 'warning_needs_response', balance_transactions: [] });
      await end(dispute.id);
      expect(await world.stripe.disputes.retrieve(dispute.id)).toMatchObject({ status: 'warning_closed' });
      expect(await world.stripe.charges.retrieve(charge)).toMatchObject({ disputed: false });
      expect((await world.stripe.refunds.create({ charge })).status).toBe('succeeded');
    }
    expect(await disputeTypes()).not.toContain('charge.dispute.funds_withdrawn');
  });

  test.each([
    ['evidence that says so', (id: string) => submit(id, 'escalate_inquiry_evidence')],
    ['the bank', (id: string) => world.control(`/disputes/${id}`, { outcome: 'escalate' })],
  ])('becomes a dispute by %s: the money goes, and there is time to answer again', async (_what, escalate) => {
    const { dispute } = await open({ reason: 'inquiry' });
    world.clock.advance({ hours: 24 * 5 });
    await escalate(dispute.id);
    const opened = await world.stripe.disputes.retrieve(dispute.id);
    expect(opened).toMatchObject({
      status: 'needs_response',
      is_charge_refundable: false,
      balance_transactions: [{ amount: -20_000, fee: 1_500 }],
      payment_method_details: { card: { case_type: 'chargeback' } },
    });
    expect(opened.evidence_details.due_by).toBe(dispute.evidence_details.due_by! + 5 * 86_400);
    world.clock.advance({ hours: 24 * 5 });
    await world.sandbox.advance();
    expect((await world.stripe.disputes.retrieve(dispute.id)).status).toBe('needs_response');
    world.clock.advance({ hours: 24 * 5 });
    await world.sandbox.advance();
    expect(await world.stripe.disputes.retrieve(dispute.id)).toMatchObject({
      status: 'lost',
      evidence_details: { past_due: true },
    });
  });

  test('stops no refund; once all has gone back, it is closed and takes nothing', async () => {
    const { dispute, charge } = await open({ reason: 'inquiry' });
    expect(dispute.is_charge_refundable).toBe(true);
    await world.stripe.refunds.create({ charge, amount: 5_000 });
    expect(await world.stripe.disputes.retrieve(dispute.id)).toMatchObject({ status: 'warning_needs_response' });
    await submit(dispute.id, 'We give it back.');
    await world.stripe.refunds.create({ charge });
    expect(await world.stripe.disputes.retrieve(dispute.id)).toMatchObject({
      status: 'warning_closed',
      balance_transactions: [],
    });
    expect(await world.stripe.charges.retrieve(charge)).toMatchObject({ disputed: false, refunded: true });
    expect(await disputeTypes()).not.toContain('charge.dispute.funds_withdrawn');
  });

  test('that becomes a dispute after a refund takes what is left', async () => {
    const { dispute, charge } = await open({ reason: 'inquiry' });
    await world.stripe.refunds.create({ charge, amount: 5_000 });
    await world.control(`/disputes/${dispute.id}`, { outcome: 'escalate' });
    expect(await world.stripe.disputes.retrieve(dispute.id)).toMatchObject({
      status: 'needs_response',
      amount: 15_000,
      balance_transactions: [{ amount: -15_000 }],
    });
  });

  test('that is lost takes the money after all', async () => {
    const { dispute } = await open({ reason: 'inquiry' });
    const lost = await submit(dispute.id, 'losing_evidence');
    expect(lost).toMatchObject({ status: 'lost', balance_transactions: [{ amount: -20_000 }] });
    expect(await disputeTypes()).toContain('charge.dispute.funds_withdrawn');
  });
});

describe('a refund of a disputed charge', () => {
  const refund = (charge: string, amount?: number) =>
    world.stripe.refunds.create({ charge, ...(amount === undefined ? {} : { amount }) });

  test('is refused while the bank has the money, and goes through once it was won', async () => {
    const { dispute, charge } = await open();
    expect(await failure(refund(charge))).toMatchObject({ statusCode: 400, code: 'charge_disputed' });
    await submit(dispute.id, 'What we have to say.');
    expect(await failure(refund(charge))).toMatchObject({ statusCode: 400, code: 'charge_disputed' });
    await world.control(`/disputes/${dispute.id}`, { outcome: 'win' });
    expect(await world.stripe.disputes.retrieve(dispute.id)).toMatchObject({ is_charge_refundable: true });
    expect(await refund(charge)).toMatchObject({ status: 'succeeded', amount: 20_000 });
  });

  test('that was lost is of no more than the bank has left', async () => {
    const { dispute, charge } = await open({ amount: 5_000 });
    await world.control(`/disputes/${dispute.id}`, { outcome: 'lose' });
    expect(await failure(refund(charge, 15_001))).toMatchObject({ statusCode: 400, param: 'amount' });
    expect(await refund(charge)).toMatchObject({ status: 'succeeded', amount: 15_000 });
    expect(await failure(refund(charge))).toMatchObject({ statusCode: 400, code: 'charge_disputed' });
  });
});

test('what is no inquiry is not escalated, and what is not there is not decided', async () => {
  const { dispute } = await open();
  await expect(world.control(`/disputes/${dispute.id}`, { outcome: 'escalate' })).rejects.toThrow(/400/);
  await expect(world.control('/disputes/du_missing', { outcome: 'win' })).rejects.toThrow(/404/);
  expect((await failure(world.stripe.disputes.close('du_missing'))).statusCode).toBe(404);
});
