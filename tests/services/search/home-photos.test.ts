import type { Tx } from '../../../src/adapters/postgres/sql';
import { refreshSearchRows, staleSearchRows } from '../../../src/search/refresh-search-rows';
import { onlyDatabase } from '../support/test-database';
import * as world from './random-world';

/** Pictures are changed by the media library's own ways, which know nothing of search rows: the database brings them there. */
let database: Awaited<ReturnType<typeof onlyDatabase>>;
let homes: number[];

beforeAll(async () => {
  database = await onlyDatabase();
  const random = world.randomFrom(7);
  homes = await database.db.transaction(async (tx) => {
    const hosts = [await world.insertHost(tx, random)];
    const ids = [
      await world.insertHome(tx, random, hosts, [], true),
      await world.insertHome(tx, random, hosts, [], true),
    ];
    await refreshSearchRows(tx, ids);
    for (const id of ids) for (const position of [0, 1, 2, 3, 4, 5]) await addPhoto(tx, id, position);
    return ids;
  });
});
afterAll(() => database?.drop());

async function addPhoto(tx: Tx, home: number, position: number): Promise<void> {
  const name = `${home}-${position}`;
  await tx.query(
    `with file as (
       insert into files (document_id, name, hash, ext, mime, size, url, provider, width, height) values ($1::text, $1::text, $1::text, '.jpg', 'image/jpeg', 1, '/' || $1::text || '.jpg', 'local', 30, 20)
       returning id
     ), photo as (insert into photo_uses (document_id, property_id, position, caption) values ($1::text, $2, $3, 'A room') returning id)
     insert into files_related_mph (file_id, related_id, related_type, field, "order")
     select file.id, photo.id, 'api::photo-use.photo-use', 'file', 1 from file, photo`,
    [name, home, position],
  );
}

async function urls(home: number): Promise<string[]> {
  const [row] = await database.db.query<{ photos: { url: string; caption: string | null }[] }>(
    'select photos::json as photos from search_property where property_id = $1',
    [home],
  );
  return (row?.photos ?? []).map(({ url, caption }) => `${url} ${caption ?? ''}`.trim());
}

const changes: [string, (tx: Tx, home: number) => Promise<unknown>, (home: number) => string[]][] = [
  ['pictures are added', async () => undefined, (home) => [0, 1, 2, 3, 4].map((n) => `/${home}-${n}.jpg A room`)],
  ['a picture is replaced', (tx, home) => tx.query(`update files set url = '/new.jpg' where hash = $1`, [`${home}-0`]), (home) => ['/new.jpg A room', ...[1, 2, 3, 4].map((n) => `/${home}-${n}.jpg A room`)]],
  ['a file is deleted in the media library', (tx, home) => tx.query(`delete from files where hash = $1`, [`${home}-0`]), (home) => [1, 2, 3, 4, 5].map((n) => `/${home}-${n}.jpg A room`)],
  ['a caption is written', (tx, home) => tx.query(`update photo_uses set caption = 'The sea' where document_id = $1`, [`${home}-1`]), (home) => [`/${home}-1.jpg The sea`, ...[2, 3, 4, 5].map((n) => `/${home}-${n}.jpg A room`)]],
  ['the order is changed', (tx, home) => tx.query(`update photo_uses set position = 9 where document_id = $1`, [`${home}-1`]), (home) => [...[2, 3, 4, 5].map((n) => `/${home}-${n}.jpg A room`), `/${home}-1.jpg The sea`]],
  ['a picture is taken off', (tx, home) => tx.query(`delete from photo_uses where document_id = $1`, [`${home}-2`]), (home) => [...[3, 4, 5].map((n) => `/${home}-${n}.jpg A room`), `/${home}-1.jpg The sea`]],
]; // prettier-ignore

it.each(changes)('follows when %s, at no other home', async (_name, change, expected) => {
  const [home, other] = homes as [number, number];
  const before = await urls(other);
  await database.db.transaction((tx) => change(tx, home));
  expect(await urls(home)).toEqual(expected(home));
  expect(await urls(other)).toEqual(before);
  expect(await staleSearchRows(database.db, homes)).toEqual([]);
});

it('follows both homes when a picture moves from one to the other', async () => {
  const [home, other] = homes as [number, number];
  await database.db.query('update photo_uses set property_id = $1 where document_id = $2', [other, `${home}-3`]);
  expect((await urls(home)).some((url) => url.startsWith(`/${home}-3`))).toBe(false);
  expect(await staleSearchRows(database.db, homes)).toEqual([]);
});
