import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  buildClientSchema,
  getIntrospectionQuery,
  GraphQLError,
  isInputObjectType,
  isObjectType,
  type GraphQLSchema,
} from 'graphql';
import { allOperations } from '../../src/contract/operations';
import { openTestDatabase } from '../services/support/test-database';
import { formatErrors } from '../../src/graphql/refusal-error';
import { systemClock } from '../../src/sandbox/clock';
import type { Casita } from '../../src/ports';
import { startApp, type AppProcess } from '../services/support/app-process';
import { makeHome, type TestHome } from '../services/support/world';
import { call, graphql, reasonsOf } from './support/client';
import { openDoors, signUpHost, type Person } from './support/people';

const origin = 'https://guests.example';

let app: AppProcess;
let schema: GraphQLSchema;
let host: Person;
let home: TestHome;
let draft: TestHome;
beforeAll(async () => {
  app = await startApp({ env: { ...openDoors, CORS_ORIGINS: origin } });
  const db = openTestDatabase(app.database.url);
  // All that writing a listing needs of the app.
  const writer = { db, clock: systemClock } as unknown as Casita;
  home = await makeHome(writer);
  draft = await makeHome(writer, { state: 'draft', name: 'Not to be seen' });
  await db.close();
  host = await signUpHost(app, 'ana');
  const answer = await graphql(app, getIntrospectionQuery());
  schema = buildClientSchema(answer.body.data);
});
afterAll(() => app.end());

const generatedFields = ['property', 'properties', 'amenity', 'amenities', 'hostProfile', 'hostProfiles'].flatMap(
  (name) => (/s$|ies$/.test(name) ? [name, `${name}_connection`] : [name]),
);

describe('the schema', () => {
  test('has every operation under its name, and beside them only the reads of three collections', () => {
    const named = (kind: string) =>
      allOperations.filter((operation) => operation.kind === kind && !operation.restOnly).map(({ id }) => id);
    expect(named('mutation').length).toBeGreaterThan(15);
    expect(Object.keys(schema.getMutationType()?.getFields() ?? {}).sort()).toEqual(named('mutation').sort());
    expect(Object.keys(schema.getQueryType()?.getFields() ?? {}).sort()).toEqual(
      [...named('query'), ...generatedFields].sort(),
    );
  });

  test('shows no private field, no account and no staff, neither to read nor to filter by', () => {
    const types = Object.values(schema.getTypeMap());
    expect(
      types
        .map((type) => type.name)
        .filter((name) => /UsersPermissions|Admin|ContentReleases|I18N|UploadFolder/.test(name)),
    ).toEqual([]);
    for (const { type, field } of privateFields()) {
      for (const name of [type, `${type}FiltersInput`]) {
        const shown = schema.getType(name);
        if (isObjectType(shown) || isInputObjectType(shown))
          expect([name, field, field in shown.getFields()]).toEqual([name, field, false]);
      }
    }
  });

  test('gives arguments the types that they mean', () => {
    const field = schema.getQueryType()?.getFields()['bookings'];
    expect(field?.args.find((one) => one.name === 'pageSize')?.type.toString()).toBe('Int');
    const place = schema.getMutationType()?.getFields()['placeBooking'];
    expect(place?.args.map((one) => `${one.name}: ${one.type.toString()}`)).toEqual([
      'input: PlaceBookingInput!',
      'idempotencyKey: String!',
    ]);
  });
});

function privateFields(): { readonly type: string; readonly field: string }[] {
  const root = resolve(__dirname, '../../src');
  const readable = { property: 'Property', 'host-profile': 'HostProfile', amenity: 'Amenity' };
  const types = Object.entries(readable).map(([name, type]) => ({
    type,
    file: join(root, `api/${name}/content-types/${name}/schema.json`),
  }));
  const components = readdirSync(join(root, 'components/property')).map((file) => ({
    type: `ComponentProperty${file
      .replace('.json', '')
      .split('-')
      .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
      .join('')}`,
    file: join(root, 'components/property', file),
  }));
  return [...types, ...components].flatMap(({ type, file }) => {
    const { attributes } = JSON.parse(readFileSync(file, 'utf8')) as {
      attributes: Record<string, { private?: boolean }>;
    };
    return Object.entries(attributes)
      .filter(([, attribute]) => attribute.private)
      .map(([field]) => ({ type, field }));
  });
}

