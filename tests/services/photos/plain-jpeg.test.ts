import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { asPlainJpeg } from '../../../src/adapters/photos/plain-jpeg';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'casita-photo-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function kept(content: Buffer): Promise<Buffer | null> {
  const path = join(folder, 'upload');
  await writeFile(path, content);
  return asPlainJpeg(path);
}

const blank = (width = 60, height = 40) => sharp({ create: { width, height, channels: 4, background: '#22669900' } });
const exif = { IFD0: { Copyright: 'SECRET-OWNER' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '38/1 42/1 0/1' } };

test.each(['jpeg', 'png', 'webp'] as const)(
  'a %s becomes a JPEG without a word about its owner or place',
  async (format) => {
    const original = await blank().withExif(exif).toFormat(format).toBuffer();
    expect((await sharp(original).metadata()).exif).toBeDefined();
    const jpeg = await kept(original);
    const { format: become, exif: left, xmp, icc } = await sharp(jpeg ?? Buffer.alloc(0)).metadata();
    expect([become, left, xmp, icc, jpeg?.includes('SECRET-OWNER')]).toEqual([
      'jpeg',
      undefined,
      undefined,
      undefined,
      false,
    ]);
  },
);

test('what is transparent becomes white, not black', async () => {
  const jpeg = await kept(await blank().png().toBuffer());
  const { channels } = await sharp(jpeg ?? Buffer.alloc(0)).stats();
  for (const channel of channels) expect(channel.min).toBeGreaterThan(250);
});

test('a picture on its side is put upright before the note about it is dropped', async () => {
  const jpeg = await kept(await blank().jpeg().withMetadata({ orientation: 6 }).toBuffer());
  const { width, height } = await sharp(jpeg ?? Buffer.alloc(0)).metadata();
  expect([width, height]).toEqual([40, 60]);
});
