import { randomUUID } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import { answerClaim, withdrawClaim } from '../../../src/api/damage-claim/use-cases/answer-claim';
import { decideClaim, giveUpClaim } from '../../../src/api/damage-claim/use-cases/decide-claim';
import { readClaims } from '../../../src/api/damage-claim/use-cases/view-claim';
import { escalateClaims } from '../../../src/jobs/escalate-claims';
import { runCalls } from '../../../src/outbox/run-calls';
import { inOrder } from '../booking/lock-barrier';
import { as, paidStay, sure, type PaidStay } from '../support/alterations';
import { createTestCasita, type TestCasita } from '../support/casita';
import { answerIt, claimOf, fileIt, payClaim } from '../support/claims';
import { control, endFaults, ledgerOf, mailsOf, rowOf, decideIt } from '../support/disputes';
import { makeAccount, viewOf } from '../support/world';

let world: TestCasita;
beforeAll(async () => {
  world = await createTestCasita();
});
afterAll(() => world.close());
afterEach(async () => {
  await endFaults(world);
  await world.checkInvariants();
});

const AMOUNT = 15_000;
const staff = { kind: 'staff', adminId: 7, name: 'Rita' } as const;

/** A stay that is just over. */
async function completed(): Promise<PaidStay> {
  const stay = await paidStay(world, { days: 1, nights: 1 });
  await world.advance('P3D');
  expect((await viewOf(world.app, stay.id)).state).toBe('completed');
  return stay;
}

const file = (stay: PaidStay, changes: Partial<Parameters<typeof fileIt>[2]> = {}) =>
  fileIt(world, stay, { amount: AMOUNT, ...changes });
const answer = (stay: PaidStay, said: 'accept' | 'dispute', amount: number | null = null, n = 1) =>
  answerIt(world, stay, said, { amount, n });
const withdraw = (stay: PaidStay, n = 1) =>
  withdrawClaim(world.app, { ...as(stay, 'host', 'Found it'), n, idempotencyKey: null });
const claim = (stay: PaidStay) => claimOf(world, stay);
const pay = (stay: PaidStay, card?: string) => payClaim(world, stay, card);

const decide = async (stay: PaidStay, amount: number, reason = 'The photos show it') =>
  decideClaim(world.app, {
    ...{ actor: staff, claimDocumentId: (await claim(stay)).document_id, amount, reason, chargeCard: false },
  });

const moves = async (stay: PaidStay) => (await claim(stay)).events.map(({ move, by }) => `${move} (${by})`);

describe('a claim that the guest accepts', () => {
  it('is paid by them, with another card where one is declined, and is the host’s, all of it', async () => {
    const stay = await completed();
    const before = await ledgerOf(world, stay);
    sure(await file(stay));
    sure(await answer(stay, 'accept'));
    expect(await pay(stay, 'pm_card_visa_chargeDeclined')).toBe('card_declined');
    await world.settle();
    expect((await claim(stay)).state).toBe('awaiting_payment');
    expect(await pay(stay)).toBe('succeeded');
    await world.settle();
    expect(await claim(stay)).toMatchObject({ state: 'paid', awarded: AMOUNT, payment: { captured: AMOUNT } });
    const after = await ledgerOf(world, stay);
    expect((after['host_payable'] ?? 0) - (before['host_payable'] ?? 0)).toBe(-AMOUNT);
    expect(after['guest_funds']).toBe(before['guest_funds']);
    expect(await moves(stay)).toEqual(['file (host)', 'accept (guest)', 'pay (system)']);
    const { state, payments } = await viewOf(world.app, stay.id);
    expect([state, payments.length]).toEqual(['completed', 1]);
  });

  it('goes back where the host withdrew it before the money was heard of', async () => {
    const stay = await completed();
    sure(await file(stay));
    sure(await answer(stay, 'accept'));
    expect(await pay(stay)).toBe('succeeded');
    sure(await withdraw(stay));
    await world.settle();
    expect((await claim(stay)).state).toBe('withdrawn');
    expect((await viewOf(world.app, stay.id)).refunds).toMatchObject([{ state: 'succeeded', amount: AMOUNT }]);
  });
});

