import { startPanelApp, type PanelApp } from './support/panel-app';
import { everyRowOf } from './support/every-row';
import { openTestDatabase } from '../services/support/test-database';
import type { Database } from '../../src/adapters/postgres/sql';
import type { Reply } from './support/panel-world';

/** What is no answer to a dispute, and no decision on a claim, by the doors of staff: field and rule are named, and no row is another. */
const DISPUTE = 'dispute00000000000000001';
const CLAIM = 'claim0000000000000000001';

let world: PanelApp;
let db: Database;
let money: () => Promise<Readonly<Record<string, string>>>;
beforeAll(async () => {
  world = await startPanelApp({ env: { WORKERS: 'apart' } });
  db = openTestDatabase(world.app.database.url);
  const booking = world.a.entry['api::booking.booking']?.documentId;
  await db.query(
    `insert into dispute (document_id, stripe_dispute, payment_id, booking_id, state, reason, amount, currency, opened_at, evidence_due_by, bearer, withdrawn_at, looked_at)
     select $2, 'du_hostile', p.id, b.id, 'needs_response', 'fraudulent', 100, p.currency, now(), now() + interval '9 days', 'marketplace', now(), now()
     from bookings b join payments p on p.booking_id = b.id where b.document_id = $1 order by p.id limit 1`,
    [booking, DISPUTE],
  );
  await db.query(
    `insert into damage_claim (document_id, booking_id, n, host_id, state, amount, currency, description, filed_at, answer_by)
     select $2, id, 1, host_id, 'in_review', 7500, currency, 'A lamp', now(), now() from bookings where document_id = $1`,
    [booking, CLAIM],
  );
  expect(await db.query('select 1 from dispute, damage_claim')).toHaveLength(1);
  const every = await everyRowOf(db);
  const ours = /^public\.(dispute|damage_claim|booking|payment|refund|ledger|stripe_call|payout|host_)/;
  money = async () => Object.fromEntries(Object.entries(await every()).filter(([table]) => ours.test(table)));
});
afterAll(async () => {
  await db?.close();
  await world?.stop();
});

const codes = ({ body }: Reply): string[] =>
  (body.error?.details.reasons ?? []).map(({ code, field }: { code: string; field?: string }) => `${field}: ${code}`);
const reason = 'So we were told';
const long = (length: number) => 'x'.repeat(length);
const evidence = { customerName: 'Ada' };

type Wrong = readonly [path: string, what: string, body: unknown, broken: string];
const reasons = (path: string, more: object, max: number): Wrong[] => [
  [path, 'no reason', more, 'reason: required'],
  [path, 'an empty reason', { ...more, reason: ' ' }, 'reason: too_small'],
  [path, 'a huge reason', { ...more, reason: long(max + 1) }, 'reason: too_big'],
  [path, 'a NUL in the reason', { ...more, reason: 'a\u0000b' }, 'reason: invalid_text'],
  [path, 'half a character', { ...more, reason: 'a\ud800' }, 'reason: invalid_text'],
  [path, 'a reason that is a list', { ...more, reason: ['x'] }, 'reason: wrong_type'],
  [path, 'a reason that asks', { ...more, reason: { $ne: null } }, 'reason: wrong_type'],
  [path, 'an unknown field', { ...more, reason, state: 'won' }, 'state: unknown_field'],
];
const of = (id: string, kind: string) => (path: string) => `/casita/${kind}/${id}/${path}`;
const disputes = of(DISPUTE, 'disputes');
const claims = of(CLAIM, 'claims');

const amounts: readonly [unknown, string][] = [
  [undefined, 'required'],
  [null, 'wrong_type'],
  ['100', 'wrong_type'],
  [0.5, 'wrong_type'],
  [-1, 'too_small'],
  [1_000_000_000_001, 'too_big'],
  [2 ** 63, 'too_big'],
  [{ amount: 100, currency: 'USD' }, 'wrong_type'],
];

const bad: readonly Wrong[] = [
  ...reasons(disputes('files/remove'), { field: 'receipt' }, 500),
  [disputes('files/remove'), 'no field', { reason }, 'field: not_allowed'],
  [disputes('files/remove'), 'a field of words', { reason, field: 'customerName' }, 'field: not_allowed'],
  [disputes('files'), 'no file but JSON', { reason, field: 'receipt' }, 'file: required'],
  ...reasons(disputes('evidence'), { evidence }, 500),
  ...reasons(disputes('submit'), {}, 500),
  ...reasons(disputes('accept'), {}, 500),
  ...reasons(disputes('bearer'), { bearer: 'host' }, 500),
  ...reasons(claims('decision'), { amount: 100 }, 2_000),
  ...reasons(claims('give-up'), {}, 2_000),
  [disputes('evidence'), 'no evidence', { reason }, 'evidence: required'],
  [disputes('evidence'), 'evidence that is a text', { reason, evidence: 'x' }, 'evidence: wrong_type'],
  [
    disputes('evidence'),
    'a field that there is not',
    { reason, evidence: { refund: 'x' } },
    'evidence.refund: unknown_field',
  ],
  [disputes('evidence'), 'a number', { reason, evidence: { customerName: 7 } }, 'evidence.customerName: wrong_type'],
  [
    disputes('evidence'),
    'a huge text',
    { reason, evidence: { customerName: long(501) } },
    'evidence.customerName: too_big',
  ],
  [
    disputes('evidence'),
    'a NUL',
    { reason, evidence: { customerName: '\u0000' } },
    'evidence.customerName: invalid_text',
  ],
  [disputes('bearer'), 'no bearer', { reason }, 'bearer: not_allowed'],
  [disputes('bearer'), 'another bearer', { reason, bearer: 'guest' }, 'bearer: not_allowed'],
  [disputes('bearer'), 'an amount', { reason, bearer: 'host', amount: 1 }, 'amount: unknown_field'],
  [claims('decision'), 'a currency', { reason, amount: 100, currency: 'USD' }, 'currency: unknown_field'],
  ...amounts.map(([amount, code]): Wrong => [
    claims('decision'),
    `an amount of ${JSON.stringify(amount)}`,
    { reason, amount },
    `amount: ${code}`,
  ]),
];