describe('generated reads', () => {
  test('show what is published', async () => {
    const { body } = await graphql(
      app,
      '{ properties { documentId name state host { displayName } address { city } } }',
    );
    expect(body.errors).toBeUndefined();
    expect(body.data.properties).toEqual([
      {
        documentId: home.documentId,
        name: expect.any(String),
        state: 'published',
        host: { displayName: 'Ana' },
        address: { city: 'Lisboa' },
      },
    ]);
  });

  test.each([
    'property(documentId: $id) { documentId }',
    'property(documentId: $id, status: DRAFT) { documentId }',
    'properties(filters: { documentId: { eq: $id } }) { documentId }',
    'properties(status: DRAFT, filters: { documentId: { eq: $id } }) { documentId }',
    'properties(filters: { state: { eq: "draft" } }) { documentId }',
    'properties(filters: { or: [{ state: { eq: "draft" } }, { documentId: { eq: $id } }] }) { documentId }',
    'properties_connection(filters: { documentId: { eq: $id } }) { nodes { documentId } }',
    'properties(filters: { name: { contains: "Not to be" } }) { documentId }',
  ])('show no draft: %s', async (field) => {
    const { status, body } = await graphql(
      app,
      `query ($id: ID) { seen: ${field} }`.replace(
        '$id: ID)',
        field.startsWith('property(') ? '$id: ID!)' : '$id: ID)',
      ),
      { id: draft.documentId },
    );
    expect([status, body.errors?.[0]?.message]).toEqual([
      status,
      status === 200 ? undefined : expect.stringContaining('"$id"'),
    ]);
    expect(JSON.stringify(body.data ?? null)).not.toContain(draft.documentId);
  });

  test('count no draft', async () => {
    const { body } = await graphql(app, '{ properties_connection { pageInfo { total } } }');
    expect(body.data.properties_connection.pageInfo.total).toBe(1);
  });

  test.each([
    ['{ properties { sourceId } }'],
    ['{ properties { address { line1 } } }'],
    ['{ properties { point { latitude } } }'],
    ['{ properties { host { user { email } } } }'],
    ['{ properties(filters: { sourceId: { eq: "x" } }) { name } }'],
    ['{ properties(filters: { host: { user: { email: { contains: "a" } } } }) { name } }'],
    ['{ properties(filters: { point: { latitude: { gt: 0 } } }) { name } }'],
    ['{ usersPermissionsUsers { documentId } }'],
    ['{ uploadFiles { url } }'],
    ['{ payments { documentId } }'],
    ['mutation { createProperty(data: { name: "x" }) { documentId } }'],
    ['mutation { login(input: { identifier: "a", password: "b" }) { jwt } }'],
    ['mutation { deleteUploadFile(id: 1) { url } }'],
  ])('refuse %s', async (query) => {
    const { status, body } = await graphql(app, query);
    expect([status, body.data, body.errors[0].extensions.code]).toEqual([400, undefined, 'GRAPHQL_VALIDATION_FAILED']);
  });

  test('refuse to sort by what is private', async () => {
    const { body } = await graphql(app, '{ properties(sort: ["sourceId:asc"]) { name } }');
    expect([body.data, body.errors[0].extensions.status]).toEqual([null, 400]);
  });
});

/** Megabytes; nothing where there is no /proc. */
function memory(pid: number): number {
  if (!existsSync(`/proc/${pid}/status`)) return 0;
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_000;
}

