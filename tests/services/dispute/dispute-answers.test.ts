import {
  acceptDispute,
  chooseBearer,
  saveEvidence,
  submitEvidence,
} from '../../../src/api/dispute/use-cases/answer-dispute';
import { readDispute, readDisputes } from '../../../src/api/dispute/use-cases/view-dispute';
import type { Evidence } from '../../../src/domain/dispute-evidence';
import { runCalls } from '../../../src/outbox/run-calls';
import { paidStay, sure } from '../support/alterations';
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

const actor = { kind: 'staff', adminId: 7, name: 'Rita' } as const;

async function disputed(reason: 'fraudulent' | 'product_not_received' | 'inquiry' = 'fraudulent') {
  const stay = await paidStay(world);
  const id = await dispute(world, stay, { reason });
  await world.settle();
  const { document_id: documentId } = await rowOf(world, id);
  return { stay, id, documentId, command: { actor, disputeDocumentId: documentId, reason: 'Our records' } };
}
type Case = Awaited<ReturnType<typeof disputed>>;

const save = async ({ command, stay }: Case, evidence: Evidence) => {
  const saved = await saveEvidence(world.app, { ...command, evidence });
  await runCalls(world.app, stay.id);
  return saved;
};
const done = async ({ stay }: Case, act: Promise<unknown>) => {
  const outcome = await act;
  await runCalls(world.app, stay.id);
  return outcome;
};
const atStripe = async ({ id }: Case) => {
  const response = await fetch(`${world.stripeUrl}/v1/disputes/${id}`, {
    headers: { authorization: `Bearer ${world.secretKey}` },
  });
  return (await response.json()) as { evidence: Record<string, string | null>; evidence_details: object };
};

describe('evidence', () => {
  it('is laid down field by field, taken away, handed in once, and never changed after', async () => {
    const one = await disputed();
    sure(await save(one, { customerName: 'Ada', serviceDate: '2026-07-10' }));
    sure(await save(one, { serviceDate: '', uncategorizedText: 'She stayed.' }));
    expect(await atStripe(one)).toMatchObject({
      evidence: { customer_name: 'Ada', uncategorized_text: 'She stayed.' },
      evidence_details: { submission_count: 0, has_evidence: true },
    });
    expect((await atStripe(one)).evidence['service_date'] ?? '').toBe('');
    expect(await done(one, submitEvidence(world.app, one.command))).toMatchObject({ ok: true });
    expect(await rowOf(world, one.id)).toMatchObject({ state: 'under_review', answer: 'submitted' });
    for (const act of [() => save(one, { customerName: 'Eve' }), () => submitEvidence(world.app, one.command)]) {
      expect(await act()).toMatchObject({ ok: false, kind: 'conflict', reasons: [{ code: 'dispute_answered' }] });
    }
    expect(await acceptDispute(world.app, one.command)).toMatchObject({ ok: false, kind: 'conflict' });
    expect(await atStripe(one)).toMatchObject({ evidence: { customer_name: 'Ada' } });
    const { events, evidence } = sure(await readDispute(world.app, one.documentId));
    expect(events.map(({ step, by, name }) => [step, by, name])).toEqual([
      ['needs_response', 'system', null],
      ['save_evidence', 'staff', 'Rita'],
      ['save_evidence', 'staff', 'Rita'],
      ['submit_evidence', 'staff', 'Rita'],
      ['under_review', 'system', null],
    ]);
    expect(evidence).toEqual({ customerName: 'Ada', uncategorizedText: 'She stayed.' });
  });

  it('that is nothing is not handed in, and what is too long not laid down', async () => {
    const one = await disputed();
    expect(await submitEvidence(world.app, one.command)).toMatchObject({ reasons: [{ code: 'evidence_required' }] });
    expect(await save(one, { customerPurchaseIp: 'x'.repeat(46) })).toMatchObject({
      ok: false,
      kind: 'refused',
      reasons: [{ code: 'too_big', field: 'evidence.customerPurchaseIp', limit: 45, value: 46 }],
    });
    expect((await rowOf(world, one.id)).answer).toBe('none');
  });

  it('comes too late after the deadline', async () => {
    const one = await disputed();
    const { evidence_due_by: due } = await rowOf(world, one.id);
    await world.app.db.query(`update dispute set evidence_due_by = $2 where stripe_dispute = $1`, [
      one.id,
      world.clock.now().subtract({ seconds: 1 }).toString(),
    ]);
    expect(await save(one, { customerName: 'Ada' })).toMatchObject({ reasons: [{ code: 'dispute_too_late' }] });
    await world.app.db.query('update dispute set evidence_due_by = $2 where stripe_dispute = $1', [one.id, due]);
  });

  it('is handed in once, whatever happens to the answer', async () => {
    const one = await disputed();
    sure(await save(one, { uncategorizedText: 'winning_evidence' }));
    await control(world, '/faults', { kind: 'drop_answer', next: '2', method: 'POST', path: '/v1/disputes/*' });
    await done(one, submitEvidence(world.app, one.command));
    expect((await rowOf(world, one.id)).state).toBe('needs_response');
    await endFaults(world);
    await world.app.db.query(`update stripe_call set next_attempt_at = now() where state = 'pending'`);
    await runCalls(world.app, one.stay.id);
    expect(await rowOf(world, one.id)).toMatchObject({ state: 'won' });
    expect(await atStripe(one)).toMatchObject({ evidence_details: { submission_count: 1 } });
    expect(await ledgerOf(world, one.stay)).not.toHaveProperty('dispute_clearing');
  });
});