test.each(bad)('%s with %s is refused, and nothing changes', async (path, _what, body, broken) => {
  const before = await money();
  const reply = await world.operator.call('POST', path, body);
  expect([reply.status, codes(reply)]).toEqual([400, expect.arrayContaining([broken])]);
  expect(await money()).toEqual(before);
});

const pdf = Buffer.from('%PDF-1.7\nA lease\n%%EOF\n');
const form = (fields: Record<string, string | readonly string[]>, ...files: (Buffer | string)[]) => {
  const body = new FormData();
  for (const [name, given] of Object.entries(fields)) for (const one of [given].flat()) body.append(name, one);
  for (const file of files) body.append('file', new Blob([file]), 'lease.pdf');
  return body;
};
const full = { field: 'receipt', reason };

const badForms: readonly (readonly [what: string, body: FormData, status: number, broken: string])[] = [
  ['no file', form(full), 400, 'file: required'],
  ['a text for a file', form({ ...full, file: 'x' }), 400, 'file: unknown_field'],
  ['two files', form(full, pdf, pdf), 400, 'file: required'],
  ['no reason', form({ field: 'receipt' }, pdf), 400, 'reason: required'],
  ['two reasons', form({ ...full, reason: ['a', 'b'] }, pdf), 400, 'reason: wrong_type'],
  ['no field', form({ reason }, pdf), 400, 'field: not_allowed'],
  ['a field of words', form({ ...full, field: 'customerName' }, pdf), 400, 'field: not_allowed'],
  ['the provider’s own name of a field', form({ ...full, field: 'refund_policy' }, pdf), 400, 'field: not_allowed'],
  ['a prototype', form({ ...full, field: '__proto__' }, pdf), 400, 'field: not_allowed'],
  ['an unknown field', form({ ...full, stripe_file: 'file_1' }, pdf), 400, 'stripe_file: unknown_field'],
  ['nothing in the file', form(full, ''), 422, 'file: not_allowed'],
  ['a page', form(full, '<script>alert(1)</script>'), 422, 'file: not_allowed'],
  ['a picture that is none', form(full, Buffer.from('89504e470d0a1a0a00', 'hex')), 422, 'file: not_allowed'],
  ['a PDF that is cut off', form(full, '%PDF-1.7'), 422, 'file: not_allowed'],
  ['too much', form(full, Buffer.concat([Buffer.alloc(4_500_000, '%PDF-'), pdf])), 422, 'file: too_big'],
];

test.each(badForms)('a file with %s is refused, and nothing changes', async (_what, body, status, broken) => {
  const before = await money();
  const answer = await fetch(`${world.app.url}/casita/disputes/${DISPUTE}/files`, {
    method: 'POST',
    headers: { authorization: `Bearer ${world.operator.token}` },
    body,
  });
  const reply = { status: answer.status, body: await answer.json() } as Reply;
  expect([reply.status, codes(reply)]).toEqual([status, expect.arrayContaining([broken])]);
  expect(await money()).toEqual(before);
});

test('more than was claimed is not decided', async () => {
  const before = await money();
  const reply = await world.operator.call('POST', claims('decision'), { reason, amount: 7_501 });
  expect(reply.status).toBe(422);
  expect(codes(reply).join()).toMatch(/^amount: /);
  expect(await money()).toEqual(before);
});

test.each(['x', 'a'.repeat(23), 'A'.repeat(24), '1', '%00', "'; drop table dispute; --"])('%s is no id', async (id) => {
  const before = await money();
  for (const path of [`/casita/disputes/${id}/accept`, `/casita/claims/${id}/give-up`]) {
    const reply = await world.operator.call('POST', encodeURI(path), { reason });
    expect([400, 404]).toContain(reply.status);
  }
  expect(await money()).toEqual(before);
});

test.each([
  ['/casita/disputes?show=mine', 'show: not_allowed'],
  ['/casita/disputes?page=0', 'page: '],
  ['/casita/disputes?pageSize=101', 'pageSize: '],
  ['/casita/disputes?sort=amount', 'sort: unknown_field'],
  ['/casita/claims?show=mine', 'show: not_allowed'],
  ['/casita/claims?page=1e9', 'page: '],
  ['/casita/claims?pageSize=0.5', 'pageSize: '],
])('%s is refused', async (path, broken) => {
  const reply = await world.operator.call('GET', path);
  expect(reply.status).toBe(400);
  expect(codes(reply).join()).toContain(broken);
});