describe('limits', () => {
  const many = (count: number, one: (index: number) => string) =>
    Array.from({ length: count }, (_none, index) => one(index)).join(' ');
  const refusedFor = async (query: string, variables = {}) => {
    const started = performance.now();
    const { status, body } = await graphql(app, query, variables);
    expect(performance.now() - started).toBeLessThan(1_000);
    expect([status, body.data]).toEqual([400, undefined]);
    return body.errors[0].extensions.reasons[0].code;
  };

  test('a thousand aliases are refused before anything runs', async () => {
    expect(await refusedFor(`{ ${many(1_000, (index) => `a${index}: properties { documentId }`)} }`)).toBe(
      'invalid_document',
    );
    expect(await refusedFor(`{ properties { ${many(31, (index) => `a${index}: name`)} } }`)).toBe('aliases_limit');
  });

  test('fields at the top', async () => {
    const query = (count: number) => `{ ${many(count, (index) => `a${index}: __typename`)} }`;
    expect((await graphql(app, query(10))).status).toBe(200);
    expect(await refusedFor(query(11))).toBe('root_fields_limit');
  });

  test('what a list would read counts for each of its entries, wherever its size is written', async () => {
    const parts =
      'address { city } capacity { beds } prices { base } houseRules { other } bookingRules { minNights } host { displayName }';
    expect((await graphql(app, `{ properties(pagination: { limit: 80 }) { ${parts} } }`)).status).toBe(200);
    expect(await refusedFor(`{ properties(pagination: { limit: 100 }) { ${parts} } }`)).toBe('cost_limit');
    expect(
      await refusedFor(`query ($n: Int) { properties(pagination: { pageSize: $n }) { ${parts} } }`, { n: 100 }),
    ).toBe('cost_limit');
    const byDefault = `query ($p: PaginationArg = { limit: 100 }) { properties(pagination: $p) { ${parts} } }`;
    expect(await refusedFor(byDefault)).toBe('cost_limit');
    expect((await graphql(app, byDefault, { p: { limit: 80 } })).status).toBe(200);
    expect(await refusedFor(`query ($n: Int = 100) { properties(pagination: { limit: $n }) { ${parts} } }`)).toBe(
      'cost_limit',
    );
    expect(
      await refusedFor(
        `{ properties(pagination: { limit: -1 }) { ...Parts } } fragment Parts on Property { ${parts} }`,
      ),
    ).toBe('cost_limit');
    expect(await refusedFor(`{ properties_connection(pagination: { limit: 100 }) { nodes { ${parts} } } }`)).toBe(
      'cost_limit',
    );
  });

  test('depth, of fields and of introspection', async () => {
    expect(await refusedFor(`{ ${'a { '.repeat(20)} b ${'} '.repeat(20)} }`)).toBe('depth_limit');
    const around = (levels: number) => `{ ${'a { '.repeat(levels)} b ${'} '.repeat(levels)} }`;
    expect(await refusedFor(around(8))).toBe('invalid_document');
    expect(await refusedFor(around(9))).toBe('depth_limit');
    expect(
      await refusedFor(`{ __schema { types { ${'fields { type { '.repeat(4)} name ${'} } '.repeat(4)} } } }`),
    ).toBe('invalid_document');
    expect(await refusedFor(`${'{ a '.repeat(10_000)}`)).toBe('invalid_document');
  });

  test('variables within variables', async () => {
    const query = 'query ($id: ID!) { property(documentId: $id) { name } }';
    const sent = (junk: string) =>
      call(app, 'POST', '/graphql', {
        body: `{"query":"${query}","variables":{"id":"${home.documentId}","junk":${junk}}}`,
      });
    expect((await sent('[{"a":[1]}]')).body.data).toEqual({ property: { name: expect.any(String) } });
    for (const levels of [33, 10_000, 45_000]) {
      const answer = await sent(`${'['.repeat(levels)}${']'.repeat(levels)}`);
      expect([answer.status, answer.body.errors?.[0].extensions.reasons[0].code]).toEqual([
        400,
        'variable_levels_limit',
      ]);
    }
  });

  test('fragments that multiply one another are counted without running them', async () => {
    const levels = many(60, (index) => `fragment F${index} on Property { ...F${index + 1} ...F${index + 1} }`);
    expect(
      await refusedFor(`{ properties { ...F0 } } ${levels} fragment F60 on Property { host { displayName } }`),
    ).toBe('selections_limit');
    const circle = '{ properties { ...A } } fragment A on Property { ...B } fragment B on Property { ...A ...A }';
    expect(await refusedFor(circle)).toBe('invalid_document');
  });

  test('fields that are many times the same are compared in no time', async () => {
    const same = many(200, (index) => `... on Property { host { about displayName } address { city } } # ${index}\n`);
    await refusedFor(`{ properties { ${same} } }`);
    const names = many(60, () => 'host { displayName ...H }');
    await refusedFor(`{ properties { ${names} } } fragment H on HostProfile { ${many(60, () => 'photo { url }')} }`);
  });

  test('texts that are sent once only, thousands of them, are not kept', async () => {
    const texts = Array.from(
      { length: 1_000 },
      (_none, index) => `{ amenities { code } } #${index}${'x'.repeat(14_000)}`,
    );
    const before = memory(app.pid);
    for (const text of texts) expect((await graphql(app, text)).status).toBe(200);
    expect(memory(app.pid) - before).toBeLessThan(150);
  });

  test('bodies', async () => {
    const sent = async (body: string | Buffer, headers: Record<string, string> = {}) => {
      const response = await fetch(`${app.url}/graphql`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', ...headers },
      });
      const { errors, error } = (await response.json()) as Record<string, { length?: number; status?: number }>;
      return [response.status, errors?.length ?? error?.status ?? 0];
    };
    const good = JSON.stringify({ query: '{ __typename }' });
    expect(await sent(good)).toEqual([200, 0]);
    expect(await sent(gzipSync(good), { 'content-encoding': 'gzip' })).toEqual([200, 0]);
    expect(await sent(good, { accept: 'application/graphql-response+json' })).toEqual([200, 0]);
    expect(await sent(good, { accept: 'image/png' })).toEqual([406, 406]);
    expect(await sent(good, { 'content-encoding': 'gzip' })).toEqual([400, 400]);
    expect(await sent(good, { 'content-encoding': 'rot13' })).toEqual([415, 415]);
    expect(await sent(good, { 'content-type': 'application/json; charset=utf-16' })).toEqual([415, 415]);
    expect(await sent(gzipSync(`{"query":"${'x'.repeat(200_000)}"}`), { 'content-encoding': 'gzip' })).toEqual([
      413, 413,
    ]);
    expect(await sent(`{"query":"${'x'.repeat(1_000_000)}"}`)).toEqual([413, 413]);
    expect(await sent('{"query":')).toEqual([400, 400]);
    for (const body of ['5', 'null']) expect([body, await sent(body)]).toEqual([body, [400, 400]]);
    for (const body of ['', '[]', '{}', '{"query":5}', '{"query":"{ __typename }","variables":"x"}'])
      expect([body, await sent(body)]).toEqual([body, [400, 1]]);
    expect(await sent(JSON.stringify({ query: '{ __typename }', extensions: { persistedQuery: {} } }))).toEqual([
      200, 1,
    ]);
  });

  test('no batches, no other method, no form, no link', async () => {
    expect((await call(app, 'POST', '/graphql', { body: [{ query: '{ __typename }' }] })).status).toBe(400);
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
      const answer = await call(app, 'POST', '/graphql', {
        body: '{"query":"{ __typename }"}',
        headers: { 'content-type': type },
      });
      expect([type, answer.status, answer.body.data]).toEqual([type, 400, undefined]);
    }
    expect((await call(app, 'PUT', '/graphql', { body: {} })).status).toBe(405);
    const link = await call(app, 'GET', `/graphql?query=${encodeURIComponent('mutation { signOut { ok } }')}`, {
      headers: { 'apollo-require-preflight': 'yes', 'content-type': 'application/json' },
    });
    expect([link.status, link.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  });
});

