import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { publicReads } from '../../src/extensions/users-permissions/public-reads';
import type { Casita } from '../../src/ports';
import { systemClock } from '../../src/sandbox/clock';
import { createTestDatabase, openTestDatabase, type TestDatabase } from '../services/support/test-database';
import { makeHome } from '../services/support/world';
import { relations } from './support/relations-of-homes';

/** Generated reads with our resolvers and with Strapi's own: the same answers, at another cost. */
interface Side {
  readonly invalid?: readonly string[];
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly where: string }[];
  readonly statements?: number;
}

interface Seen {
  readonly grants: readonly string[];
  readonly query: string;
  readonly theirs: Side;
  readonly ours: Side;
}

const HOMES = 25;
const withoutReadsOf = (type: string) => publicReads.filter((action) => !action.startsWith(`api::${type}.`));
const grants = [
  publicReads,
  withoutReadsOf('amenity'),
  withoutReadsOf('host-profile'),
  withoutReadsOf('property'),
  ['api::property.property.find'],
];

const twoRelations = '{ properties { documentId name host { displayName } amenities { code } } }';
const nested =
  '{ properties { name host { displayName photo { url formats } } amenities_connection { nodes { name } } address { city } } }';
const documents = [
  twoRelations,
  nested,
  '{ properties { address { city country id } capacity { beds bathrooms } prices { base } houseRules { other } bookingRules { minNights } } }',
  '{ properties { few: amenities(pagination: { limit: 2 }) { code } rest: amenities(pagination: { start: 2 }) { code } } }',
  '{ properties { amenities(sort: ["name:desc"]) { code name } } }',
  '{ properties { amenities(filters: { code: { contains: "1" } }) { code } host { ...H } } } fragment H on HostProfile { about photo { name width } }',
  '{ properties { amenities(pagination: { page: 2, pageSize: 2 }) { documentId createdAt } } }',
  '{ properties(filters: { host: { displayName: { eq: "Ana" } } }, sort: ["name"], pagination: { limit: 3 }) { name host { documentId } } }',
  '{ properties(filters: { amenities: { code: { eq: "made-1" } } }) { name amenities { code } } }',
  '{ properties_connection(pagination: { pageSize: 5 }) { nodes { name amenities { code } } pageInfo { total pageCount } } }',
  '{ hostProfiles { displayName photo { url alternativeText } } amenities(sort: ["code"]) { code group } }',
  '{ properties { amenities(sort: ["sourceId"]) { code } } }',
  '{ properties { amenities(filters: { properties: { name: { contains: "a" } } }) { code } } }',
  '{ properties { host { user { email } } } }',
  '{ properties(filters: { sourceId: { eq: "x" } }) { name } }',
  'query ($short: Boolean!) { properties { name host @include(if: $short) { displayName } amenities @skip(if: $short) { code } } }',
].map((query) => ({ query, variables: query.includes('$short') ? { short: true } : {} }));

let database: TestDatabase;
let seen: readonly Seen[];
beforeAll(async () => {
  database = await createTestDatabase();
  const db = openTestDatabase(database.url);
  const writer = { db, clock: systemClock } as unknown as Casita;
  for (let n = 0; n < HOMES; n += 1) await makeHome(writer, { name: `Home ${String(n).padStart(2, '0')}` });
  await db.query(relations);
  await db.close();
  seen = await askBoth(database.url);
}, 180_000);
afterAll(() => database.drop());

async function askBoth(databaseUrl: string): Promise<readonly Seen[]> {
  const env: NodeJS.ProcessEnv = { ...process.env, DATABASE_URL: databaseUrl, SERVE_ADMIN: 'false', WORKERS: 'apart' };
  delete env['REDIS_URL'];
  const input = JSON.stringify({ grants, documents });
  const child = spawn(process.execPath, [resolve(__dirname, 'support/both-schemas.mjs'), input], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise((done) => child.once('close', done));
  if (code !== 0) throw new Error(output.slice(-4_000));
  return JSON.parse(output.trimEnd().split('\n').at(-1) ?? '') as Seen[];
}

test('answer what Strapi answers, whatever the role may read', () => {
  expect(seen).toHaveLength(grants.length * documents.length);
  for (const { grants: actions, query, theirs, ours } of seen) {
    const { statements: _theirs, ...expected } = theirs;
    const { statements: _ours, ...got } = ours;
    expect({ actions, query, ...got }).toEqual({ actions, query, ...expected });
  }
  // They differ from one another, or nothing would have been compared.
  const kinds = new Set(seen.map(({ ours }) => (ours.invalid ? 'invalid' : ours.errors ? 'errors' : 'data')));
  expect([...kinds].sort()).toEqual(['data', 'errors', 'invalid']);
  expect(JSON.stringify(seen.find(({ query }) => query === nested)?.ours.data)).toContain('/uploads/s.jpg');
});

/** Beginning, time limit and end of the transaction that a list is read in, the list, its homes' ids again, and each relation. */
test.each([
  ['two relations', twoRelations, 7],
  ['a relation of a relation', nested, 10],
])('a list of 25 with %s takes a fixed number of statements', (_what, query, statements) => {
  const found = seen.find((each) => each.query === query && each.grants.length === publicReads.length);
  expect(found?.theirs.statements).toBeGreaterThan(2 * HOMES);
  expect(found?.ours.statements).toBe(statements);
});