describe('accepting', () => {
  it('loses the dispute, and whoever bears it bears it', async () => {
    const one = await disputed('product_not_received');
    sure(await chooseBearer(world.app, { ...one.command, bearer: 'marketplace', reason: 'A good host' }));
    await done(one, acceptDispute(world.app, one.command));
    expect(await rowOf(world, one.id)).toMatchObject({ state: 'lost', answer: 'accepted', host_share: 0 });
    expect(await ledgerOf(world, one.stay)).toMatchObject({ dispute_loss: 41_000 });
    expect(await chooseBearer(world.app, { ...one.command, bearer: 'host' })).toMatchObject({
      ok: false,
      kind: 'conflict',
    });
  });

  it('is not for inquiries: they take no money', async () => {
    const one = await disputed('inquiry');
    expect(await acceptDispute(world.app, one.command)).toMatchObject({
      reasons: [{ code: 'move_not_allowed', value: 'warning_needs_response' }],
    });
  });

  it('of what the bank has decided meanwhile changes nothing', async () => {
    const one = await disputed();
    await decideIt(world, one.id, 'win');
    await done(one, acceptDispute(world.app, one.command));
    expect(await rowOf(world, one.id)).toMatchObject({ state: 'won' });
    expect(await ledgerOf(world, one.stay)).not.toHaveProperty('dispute_loss');
  });

  it('and handing in at once: the first one counts', async () => {
    const one = await disputed();
    sure(await save(one, { customerName: 'Ada' }));
    const both = await Promise.all([acceptDispute(world.app, one.command), submitEvidence(world.app, one.command)]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    await runCalls(world.app, one.stay.id);
    const { answer, state } = await rowOf(world, one.id);
    expect([answer, state]).toEqual(both[0].ok ? ['accepted', 'lost'] : ['submitted', 'under_review']);
  });
});

it('staff are reminded three days and one day before the deadline, and not once it is answered', async () => {
  const [one, answered] = [await disputed(), await disputed()];
  sure(await save(answered, { customerName: 'Ada' }));
  await done(answered, submitEvidence(world.app, answered.command));
  const { reference } = await viewOf(world.app, one.stay.id);
  const reminders = async () =>
    (await mailsOf(world)).filter(({ subject }) => subject === `Dispute to be answered: booking ${reference}`).length;
  await world.advance('P5D');
  expect(await reminders()).toBe(0);
  await world.advance('P1DT1H');
  expect(await reminders()).toBe(1);
  await world.advance('P2D');
  expect(await reminders()).toBe(2);
  expect(await rowOf(world, answered.id)).toMatchObject({ reminders: 0 });
});

it('staff see the next deadline first, and another’s number is none', async () => {
  const first = await disputed();
  await world.advance('P1D');
  const second = await disputed();
  const { disputes } = sure(await readDisputes(world.app, 'to_answer', { page: 1, pageSize: 100 }));
  const order = disputes.map(({ documentId }) => documentId);
  expect(order.indexOf(first.documentId)).toBeLessThan(order.indexOf(second.documentId));
  const page = sure(await readDisputes(world.app, 'to_answer', { page: 1, pageSize: 1 }));
  expect(page).toMatchObject({ more: true, disputes: [{ state: 'needs_response' }] });
  expect(await readDispute(world.app, 'a'.repeat(24))).toMatchObject({ ok: false, kind: 'not_found' });
});
