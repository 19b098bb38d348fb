import {
  getIntrospectionQuery,
  buildClientSchema,
  getNamedType,
  isObjectType,
  isNonNullType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { openTestDatabase } from '../services/support/test-database';
import type { Database } from '../../src/adapters/postgres/sql';
import { accessWorld, type AccessWorld } from './support/access-world';
import { call, graphql, type Answer } from './support/client';

/** A word that is written into every private field; whoever is shown it, or can find by it, has found a leak. */
const canary = 'canarythatnobodymaysee';
const latitude = 38.7123456;

let world: AccessWorld;
let db: Database;
let schema: GraphQLSchema;
beforeAll(async () => {
  world = await accessWorld();
  db = openTestDatabase(world.app.database.url);
  const review = await world.freshReview('A');
  await writeCanaries(review);
  schema = buildClientSchema((await graphql(world.app, getIntrospectionQuery())).body.data);
}, 240_000);
afterAll(async () => {
  await db.close();
  await world.stop();
});

async function writeCanaries(review: string): Promise<void> {
  const statements = [
    `update properties set state_reason = $1::text, imported_ratings = to_jsonb($1::text)`,
    `update properties set source = $1::text, source_id = $1::text || id`,
    `update host_profiles set source = $1::text, source_id = $1::text || id`,
    `update components_property_address set line_1 = $1::text, line_2 = $1::text, postcode = left($1::text, 20)`,
    `update bookings set message = $1::text, host_note = $1::text`,
    `update reviews set private_note = $1::text, moderation_reason = $1::text, source = $1::text, source_id = $1::text || id`,
    `update up_users set reset_password_token = $1::text, confirmation_token = $1::text where email = 'guest-a@example.test'`,
  ];
  for (const statement of statements) await db.query(statement, [canary]);
  await db.query('update components_property_point set latitude = $1', [latitude]);
  // Shown to nobody as long as these hold: the review is one that everybody sees.
  expect(await db.query('select private_note from reviews where document_id = $1', [review])).toEqual([
    { private_note: canary },
  ]);
}

/** Who may see no canary: nobody at all, and somebody with no part in A's home. */
const strangers = () => [world.tokens.anonymous, world.tokens.guestB, world.tokens.hostB] as const;

function expectNoCanary(what: string, answer: Answer): void {
  const text = JSON.stringify(answer.body);
  expect([what, text.includes(canary.slice(0, 20)), text.includes('38.71234'), /guest-a@|host-a@/.test(text)]).toEqual([
    what,
    false,
    false,
    false,
  ]);
}

const collections = {
  properties: {
    fields: ['stateReason', 'source', 'sourceId', 'importedRatings'],
    nested: [
      'address.line1',
      'address.postcode',
      'point.latitude',
      'host.source',
      'host.user.email',
      'host.adminUser.email',
      'createdBy.email',
    ],
  },
  'host-profiles': {
    fields: ['source', 'sourceId', 'user', 'adminUser'],
    nested: ['user.email', 'user.resetPasswordToken', 'adminUser.email', 'createdBy.email'],
  },
  amenities: { fields: ['createdBy'], nested: ['createdBy.email', 'updatedBy.email'] },
} as const;

describe.each(Object.entries(collections))('/api/%s', (name, { fields, nested }) => {
  const path = `/api/${name}`;

  test('shows none, however much is populated', async () => {
    const populates = [
      '',
      'populate=*',
      'populate[host][populate]=*',
      'populate[address]=true&populate[point]=true',
      'populate[createdBy]=true',
      'populate[host][populate][user]=true',
      'populate[user]=true',
      'populate[amenities][populate]=*',
    ];
    for (const token of strangers()) {
      for (const query of populates) {
        const answer = await call(world.app, 'GET', `${path}?${query}`, { token });
        expect([query, [200, 400].includes(answer.status)]).toEqual([query, true]);
        expectNoCanary(query, answer);
      }
    }
  });

  test('finds nothing by one: neither filter, order, choice nor search', async () => {
    for (const field of [...fields, ...nested]) {
      const keys = field
        .split('.')
        .map((part) => `[${part}]`)
        .join('');
      for (const query of [
        `filters${keys}[$contains]=canary`,
        `filters[$or][0]${keys}[$notNull]=true`,
        `sort=${field}`,
        `sort${keys}=asc`,
      ]) {
        const { status } = await call(world.app, 'GET', `${path}?${query}`);
        expect([query, status]).toEqual([query, 400]);
      }
    }
    for (const field of fields)
      expect([field, (await call(world.app, 'GET', `${path}?fields=${field}`)).status]).toEqual([field, 400]);
    const found = await call(world.app, 'GET', `${path}?_q=${canary.slice(0, 10)}`);
    expect(found.status === 400 || found.body.meta.pagination.total === 0).toBe(true);
  });

  test('is asked in a way that does find what is public', async () => {
    const { status } = await call(
      world.app,
      'GET',
      `${path}?filters[documentId][$notNull]=true&sort=documentId&fields=documentId`,
    );
    expect(status).toBe(200);
  });

  test('knows the same number of entries with a canary as without', async () => {
    const total = async (query: string) =>
      (await call(world.app, 'GET', `${path}?${query}`)).body.meta?.pagination?.total ?? 0;
    expect(await total(`_q=${canary}`)).toBe(await total('_q=nothingofthekind'));
  });
});

test('what the public may ask of a home shows none', async () => {
  const home = world.homes.A;
  const paths = [
    '/api/search',
    `/api/search?q=${canary.slice(0, 12)}`,
    '/api/search?bbox=-10,38,-9,39&checkIn=2027-06-01&checkOut=2027-06-05&adults=2',
    '/api/search/map?bbox=-180,-90,180,90',
    '/api/search/map?bbox=-10,38,-9,39&checkIn=2027-06-01&checkOut=2027-06-05&adults=2',
    `/api/properties/${home}`,
    `/api/properties/${home}?populate=*`,
    `/api/properties/${home}/reviews`,
    `/api/properties/${home}/availability?from=2027-06-01&to=2027-06-10`,
    `/api/bookings/${world.bookings.A}`,
    `/api/bookings/${world.bookings.A}/reviews`,
    '/openapi.json',
  ];
  for (const token of strangers())
    for (const path of paths) expectNoCanary(path, await call(world.app, 'GET', path, { token }));
  expect((await call(world.app, 'GET', `/api/search?q=${canary}`)).body.data).toEqual([]);
});

test('every field that GraphQL has to show shows none', async () => {
  const generated = ['properties', 'hostProfiles', 'amenities'];
  const query = schema.getQueryType();
  for (const name of generated) {
    const type = getNamedType(query?.getFields()[name]?.type);
    if (!isObjectType(type)) throw new Error(`${name} is not in the schema`);
    const answer = await graphql(
      world.app,
      `{ ${name}(pagination: { limit: 10 }) ${selectionOf(type, 3)} }`,
      {},
      world.tokens.guestB,
    );
    expect([name, answer.body.errors]).toEqual([name, undefined]);
    expect(answer.body.data[name].length > 0 || name === 'amenities').toBe(true);
    expectNoCanary(name, answer);
  }
});

/** Everything that a type has, down to a depth, but for what needs arguments and the connections that repeat it. */
function selectionOf(type: GraphQLObjectType, depth: number): string {
  const fields = Object.values(type.getFields()).flatMap((field) => {
    if (field.name.endsWith('_connection') || field.args.some((argument) => isNonNullType(argument.type))) return [];
    const named = getNamedType(field.type);
    if (!isObjectType(named)) return [field.name];
    return depth > 1 ? [`${field.name} ${selectionOf(named, depth - 1)}`] : [];
  });
  return `{ ${fields.join(' ')} }`;
}

test('the canaries are there: their owners see theirs', async () => {
  const own = await call(world.app, 'GET', `/api/host/properties/${world.homes.A}`, { token: world.tokens.hostA });
  expect(JSON.stringify(own.body)).toContain(canary);
  const booking = await call(world.app, 'GET', `/api/bookings/${world.bookings.A}`, { token: world.tokens.guestA });
  expect(JSON.stringify(booking.body)).toContain(canary);
});
