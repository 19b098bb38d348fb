import sharp from 'sharp';
import { type PanelCaller, type Reply } from './support/panel-world';
import { startPanelApp, type PanelApp } from './support/panel-app';

/** What becomes of a file that somebody uploads in the panel: a JPEG of our own making, or nothing. */

let world: PanelApp;
let ownFile: number;

beforeAll(async () => {
  world = await startPanelApp();
  ownFile = (await upload(world.a.panel, '/upload', [[await blank().jpeg().toBuffer(), 'first.jpg']])).body[0].id;
});
afterAll(() => world?.stop());

type Part = readonly [content: Buffer, name: string, type?: string];

function upload(who: PanelCaller, path: string, parts: readonly Part[], fields: Record<string, string> = {}) {
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) form.append(field, value);
  for (const [content, name, type = 'image/jpeg'] of parts) {
    form.append('files', new Blob([new Uint8Array(content)], { type }), name);
  }
  return who.call('POST', path, form);
}

const blank = (width = 900, height = 600) => sharp({ create: { width, height, channels: 3, background: '#2266aa' } });
const gps = { IFD0: { Copyright: 'SECRET-OWNER' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '38/1 42/1 0/1' } };
const page = '<html><script>alert(1)</script></html>';

/** The ways in: one route for one or many, one for a single file, and one in place of another file. */
const doors: readonly (readonly [string, () => string])[] = [
  ['upload', () => '/upload'],
  ['upload of one', () => '/upload/files'],
  ['replacement', () => `/upload/files/${ownFile}/replace`],
  ['replacement by the old way', () => `/upload?id=${ownFile}`],
];

interface StoredFile {
  readonly id: number;
  readonly name: string;
  readonly url: string;
  readonly ext: string;
  readonly mime: string;
  readonly width: number;
  readonly height: number;
  readonly formats: Readonly<Record<string, { readonly url: string }>> | null;
}

const filesOf = ({ body }: Reply): StoredFile[] => (Array.isArray(body) ? body : [body]) as StoredFile[];

/** The file and every smaller size of it, as anybody gets them. */
async function served(file: StoredFile): Promise<{ type: string | null; bytes: Buffer }[]> {
  const urls = [file.url, ...Object.values(file.formats ?? {}).map(({ url }) => url)];
  return Promise.all(
    urls.map(async (url) => {
      const response = await fetch(new URL(url, world.app.url));
      return { type: response.headers.get('content-type'), bytes: Buffer.from(await response.arrayBuffer()) };
    }),
  );
}

async function expectPlain(file: StoredFile): Promise<void> {
  expect([file.ext, file.mime]).toEqual(['.jpg', 'image/jpeg']);
  for (const { type, bytes } of await served(file)) {
    const { format, exif, xmp, icc } = await sharp(bytes).metadata();
    expect([type, format, exif, xmp, icc]).toEqual(['image/jpeg', 'jpeg', undefined, undefined, undefined]);
    expect(bytes.includes('SECRET-OWNER') || bytes.includes('<script>')).toBe(false);
  }
}