describe('a claim that the guest does not accept', () => {
  it('is decided by staff, for a part of it', async () => {
    const stay = await completed();
    sure(await file(stay));
    expect(await answer(stay, 'dispute', AMOUNT + 1)).toMatchObject({ reasons: [{ code: 'too_big', limit: AMOUNT }] });
    sure(await answer(stay, 'dispute', 2_000));
    expect(await claim(stay)).toMatchObject({ state: 'in_review', offered: 2_000, answer: 'It was broken before' });
    const { claims } = sure(await readClaims(world.app, 'to_decide', { page: 1, pageSize: 100 }));
    expect(claims.map(({ documentId }) => documentId)).toContain((await claim(stay)).document_id);
    expect(await decide(stay, AMOUNT + 1)).toMatchObject({ reasons: [{ code: 'award_too_high', limit: AMOUNT }] });
    sure(await decide(stay, 5_000));
    expect(await pay(stay)).toBe('succeeded');
    await world.settle();
    expect(await claim(stay)).toMatchObject({ state: 'paid', awarded: 5_000, decision: 'The photos show it' });
  });

  it('can come to nothing, and another can be filed then', async () => {
    const stay = await completed();
    sure(await file(stay));
    sure(await answer(stay, 'dispute'));
    sure(await decide(stay, 0));
    expect(await claim(stay)).toMatchObject({ state: 'rejected', awarded: null, payment: null });
    expect(await decide(stay, 100)).toMatchObject({ ok: false, kind: 'conflict' });
    expect(sure(await file(stay)).n).toBe(2);
  });

  it('is staff’s when nobody answers in 24 hours, and not a moment before', async () => {
    const stay = await completed();
    sure(await file(stay));
    const { answer_by: by } = await claim(stay);
    await world.clock.moveTo(Temporal.Instant.fromEpochMilliseconds(by.getTime()));
    await escalateClaims.run(world.app);
    await world.advance('PT1S');
    expect((await claim(stay)).state).toBe('in_review');
    expect(await answer(stay, 'accept')).toMatchObject({ ok: false, kind: 'conflict' });
    expect(await moves(stay)).toEqual(['file (host)', 'escalate (system)']);
  });

  it('stays unpaid where the guest does not pay: the host gets nothing, and staff see it', async () => {
    const stay = await completed();
    sure(await file(stay));
    sure(await answer(stay, 'dispute'));
    sure(await decide(stay, AMOUNT));
    await runCalls(world.app, stay.id);
    const { claims } = sure(await readClaims(world.app, 'unpaid', { page: 1, pageSize: 100 }));
    const { document_id: claimDocumentId } = await claim(stay);
    expect(claims.map(({ documentId }) => documentId)).toContain(claimDocumentId);
    sure(await giveUpClaim(world.app, { actor: staff, claimDocumentId, reason: 'No answer' }));
    await world.settle();
    expect(await claim(stay)).toMatchObject({ state: 'unpaid', payment: { state: 'cancelled' } });
    expect(await pay(stay)).not.toBe('succeeded');
  });
});

