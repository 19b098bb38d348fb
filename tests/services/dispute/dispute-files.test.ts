import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { asPlainDocument } from '../../../src/adapters/photos/plain-document';
import { asPlainJpeg } from '../../../src/adapters/photos/plain-jpeg';
import { acceptDispute, submitEvidence } from '../../../src/api/dispute/use-cases/answer-dispute';
import {
  addEvidenceFile,
  readEvidenceFile,
  removeEvidenceFile,
} from '../../../src/api/dispute/use-cases/evidence-files';
import { readDispute } from '../../../src/api/dispute/use-cases/view-dispute';
import { evidenceBytesMax, type EvidenceFileField } from '../../../src/domain/dispute-files';
import { runCalls } from '../../../src/outbox/run-calls';
import { paidStay, sure } from '../support/alterations';
import { createTestCasita, type TestCasita } from '../support/casita';
import { control, dispute, endFaults, rowOf } from '../support/disputes';

/** Files as evidence: what is taken, how it comes to the provider once, and what is handed in with it. */

let world: TestCasita;
let folder: string;
beforeAll(async () => {
  const photos = {
    plain: asPlainJpeg,
    document: asPlainDocument,
    store: async () => null,
    remove: async () => undefined,
  };
  world = await createTestCasita({ photos });
  folder = await mkdtemp(join(tmpdir(), 'casita-evidence-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await world.close();
});
afterEach(async () => {
  await endFaults(world);
  await world.checkInvariants();
});

const actor = { kind: 'staff', adminId: 7, name: 'Rita' } as const;
let made = 0;

async function fileOf(content: Buffer | string) {
  const path = join(folder, `upload-${++made}`);
  await writeFile(path, content);
  return { path, bytes: Buffer.byteLength(content) };
}

const pdf = (bytes = 60): Buffer => {
  const [start, end] = [Buffer.from('%PDF-1.7\n'), Buffer.from('\n%%EOF\n')];
  return Buffer.concat([start, Buffer.alloc(bytes - start.length - end.length, ' '), end]);
};
const png = () =>
  sharp({ create: { width: 60, height: 40, channels: 3, background: 'red' } })
    .withExif({ IFD0: { Artist: 'Ana' } })
    .png()
    .toBuffer();

async function disputed() {
  const stay = await paidStay(world);
  const id = await dispute(world, stay);
  await world.settle();
  const { document_id: disputeDocumentId } = await rowOf(world, id);
  return { stay, id, command: { actor, disputeDocumentId, reason: 'Our records' } };
}
type Case = Awaited<ReturnType<typeof disputed>>;

const lay = async ({ command }: Case, field: EvidenceFileField, content: Buffer | string) =>
  addEvidenceFile(world.app, { ...command, field }, await fileOf(content));
const work = ({ stay }: Case) => runCalls(world.app, stay.id);
const filesOf = async ({ command }: Case) => sure(await readDispute(world.app, command.disputeDocumentId)).files;
const code = (outcome: { ok: boolean }) =>
  outcome.ok ? 'done' : (outcome as unknown as { reasons: { code: string }[] }).reasons[0]?.code;

const stripe = (path: string) =>
  fetch(`${world.stripeUrl}${path}`, { headers: { authorization: `Bearer ${world.secretKey}` } });
async function evidenceAtStripe({ id }: Case): Promise<Record<string, string | null>> {
  return ((await (await stripe(`/v1/disputes/${id}`)).json()) as { evidence: Record<string, string | null> }).evidence;
}
const uploads = async () =>
  ((await (await stripe('/v1/files?limit=100')).json()) as { data: { id: string }[] }).data.length;
const later = () => world.app.db.query(`update stripe_call set next_attempt_at = now() where state = 'pending'`);

it('a PDF and a picture come to the provider, are handed in, and are read again by staff alone', async () => {
  const one = await disputed();
  const lease = pdf();
  sure(await lay(one, 'serviceDocumentation', lease));
  sure(await lay(one, 'customerCommunication', await png()));
  expect((await filesOf(one)).map(({ field, state }) => [field, state])).toEqual([
    ['customerCommunication', 'waiting'],
    ['serviceDocumentation', 'waiting'],
  ]);
  await work(one);
  const evidence = await evidenceAtStripe(one);
  const sent = await stripe(`/v1/files/${evidence['service_documentation']}/contents`);
  expect(Buffer.from(await sent.arrayBuffer())).toEqual(lease);
  const picture = await (await stripe(`/v1/files/${evidence['customer_communication']}/contents`)).arrayBuffer();
  const { format, exif } = await sharp(Buffer.from(picture)).metadata();
  expect({ format, exif }).toEqual({ format: 'jpeg', exif: undefined });
  sure(await submitEvidence(world.app, one.command));
  await work(one);
  expect(await rowOf(world, one.id)).toMatchObject({ state: 'under_review', answer: 'submitted' });
  expect(code(await lay(one, 'receipt', pdf()))).toBe('dispute_answered');
  const [, file] = await filesOf(one);
  expect(file).toMatchObject({ kind: 'pdf', bytes: lease.length, state: 'with_provider', refused: null });
  const read = (dispute: string) => readEvidenceFile(world.app, dispute, file?.id ?? '');
  expect(sure(await read(one.command.disputeDocumentId)).content).toEqual(lease);
  expect(code(await read((await disputed()).command.disputeDocumentId))).toBe('not_found');
  const { events } = sure(await readDispute(world.app, one.command.disputeDocumentId));
  expect(events.map(({ step, name }) => [step, name])).toEqual([
    ['needs_response', null],
    ['add_file_service_documentation', 'Rita'],
    ['add_file_customer_communication', 'Rita'],
    ['submit_evidence', 'Rita'],
    ['under_review', null],
  ]);
});

it('a file makes room for the next one in its field, and is gone when it is taken away', async () => {
  const one = await disputed();
  sure(await lay(one, 'receipt', pdf()));
  await work(one);
  const { receipt: first } = await evidenceAtStripe(one);
  sure(await lay(one, 'receipt', pdf(80)));
  await work(one);
  const { receipt: second } = await evidenceAtStripe(one);
  expect(second).toMatch(/^file_/);
  expect(second).not.toBe(first);
  expect(await filesOf(one)).toMatchObject([{ field: 'receipt', bytes: 80 }]);
  sure(await removeEvidenceFile(world.app, { ...one.command, field: 'receipt' }));
  await work(one);
  expect((await evidenceAtStripe(one))['receipt']).toBeNull();
  expect(await filesOf(one)).toEqual([]);
  expect(code(await removeEvidenceFile(world.app, { ...one.command, field: 'receipt' }))).toBe('not_found');
  expect(code(await submitEvidence(world.app, one.command))).toBe('evidence_required');
  const kept = await world.app.db.query(
    'select 1 from dispute_file f join dispute d on d.id = f.dispute_id where d.stripe_dispute = $1 and f.content is not null',
    [one.id],
  );
  expect(kept).toEqual([]);
});

/** One for all that is refused: nothing of it is left. */
let untouched: Promise<Case> | null = null;
it.each([
  ['a page', '<script>alert(1)</script>', 'not_allowed'],
  ['a page behind the beginning of a picture', Buffer.from('ffd8ff3c7363726970743e', 'hex'), 'not_allowed'],
  ['a PDF without its end', '%PDF-1.7\n', 'not_allowed'],
  ['nothing', '', 'not_allowed'],
  ['a GIF', 'GIF89a', 'not_allowed'],
  ['more than a bank takes', pdf(evidenceBytesMax + 1), 'too_big'],
])('%s is not laid down', async (_what, content, reason) => {
  const one = await (untouched ??= disputed());
  expect(code(await lay(one, 'receipt', content))).toBe(reason);
  expect(await filesOf(one)).toEqual([]);
});

it('all files together are no more than a bank takes, whatever comes at once', async () => {
  const one = await disputed();
  const half = pdf(evidenceBytesMax / 2);
  const fields = ['receipt', 'refundPolicy', 'customerSignature'] as const;
  const outcomes = await Promise.all(fields.map((field) => lay(one, field, half)));
  expect(outcomes.map(code).sort()).toEqual(['done', 'done', 'too_big']);
});

it('an answer that is lost uploads nothing twice, under its key and after the key is gone', async () => {
  const one = await disputed();
  const before = await uploads();
  await control(world, '/faults', { kind: 'drop_answer', next: '2', method: 'POST', path: '/v1/files' });
  sure(await lay(one, 'receipt', pdf()));
  await work(one);
  expect([await uploads(), (await filesOf(one))[0]?.state]).toEqual([before + 1, 'waiting']);
  // What the provider does not have yet is not handed in without.
  expect(await submitEvidence(world.app, one.command)).toMatchObject({
    ok: false,
    kind: 'conflict',
    reasons: [{ code: 'file_missing', field: 'receipt', value: 'waiting' }],
  });
  await endFaults(world);
  await later();
  await work(one);
  expect([await uploads(), (await filesOf(one))[0]?.state]).toEqual([before + 1, 'with_provider']);
  expect((await evidenceAtStripe(one))['receipt']).toMatch(/^file_/);

  const two = await disputed();
  await control(world, '/faults', { kind: 'drop_answer', next: '2', method: 'POST', path: '/v1/files' });
  sure(await lay(two, 'receipt', pdf()));
  await work(two);
  await endFaults(world);
  const key = await world.app.db.query(
    `update stripe_call set next_attempt_at = now(), first_attempt_at = first_attempt_at - interval '25 hours' where state = 'pending' and kind = 'upload_evidence'
     returning idempotency_key`,
  );
  expect(key).toHaveLength(1);
  await world.app.db.query('delete from stripe_sandbox.idempotency');
  await work(two);
  expect([await uploads(), (await filesOf(two))[0]?.state]).toEqual([before + 2, 'with_provider']);
});

it('what the provider does not take is said, and keeps nothing else from being handed in once it is taken away', async () => {
  const one = await disputed();
  sure(await lay(one, 'receipt', pdf()));
  sure(await lay(one, 'refundPolicy', pdf()));
  // What staff laid down is spoiled behind our back: the provider looks for itself.
  await world.app.db.query(
    `update dispute_file f set content = 'spoiled' from dispute d where d.id = f.dispute_id and d.stripe_dispute = $1 and f.field = 'receipt'`,
    [one.id],
  );
  await work(one);
  const [receipt, policy] = await filesOf(one);
  expect(receipt).toMatchObject({ state: 'refused', refused: expect.stringContaining('Invalid file type') });
  expect(policy).toMatchObject({ state: 'with_provider' });
  expect(code(await submitEvidence(world.app, one.command))).toBe('file_missing');
  sure(await removeEvidenceFile(world.app, { ...one.command, field: 'receipt' }));
  sure(await submitEvidence(world.app, one.command));
  await work(one);
  expect(await rowOf(world, one.id)).toMatchObject({ state: 'under_review' });
  expect(await evidenceAtStripe(one)).toMatchObject({ receipt: null, refund_policy: expect.stringMatching(/^file_/) });
});

it('a file that is taken away before it was sent is never sent', async () => {
  const one = await disputed();
  const before = await uploads();
  sure(await lay(one, 'receipt', pdf()));
  sure(await removeEvidenceFile(world.app, { ...one.command, field: 'receipt' }));
  await work(one);
  expect(await uploads()).toBe(before);
});

it('accepting a dispute asks for no file', async () => {
  const one = await disputed();
  sure(await lay(one, 'receipt', pdf()));
  sure(await acceptDispute(world.app, one.command));
  await work(one);
  expect(await rowOf(world, one.id)).toMatchObject({ state: 'lost' });
});