describe.each(doors)('%s', (_door, path) => {
  test.each(['jpeg', 'png', 'webp'] as const)('a %s says nothing of who took it, and where', async (format) => {
    const original = await blank().withExif(gps).toFormat(format).toBuffer();
    expect((await sharp(original).metadata()).exif).toBeDefined();
    const answer = await upload(world.a.panel, path(), [[original, `terrace.${format}`, `image/${format}`]]);
    expect([answer.status, answer.text]).toEqual([expect.any(Number), expect.stringContaining('terrace.jpg')]);
    for (const file of filesOf(answer)) await expectPlain(file);
  });

  test('a picture that is a page as well is a picture alone', async () => {
    const both = Buffer.concat([await blank().jpeg().toBuffer(), Buffer.from(page)]);
    const answer = await upload(world.a.panel, path(), [[both, 'both.jpg']]);
    expect(answer.status).toBeLessThan(300);
    for (const file of filesOf(answer)) await expectPlain(file);
  });

  test.each<[string, () => Promise<Buffer> | Buffer, string, string]>([
    ['HTML named .jpg', () => Buffer.from(page), 'photo.jpg', 'image/jpeg'],
    ["HTML behind a JPEG's first bytes", () => Buffer.from(`\xff\xd8\xff\xe0${page}`, 'latin1'), 'a.jpg', 'image/jpeg'],
    ['SVG', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'drawing.svg', 'image/svg+xml'],
    ['SVG named .png', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'drawing.png', 'image/png'],
    ['a GIF', () => blank(10, 10).gif().toBuffer(), 'photo.gif', 'image/gif'],
    ['a GIF named .jpg', () => blank(10, 10).gif().toBuffer(), 'photo.jpg', 'image/jpeg'],
    ['half a JPEG', async () => (await blank().jpeg().toBuffer()).subarray(0, 900), 'photo.jpg', 'image/jpeg'],
    ['80 megapixels in few bytes', () => blank(10_000, 8_000).png().toBuffer(), 'photo.png', 'image/png'],
    ['16 MB', () => Buffer.alloc(16 * 1024 * 1024, 1), 'photo.jpg', 'image/jpeg'],
  ])('%s is refused, of a host and of the operator, and leaves nothing behind', async (_what, content, name, type) => {
    const before = await rows();
    for (const who of [world.a.panel, world.operator]) {
      const answer = await upload(who, path(), [[await content(), name, type]]);
      expect([400, 413]).toContain(answer.status);
      expect(answer.body).toMatchObject({ data: null, error: { status: answer.status } });
    }
    expect(await rows()).toEqual(before);
  });
});

test('a picture is put upright and made no bigger than is of use', async () => {
  const big = await blank(4_000, 3_000).withMetadata({ orientation: 6 }).jpeg().toBuffer();
  const answer = await upload(world.a.panel, '/upload', [[big, 'big.jpg']]);
  expect(filesOf(answer)[0]).toMatchObject({ width: 1_920, height: 2_560 });
});

test('many at once keep their words, each its own', async () => {
  const [red, green] = await Promise.all([
    blank(300, 200).withExif(gps).png().toBuffer(),
    blank(200, 300).webp().toBuffer(),
  ]);
  const fileInfo = [
    { name: 'green.webp', caption: 'second' },
    { name: 'red.png', caption: 'first' },
  ].map((info) => JSON.stringify(info));
  const form = new FormData();
  for (const info of fileInfo) form.append('fileInfo', info);
  form.append('files', new Blob([new Uint8Array(red)], { type: 'image/png' }), 'red.png');
  form.append('files', new Blob([new Uint8Array(green)], { type: 'image/webp' }), 'green.webp');
  const answer = await world.a.panel.call('POST', '/upload', form);
  expect(answer.status).toBe(201);
  const said = filesOf(answer).map((file) => [file.name, (file as unknown as { caption: string }).caption, file.width]);
  expect(said.sort()).toEqual([
    ['green.jpg', 'second', 200],
    ['red.jpg', 'first', 300],
  ]);
  for (const file of filesOf(answer)) await expectPlain(file);
});

test('one bad file among many, or 21 good ones: none is stored', async () => {
  const good = await blank(10, 10).jpeg().toBuffer();
  const before = await rows();
  const mixed = await upload(world.a.panel, '/upload', [
    [good, 'good.jpg'],
    [Buffer.from(`\xff\xd8\xff\xe0${page}`, 'latin1'), 'bad.jpg'],
  ]);
  expect([mixed.status, mixed.body.error.details.reasons]).toEqual([
    400,
    [expect.objectContaining({ code: 'not_allowed', value: 'bad.jpg' })],
  ]);
  const many = await upload(
    world.a.panel,
    '/upload',
    Array.from({ length: 21 }, (_, n): Part => [good, `${n}.jpg`]),
  );
  expect([many.status, many.body.error.details.reasons[0].code]).toEqual([400, 'too_many']);
  expect(await rows()).toEqual(before);
});

async function rows(): Promise<unknown> {
  const { rows: found } = await world.sql.query(
    `select count(*)::int as files, max(id) as newest, md5(string_agg(f::text, '' order by id)) as state from files f`,
  );
  return found;
}