describe('who may file what', () => {
  it('is one claim at a time, after a stay, within the window, up to the maximum', async () => {
    const coming = await paidStay(world);
    expect(await file(coming)).toMatchObject({ kind: 'refused', reasons: [{ code: 'stay_not_completed' }] });
    const stay = await completed();
    const items = [{ label: 'Lamp', amount: 1 }];
    expect(await file(stay, { amount: 500_001, items })).toMatchObject({
      reasons: [{ code: 'claim_too_high', limit: 500_000 }, { code: 'claim_items_sum' }],
    });
    sure(await file(stay));
    expect(await file(stay)).toMatchObject({
      ok: false,
      kind: 'conflict',
      reasons: [{ code: 'claim_open', value: 1 }],
    });
    sure(await withdraw(stay));
    await world.advance('P14D');
    expect(await file(stay)).toMatchObject({ reasons: [{ code: 'claim_window_closed' }] });
  });

  it('is the host, and the answer the guest’s; to a stranger there is no such booking', async () => {
    const stay = await completed();
    expect(await file(stay, as(stay, 'guest'))).toMatchObject({ ok: false, kind: 'forbidden' });
    sure(await file(stay));
    const asHost = {
      ...as(stay, 'host'),
      n: 1,
      answer: 'accept',
      amount: null,
      message: null,
      card: null,
      idempotencyKey: null,
    } as const;
    expect(await answerClaim(world.app, asHost)).toMatchObject({ ok: false, kind: 'forbidden' });
    const stranger = await makeAccount(world.app);
    expect(await answerClaim(world.app, { ...asHost, actor: stranger, side: 'guest' })).toMatchObject({
      ok: false,
      kind: 'not_found',
    });
    expect(await answer(stay, 'accept', null, 2)).toMatchObject({ ok: false, kind: 'not_found' });
  });

  it('is once under a key', async () => {
    const stay = await completed();
    const idempotencyKey = randomUUID();
    const [first, again] = [sure(await file(stay, { idempotencyKey })), sure(await file(stay, { idempotencyKey }))];
    expect(again).toEqual(first);
    expect(await file(stay, { idempotencyKey, amount: 1 })).toMatchObject({ ok: false, kind: 'refused' });
  });
});

describe('two at once', () => {
  const late = () => world.clock.moveTo(world.clock.now().add({ hours: 24, seconds: 1 }));
  const races: Record<string, (stay: PaidStay) => [() => Promise<unknown>, () => Promise<unknown>]> = {
    'accepted and escalated': (stay) => [() => answer(stay, 'accept'), () => escalateClaims.run(world.app)],
    'escalated and accepted': (stay) => [() => escalateClaims.run(world.app), () => answer(stay, 'accept')],
  };
  it.each(Object.entries(races))('%s after the deadline: staff decide, once', async (_, actions) => {
    const stay = await completed();
    sure(await file(stay));
    await late();
    await inOrder(world.app.db, stay.home.id, actions(stay));
    await escalateClaims.run(world.app);
    expect(await moves(stay)).toEqual(['file (host)', 'escalate (system)']);
  });

  it('accepted and withdrawn: one of them, and no payment without a claim', async () => {
    const stay = await completed();
    sure(await file(stay));
    await Promise.all([answer(stay, 'accept'), withdraw(stay)]);
    await world.settle();
    expect((await claim(stay)).state).toBe('withdrawn');
  });

  it('filed twice: one claim', async () => {
    const stay = await completed();
    const both = await Promise.all([file(stay), file(stay)]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  });
});

it('a claim’s payment that a bank disputes and keeps is the host’s loss, all of it', async () => {
  const stay = await completed();
  sure(await file(stay));
  sure(await answer(stay, 'accept'));
  await pay(stay);
  await world.settle();
  const rows = await world.app.db.query<{ charge: string }>(
    `select stripe_charge as charge from payments where booking_id = $1 and purpose = 'claim'`,
    [stay.id],
  );
  const { id } = await control<{ id: string }>(world, `/charges/${rows[0]?.charge}/dispute`, {
    reason: 'product_not_received',
  });
  await world.settle();
  await decideIt(world, id, 'lose');
  await world.settle();
  expect(await rowOf(world, id)).toMatchObject({ state: 'lost', host_share: AMOUNT });
});

it('those whom it concerns are told', async () => {
  const stay = await completed();
  const { reference } = await viewOf(world.app, stay.id);
  sure(await file(stay));
  sure(await answer(stay, 'dispute'));
  sure(await decide(stay, 0));
  const mails = (await mailsOf(world)).filter(({ subject }) => subject === `Booking ${reference}: a claim for damage`);
  expect(mails.map(({ mail }) => mail)).toEqual(['to-account', 'to-account', 'to-staff', 'to-account', 'to-account']);
});
