import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { asPlainJpeg } from '../../../src/adapters/photos/plain-jpeg';
import { withdrawClaim } from '../../../src/api/damage-claim/use-cases/answer-claim';
import { addClaimPhoto, readClaimPhoto } from '../../../src/api/damage-claim/use-cases/claim-photos';
import { claimPhotosMax } from '../../../src/domain/damage-claim';
import { as, paidStay, sure, type PaidStay } from '../support/alterations';
import { createTestCasita, type TestCasita } from '../support/casita';
import { answerIt, claimOf, fileIt } from '../support/claims';
import { makeAccount } from '../support/world';

/** Pictures of damage: who may add them, how many, and what becomes of what was sent. */

let world: TestCasita;
let folder: string;
let picture: { path: string; bytes: number };
beforeAll(async () => {
  const photos = {
    plain: asPlainJpeg,
    document: async () => null,
    store: async () => null,
    remove: async () => undefined,
  };
  world = await createTestCasita({ photos });
  folder = await mkdtemp(join(tmpdir(), 'casita-claim-photos-'));
  picture = await fileOf(
    'lamp.png',
    await sharp({ create: { width: 60, height: 40, channels: 3, background: 'red' } })
      .withExif({ IFD0: { Artist: 'Ana' } })
      .png()
      .toBuffer(),
  );
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await world.close();
});

async function fileOf(name: string, content: Buffer | string) {
  const path = join(folder, name);
  await writeFile(path, content);
  return { path, bytes: content.length };
}

async function claimed(): Promise<PaidStay> {
  const stay = await paidStay(world, { days: 1, nights: 1 });
  await world.advance('P3D');
  sure(await fileIt(world, stay, { amount: 15_000 }));
  return stay;
}

const add = (stay: PaidStay, side: 'guest' | 'host', file = picture) =>
  addClaimPhoto(world.app, { ...as(stay, side), side, n: 1 }, file);
const code = (outcome: { ok: boolean }) =>
  outcome.ok ? 'done' : (outcome as unknown as { reasons: { code: string }[] }).reasons[0]?.code;

it('both parties add pictures, which are kept as plain JPEG', async () => {
  const stay = await claimed();
  sure(await add(stay, 'host'));
  sure(await add(stay, 'guest'));
  const { photos } = await claimOf(world, stay);
  expect(photos.map(({ by }) => by)).toEqual(['host', 'guest']);
  const read = await readClaimPhoto(world.app, photos[0]?.id ?? '', () => true);
  if (!read.ok) throw new Error('the picture is missing');
  const { format, width, exif } = await sharp(read.value.jpeg).metadata();
  expect({ format, width, exif }).toEqual({ format: 'jpeg', width: 60, exif: undefined });
  expect(code(await readClaimPhoto(world.app, photos[0]?.id ?? '', () => false))).toBe('not_found');
});

it('a stranger, a page that says it is a picture, and one that is too big add nothing', async () => {
  const stay = await claimed();
  const stranger = await makeAccount(world.app);
  const command = { ...as(stay, 'guest'), actor: stranger, side: 'guest', n: 1 } as const;
  expect(code(await addClaimPhoto(world.app, command, picture))).toBe('not_found');
  expect(code(await add(stay, 'host', await fileOf('page.jpg', '<script>alert(1)</script>')))).toBe('not_allowed');
  expect(code(await add(stay, 'host', { ...picture, bytes: 16 * 1024 * 1024 }))).toBe('too_big');
  expect((await claimOf(world, stay)).photos).toEqual([]);
});

it('each party has its own number of them, whatever comes at once', async () => {
  const stay = await claimed();
  const outcomes = await Promise.all(Array.from({ length: claimPhotosMax + 3 }, () => add(stay, 'host')));
  expect(outcomes.map(code).filter((one) => one === 'done')).toHaveLength(claimPhotosMax);
  expect(outcomes.map(code).filter((one) => one === 'too_many')).toHaveLength(3);
  sure(await add(stay, 'guest'));
});

it('what is decided or over takes no more', async () => {
  const accepted = await claimed();
  sure(await answerIt(world, accepted, 'accept'));
  expect(code(await add(accepted, 'host'))).toBe('claim_over');
  const withdrawn = await claimed();
  sure(await withdrawClaim(world.app, { ...as(withdrawn, 'host'), n: 1, idempotencyKey: null }));
  expect(code(await add(withdrawn, 'guest'))).toBe('claim_over');
});