describe('the same as REST', () => {
  test.each(['/graphql', '/api/search'])('origins of %s', async (path) => {
    const asked = async (from: string) => {
      const answer = await call(app, 'OPTIONS', path, {
        headers: { origin: from, 'access-control-request-method': 'POST' },
      });
      return answer.headers.get('access-control-allow-origin');
    };
    expect(await asked(origin)).toBe(origin);
    expect(await asked('https://elsewhere.example')).not.toBe('https://elsewhere.example');
    const preflight = await call(app, 'OPTIONS', path, {
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'idempotency-key' },
    });
    expect(preflight.headers.get('access-control-allow-headers')).toContain('Idempotency-Key');
  });

  const id = 'a'.repeat(24);
  const stay = { checkIn: '2027-03-01', checkOut: '2027-03-04', adults: 2 };
  const quote = 'mutation ($id: ID!, $input: QuoteStayInput!) { quoteStay(id: $id, input: $input) { quote } }';
  test.each([
    ['an impossible date', id, { ...stay, checkIn: '2027-02-30' }],
    ['a time in a date', id, { ...stay, checkIn: '2027-03-01T00:00:00Z' }],
    ['nobody', id, { ...stay, adults: 0 }],
    ['a million', id, { ...stay, adults: 1_000_000 }],
    ['minus one', id, { ...stay, pets: -1 }],
    ['an id that is none', '../../etc', stay],
    ['no such home', id, stay],
    ['a coupon with NUL', id, { ...stay, coupon: 'a\u0000b' }],
    ['dates the wrong way round', 'home', { ...stay, checkOut: '2027-02-01' }],
    ['in the past', 'home', { ...stay, checkIn: '2020-01-01', checkOut: '2020-01-03' }],
    ['too many', 'home', { ...stay, adults: 20 }],
  ])('reasons and status: %s', async (_what, where, input) => {
    const at = where === 'home' ? home.documentId : where;
    const rest = await call(app, 'POST', `/api/properties/${encodeURIComponent(at)}/quote`, { body: input });
    const twin = await graphql(app, quote, { id: at, input });
    expect(reasonsOf(rest)).toEqual(expect.arrayContaining([expect.objectContaining({ code: expect.any(String) })]));
    expect(reasonsOf(twin)).toEqual(reasonsOf(rest));
    expect(twin.body.errors[0].extensions.status).toBe(rest.status);
  });

  test.each([
    ['nobody', null, 'sign_in', 401],
    ['a false token', 'x.y.z', 'invalid_token', 401],
  ])('who may call: %s', async (_who, token, code, status) => {
    const rest = await call(app, 'GET', '/api/bookings', { token });
    const twin = await graphql(app, '{ bookings { data { documentId } } }', {}, token);
    expect([rest.status, reasonsOf(rest)]).toEqual([status, [{ code }]]);
    expect([twin.body.errors[0].extensions.status, reasonsOf(twin)]).toEqual([status, [{ code }]]);
  });

  test('the caller is known, and a good answer is the same', async () => {
    const rest = await call(app, 'GET', '/api/me', { token: host.token });
    const twin = await graphql(app, '{ me { documentId email displayName host { documentId } } }', {}, host.token);
    expect(twin.body.errors).toBeUndefined();
    expect(rest.body.data).toMatchObject(twin.body.data.me);
  });

  test('a field that is missing or of the wrong type is named', async () => {
    const { status, body } = await graphql(app, quote, { id, input: { checkIn: 5, adults: 'two' } });
    expect(status).toBe(400);
    const reasons = body.errors.flatMap((error: { extensions: { reasons: unknown[] } }) => error.extensions.reasons);
    expect(reasons).toEqual(
      expect.arrayContaining([
        { code: 'wrong_type', field: 'checkIn' },
        { code: 'wrong_type', field: 'adults' },
        { code: 'required', field: 'checkOut' },
      ]),
    );
  });
});

test('what went wrong inside stays inside, but for the id to look it up by', () => {
  const seen: unknown[] = [];
  const format = formatErrors((error) => (seen.push(error), 'request-1'));
  const secret = new Error('password of database is hunter2');
  const wrapped = new GraphQLError(secret.message, { originalError: secret, path: ['me'] });
  expect(
    format(
      { message: secret.message, path: ['me'], extensions: { code: 'INTERNAL_SERVER_ERROR', stacktrace: ['x'] } },
      wrapped,
    ),
  ).toEqual({
    message: 'Internal Server Error',
    path: ['me'],
    extensions: { code: 'INTERNAL_SERVER_ERROR', status: 500, reasons: [], requestId: 'request-1' },
  });
  expect(seen).toEqual([secret]);
});
