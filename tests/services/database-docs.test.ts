import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { namedThings, tableNames, type Named } from './support/catalogue';
import { chapters, readDatabasePage, strapisNames, strapisTables } from './support/database-page';
import { onlyDatabase } from './support/test-database';

const page = readDatabasePage();
const lineOf = ({ table, name, what }: Named) => `${table}: ${name}: ${what}`;

/** What Strapi puts on every content type; said once on the page. */
const onEveryContentType = (table: string) =>
  new Set(['pkey', 'documents_idx', 'created_by_id_fk', 'updated_by_id_fk'].map((end) => `${table}_${end}`));

const isImplied = ({ table, name }: Named) =>
  (page.tables.get(table) === chapters.contentTypes && onEveryContentType(table).has(name)) ||
  (strapisTables.test(table) && strapisNames.test(name));

let database: Awaited<ReturnType<typeof onlyDatabase>>;
beforeAll(async () => {
  database = await onlyDatabase();
});
afterAll(() => database.drop());

it('names every table', async () => {
  const ours = (await tableNames(database.db)).filter((name) => !strapisTables.test(name));
  const named = [...page.tables.keys()].filter((name) => !strapisTables.test(name));
  expect(named.sort()).toEqual(ours.sort());
  expect(ours.length).toBeGreaterThan(30);
});

it('names every key, constraint and index, as it is', async () => {
  const live = (await namedThings(database.db)).filter((thing) => !isImplied(thing)).map(lineOf);
  const withWords = live.some((line) => line.includes('search_property_words'));
  const said = page.rows.map(lineOf).filter((line) => withWords || !line.includes('search_property_words'));
  expect(said.sort()).toEqual(live.sort());
  expect(live.length).toBeGreaterThan(100);
});

it('finds on each content type what the page says that Strapi puts there', async () => {
  const live = new Set((await namedThings(database.db)).map(({ table, name }) => `${table}: ${name}`));
  const contentTypes = [...page.tables].filter(([, chapter]) => chapter === chapters.contentTypes);
  const said = contentTypes.flatMap(([table]) => [...onEveryContentType(table)].map((name) => `${table}: ${name}`));
  expect(said.filter((line) => !live.has(line))).toEqual([]);
  expect(contentTypes.length).toBe(15);
});

it('says of each what it is for, in files that there are', () => {
  expect(page.rows.filter(({ purpose }) => purpose.length < 8).map(({ name }) => name)).toEqual([]);
  const files = page.rows.flatMap(({ purpose }) => [...purpose.matchAll(/`([\w/-]+\.ts)`/g)].map(([, file]) => file));
  expect(files.length).toBeGreaterThan(60);
  expect(files.filter((file) => !existsSync(join(__dirname, '../../src', file as string)))).toEqual([]);
});
