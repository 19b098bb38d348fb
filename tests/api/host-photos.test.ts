import sharp from 'sharp';
import { startApi, type Answer, type TestApi } from './support/api-with-mail';
import { signUpHost, type Person } from './support/registered';

let api: TestApi;
let host: Person;
let rival: Person;
let id: string;

beforeAll(async () => {
  api = await startApi();
  [host, rival] = [await signUpHost(api), await signUpHost(api)];
});
afterAll(() => api.stop());

beforeEach(async () => {
  id = (await api.call('POST', '/api/properties', { token: host.token, body: { name: 'Photo house' } })).body.data
    .documentId;
});

const blank = (width = 900, height = 600) => sharp({ create: { width, height, channels: 3, background: '#2266aa' } });

function send(content: Buffer, name = 'photo.jpg', type = 'image/jpeg', who = host): Promise<Answer> {
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(content)], { type }), name);
  form.append('caption', 'The front');
  return api.call('POST', `/api/properties/${id}/photos`, { token: who.token, raw: form });
}

const fetchPhoto = async (url: string) => {
  const response = await fetch(api.app.url + url);
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    bytes: Buffer.from(await response.arrayBuffer()),
  };
};

const rows = async () =>
  api.sql(
    'select (select count(*) from files)::int as files, (select count(*) from photo_uses)::int as uses, (select count(*) from files_related_mph)::int as links',
  );

test('JPEG, PNG and WebP become JPEGs that say nothing of where they were taken', async () => {
  const exif = { IFD0: { Copyright: 'SECRET-OWNER' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '38/1 42/1 0/1' } };
  const originals = [
    await blank().withExif(exif).jpeg().toBuffer(),
    await blank().withExif(exif).png().toBuffer(),
    await blank().withExif(exif).webp().toBuffer(),
  ];
  expect(originals[0]?.includes('SECRET-OWNER')).toBe(true);
  for (const original of originals) {
    const answer = await send(original, 'holiday.php', 'text/html');
    expect(answer.status).toBe(201);
    const photo = answer.body.data.at(-1);
    expect(photo).toMatchObject({ caption: 'The front', width: 900, height: 600 });
    const { type, bytes } = await fetchPhoto(photo.url);
    expect(type).toBe('image/jpeg');
    const { format, exif: kept } = await sharp(bytes).metadata();
    expect([format, kept, bytes.includes('SECRET-OWNER')]).toEqual(['jpeg', undefined, false]);
  }
  const own = (await api.call('GET', `/api/host/properties/${id}`, { token: host.token })).body.data.photos;
  expect(own.map(({ position }: { position: number }) => position)).toEqual([0, 1, 2]);
});

test('a picture is turned upright and made no bigger than is of use', async () => {
  const answer = await send(await blank(4_000, 3_000).withMetadata({ orientation: 6 }).jpeg().toBuffer());
  expect(answer.body.data[0]).toMatchObject({ width: 1_920, height: 2_560 });
});

test.each<[string, () => Promise<Buffer> | Buffer, string]>([
  ['HTML', () => Buffer.from('<html><script>alert(1)</script>'), 'photo.jpg'],
  ['SVG', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>'), 'photo.svg'],
  ["PHP after a GIF's first bytes", () => Buffer.from('GIF89a<?php system($_GET[0]);'), 'photo.gif'],
  ['a real GIF', () => blank(10, 10).gif().toBuffer(), 'photo.gif'],
  ['a TIFF', () => blank(10, 10).tiff().toBuffer(), 'photo.jpg'],
  ['half a JPEG', async () => (await blank().jpeg().toBuffer()).subarray(0, 900), 'photo.jpg'],
  ['nothing', () => Buffer.alloc(0), 'photo.jpg'],
  ['80 megapixels in few bytes', () => blank(10_000, 8_000).png().toBuffer(), 'photo.png'],
])('%s is refused and leaves nothing behind', async (_, content, name) => {
  const before = await rows();
  const answer = await send(await content(), name);
  expect([400, 422]).toContain(answer.status);
  expect(answer.body).toMatchObject({ data: null, error: { status: answer.status } });
  expect(await rows()).toEqual(before);
});

test('16 MB are too much', async () => {
  const answer = await send(Buffer.alloc(16 * 1024 * 1024, 1));
  expect([400, 413, 422]).toContain(answer.status);
  expect(answer.body.data).toBeNull();
});

test('no file, JSON in place of a file, two files', async () => {
  const path = `/api/properties/${id}/photos`;
  expect((await api.call('POST', path, { token: host.token })).status).toBe(400);
  expect(
    (await api.call('POST', path, { token: host.token, body: { file: '/etc/passwd', caption: 'x' } })).status,
  ).toBe(400);
  const form = new FormData();
  const content = new Blob([new Uint8Array(await blank(10, 10).png().toBuffer())]);
  form.append('file', content, 'a.png');
  form.append('file', content, 'b.png');
  expect((await api.call('POST', path, { token: host.token, raw: form })).status).toBe(400);
});

test("another's listing takes no pictures, shows none and keeps its own", async () => {
  const { documentId } = (await send(await blank().jpeg().toBuffer())).body.data[0];
  const before = await rows();
  expect((await send(await blank().jpeg().toBuffer(), 'a.jpg', 'image/jpeg', rival)).status).toBe(404);
  expect((await api.call('DELETE', `/api/properties/${id}/photos/${documentId}`, { token: rival.token })).status).toBe(
    404,
  );
  const ofRival = (await api.call('POST', '/api/properties', { token: rival.token, body: { name: 'Rival house' } }))
    .body.data.documentId;
  // Through an own listing another's picture is out of reach as well.
  expect(
    (await api.call('DELETE', `/api/properties/${ofRival}/photos/${documentId}`, { token: rival.token })).status,
  ).toBe(404);
  expect(
    (await api.call('PUT', `/api/properties/${ofRival}/photos`, { token: rival.token, body: { order: [documentId] } }))
      .status,
  ).toBe(422);
  expect(await rows()).toEqual(before);
});

test('pictures are put in order all at once, and removed with their files', async () => {
  for (let n = 0; n < 3; n += 1)
    await send(
      await blank(100 + n, 100)
        .jpeg()
        .toBuffer(),
    );
  const path = `/api/properties/${id}/photos`;
  const own = async () => (await api.call('GET', `/api/host/properties/${id}`, { token: host.token })).body.data.photos;
  const [a, b, c] = (await own()) as { documentId: string; url: string }[];
  const order = (ids: unknown[]) => api.call('PUT', path, { token: host.token, body: { order: ids } });
  expect(
    (await order([c?.documentId, a?.documentId, b?.documentId])).body.data.map(({ width }: { width: number }) => width),
  ).toEqual([102, 100, 101]);
  for (const wrong of [[a?.documentId], [a?.documentId, a?.documentId, b?.documentId], []])
    expect((await order(wrong)).status).toBe(422);

  const removed = await api.call('DELETE', `${path}/${a?.documentId}`, { token: host.token });
  expect(removed.body.data.map(({ width }: { width: number }) => width)).toEqual([102, 101]);
  expect((await fetchPhoto(a?.url ?? '')).status).toBe(404);
  expect((await api.call('DELETE', `${path}/${a?.documentId}`, { token: host.token })).status).toBe(404);

  expect((await api.call('DELETE', `/api/properties/${id}`, { token: host.token })).status).toBe(200);
  expect((await fetchPhoto(b?.url ?? '')).status).toBe(404);
});
