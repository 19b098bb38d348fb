import type Stripe from 'stripe';
import { paidCharge } from './marketplace';
import { PUBLISHABLE_KEY, SECRET_KEY, failure, openWorld, raw, type World } from './support';

let world: World;
beforeAll(async () => (world = await openWorld()));
afterAll(() => world.close());

const pdf = Buffer.from('%PDF-1.7\nA lease\n%%EOF\n');
const upload = (data = pdf, purpose: Stripe.FileCreateParams.Purpose = 'dispute_evidence', name = 'lease.pdf') =>
  ({ file: { data, name, type: 'application/octet-stream' }, purpose }) satisfies Stripe.FileCreateParams;

const contents = (id: string, key = SECRET_KEY) =>
  fetch(`http://127.0.0.1:${world.port}/v1/files/${id}/contents`, { headers: { authorization: `Bearer ${key}` } });

async function disputed(): Promise<Stripe.Dispute> {
  return (await world.control(`/charges/${await paidCharge(world, 20_000)}/dispute`, {})) as Stripe.Dispute;
}

test('a file is uploaded through the SDK, read again, listed by its purpose, and given back as it was', async () => {
  const file = await world.stripe.files.create(upload());
  expect(file).toMatchObject({ object: 'file', purpose: 'dispute_evidence', size: pdf.length, type: 'pdf' });
  expect(file.expires_at).toBe(Date.UTC(2027, 3, 1, 10) / 1_000);
  expect(await world.stripe.files.retrieve(file.id)).toMatchObject({ id: file.id, filename: 'lease.pdf' });
  const other = await world.stripe.files.create(upload(pdf, 'identity_document'));
  const listed = await world.stripe.files.list({ purpose: 'dispute_evidence', limit: 100 });
  expect(listed.data.map(({ id }) => id)).toContain(file.id);
  expect(listed.data.map(({ id }) => id)).not.toContain(other.id);
  const answer = await contents(file.id);
  expect(answer.headers.get('content-type')).toBe('application/pdf');
  expect(Buffer.from(await answer.arrayBuffer())).toEqual(pdf);
  expect((await contents(file.id, PUBLISHABLE_KEY)).status).toBe(401);
  expect((await contents('file_none')).status).toBe(404);
  expect((await failure(world.stripe.files.retrieve('file_none'))).statusCode).toBe(404);
});

test('the same key uploads once, whatever the boundary; another file under it is refused', async () => {
  const idempotencyKey = 'evidence-1';
  const first = await world.stripe.files.create(upload(), { idempotencyKey });
  expect((await world.stripe.files.create(upload(), { idempotencyKey })).id).toBe(first.id);
  const other = Buffer.from('%PDF-1.7\nAnother\n%%EOF\n');
  expect(await failure(world.stripe.files.create(upload(other), { idempotencyKey }))).toMatchObject({
    type: 'StripeIdempotencyError',
    statusCode: 400,
  });
});

test('what is no such file, or too big for its purpose, is refused', async () => {
  const refused = (params: Stripe.FileCreateParams) => failure(world.stripe.files.create(params));
  expect(await refused(upload(Buffer.from('<html>')))).toMatchObject({ statusCode: 400, param: 'file' });
  expect(await refused(upload(Buffer.from('GIF89a')))).toMatchObject({ statusCode: 400, param: 'file' });
  expect(await refused(upload(Buffer.alloc(0)))).toMatchObject({ statusCode: 400, param: 'file' });
  expect(await refused(upload(Buffer.concat([pdf, Buffer.alloc(5_000_000)])))).toMatchObject({ param: 'file' });
  expect(await refused(upload(pdf, 'sigma' as 'dispute_evidence'))).toMatchObject({ param: 'purpose' });
  expect(await refused({ purpose: 'dispute_evidence', file: 'no file' } as never)).toMatchObject({ param: 'file' });
  expect(await refused({ ...upload(), title: 'x' } as never)).toMatchObject({ code: 'parameter_unknown' });
});

test.each([
  ['application/json', '{}'],
  ['application/x-www-form-urlencoded', 'purpose=dispute_evidence'],
  ['multipart/form-data', 'nothing'],
  [
    'multipart/form-data; boundary=x',
    '--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\ncut',
  ],
])('a body of %s that holds no parts is refused', async (contentType, body) => {
  const answer = await raw(world.port, 'POST', '/v1/files', { body, headers: { 'content-type': contentType } });
  expect([answer.status, typeof answer.body.error]).toEqual([400, 'object']);
});

test('evidence that is a file names one that was uploaded as evidence', async () => {
  const dispute = await disputed();
  const save = (receipt: string) => world.stripe.disputes.update(dispute.id, { evidence: { receipt }, submit: false });
  expect(await failure(save('file_none'))).toMatchObject({ code: 'resource_missing', param: 'evidence[receipt]' });
  expect(await failure(save('A receipt'))).toMatchObject({ code: 'resource_missing' });
  const identity = await world.stripe.files.create(upload(pdf, 'identity_document'));
  expect(await failure(save(identity.id))).toMatchObject({ statusCode: 400, param: 'evidence[receipt]' });
  const { id } = await world.stripe.files.create(upload());
  expect((await save(id)).evidence.receipt).toBe(id);
  expect((await save('')).evidence.receipt).toBeNull();
});
