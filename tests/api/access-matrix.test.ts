import {
  buildClientSchema,
  getIntrospectionQuery,
  getNamedType,
  isCompositeType,
  type GraphQLField,
  type GraphQLSchema,
} from 'graphql';
import type { AnyOperation } from '../../src/contract/operation';
import { allOperations } from '../../src/contract/operations';
import { accessTable, cellsOf, type Cell, type Parts, type Row } from './support/access-table';
import { accessWorld, actors, type AccessWorld } from './support/access-world';
import { call, graphql, type Answer } from './support/client';
import { liveRoutes, publicRoutes } from './support/live-routes';

let world: AccessWorld;
let schema: GraphQLSchema;
beforeAll(async () => {
  world = await accessWorld();
  schema = buildClientSchema((await graphql(world.app, getIntrospectionQuery())).body.data);
}, 240_000);
afterAll(() => world.stop());

/** Public routes that are no operations. */
const collections = ['amenities', 'host-profiles', 'properties'];
const otherRoutes = [
  ...collections.flatMap((name) => [`GET /api/${name}`, `GET /api/${name}/:id`]),
  'POST /api/stripe/webhook',
  'POST /api/stripe/connect-webhook',
  'GET /api/properties/:id/calendar.ics',
  'GET /api/bookings/:id/claims/:n/photos/:photoId.jpg',
  ...['csv', 'html'].flatMap((kind) => [
    `GET /api/host/payouts/:id.${kind}`,
    `GET /api/host/statements/:month.${kind}`,
  ]),
];

test('every public route is an operation with a row, or is named here', async () => {
  const operations = allOperations.map((operation) => `${operation.method} /api${operation.path}`);
  expect(publicRoutes(await liveRoutes())).toEqual([...operations, ...otherRoutes].sort());
  expect(Object.keys(accessTable).sort()).toEqual(allOperations.map((operation) => operation.id).sort());
});

test('each row says for whom its operation is', () => {
  const said = Object.fromEntries(Object.entries(accessTable).map(([id, row]) => [id, row.access]));
  expect(Object.fromEntries(allOperations.map(({ id, access }) => [id, access]))).toEqual(said);
});

describe.each(allOperations.map((operation) => [operation.id, operation] as const))('%s', (id, operation) => {
  const row = accessTable[id];
  const doors = operation.restOnly ? (['rest'] as const) : (['rest', 'graphql'] as const);
  test.each(doors)('through %s', async (door) => {
    if (!row) throw new Error('no row');
    const cells = cellsOf(row, actors);
    const got: string[] = [];
    const answers = new Map<string, string>();
    for (const cell of cells) {
      const answer = await (door === 'rest' ? throughRest : throughGraphql)(operation, cell, await partsOf(row, cell));
      got.push(line(cell, answer.status));
      answers.set(`${cell.actor} ${cell.which}`, said(answer.body));
    }
    expect(got).toEqual(cells.map((cell) => line(cell, door === 'graphql' && cell.status < 300 ? 200 : cell.status)));
    if (!row.open)
      for (const actor of actors) expect(answers.get(`${actor} another`)).toBe(answers.get(`${actor} missing`));
  });
});

const line = ({ actor, which }: Cell, status: number) => `${actor}${which ? ` ${which}` : ''}: ${status}`;

/** An answer without what is another's for each request. */
const said = (body: unknown): string => JSON.stringify(body)?.replace(/"requestId":"[^"]+"/g, '') ?? '';

const partsOf = async (row: Row, cell: Cell): Promise<Parts> => (await row.send?.({ world, ...cell })) ?? {};

async function throughRest(operation: AnyOperation, cell: Cell, parts: Parts): Promise<Answer> {
  const path = operation.path.replace(/:(\w+)/g, (_match, name: string) =>
    encodeURIComponent(String(parts.params?.[name])),
  );
  const query = new URLSearchParams(
    Object.entries(parts.query ?? {}).map(([name, value]): [string, string] => [name, String(value)]),
  );
  const token = parts.token ?? world.tokens[cell.actor];
  const address = `/api${path}${query.size > 0 ? `?${query}` : ''}`;
  if (parts.body instanceof FormData) {
    const response = await fetch(world.app.url + address, {
      method: operation.method,
      body: parts.body,
      headers: token ? { authorization: `Bearer ${token}` } : {},
    });
    return { status: response.status, headers: response.headers, body: await response.json() };
  }
  const body = parts.body ?? (operation.method === 'GET' ? undefined : {});
  return call(world.app, operation.method, address, {
    token,
    body,
    headers: parts.key ? { 'idempotency-key': parts.key } : {},
  });
}

async function throughGraphql(operation: AnyOperation, cell: Cell, parts: Parts): Promise<Answer> {
  const kind = operation.kind === 'query' ? schema.getQueryType() : schema.getMutationType();
  const field = kind?.getFields()[operation.id];
  if (!field) throw new Error(`${operation.id} is not in the schema`);
  const given: Record<string, unknown> = {
    ...parts.params,
    ...parts.query,
    ...(parts.body ? { input: parts.body } : {}),
    ...(parts.key ? { idempotencyKey: parts.key } : {}),
  };
  const { status, headers, body } = await graphql(
    world.app,
    documentFor(operation.kind, field, given),
    given,
    parts.token ?? world.tokens[cell.actor],
  );
  const refusal = body.errors?.[0]?.extensions;
  return {
    status: refusal ? refusal.status : status,
    headers,
    body: { reasons: refusal?.reasons, message: body.errors?.[0]?.message, data: body.data },
  };
}

function documentFor(
  kind: string,
  field: GraphQLField<unknown, unknown>,
  given: Readonly<Record<string, unknown>>,
): string {
  const used = field.args.filter((argument) => argument.name in given);
  const head =
    used.length > 0 ? `(${used.map((argument) => `$${argument.name}: ${argument.type.toString()}`).join(', ')})` : '';
  const values = used.length > 0 ? `(${used.map((argument) => `${argument.name}: $${argument.name}`).join(', ')})` : '';
  return `${kind} ${head} { ${field.name}${values} ${isCompositeType(getNamedType(field.type)) ? '{ __typename }' : ''} }`;
}

describe('what is no operation', () => {
  const draft = () =>
    call(world.app, 'POST', '/api/properties', { token: world.tokens.hostA, body: { name: 'Still a draft' } });

  test('collections are the same for everyone, and hold nothing that is not published', async () => {
    const hidden = String((await draft()).body.data.documentId);
    for (const actor of actors) {
      const token = world.tokens[actor];
      const status = actor === 'blocked' ? 401 : 200;
      for (const name of collections)
        expect([actor, name, (await call(world.app, 'GET', `/api/${name}`, { token })).status]).toEqual([
          actor,
          name,
          status,
        ]);
      const seen = [
        `/api/properties/${world.homes.A}`,
        `/api/properties/${hidden}`,
        '/api/properties/zzzzzzzzzzzzzzzzzzzzzzzz',
      ];
      const statuses = await Promise.all(
        seen.map(async (path) => (await call(world.app, 'GET', path, { token })).status),
      );
      expect([actor, statuses]).toEqual([actor, actor === 'blocked' ? [401, 401, 401] : [200, 404, 404]]);
      const { body } = await graphql(
        world.app,
        `{ seen: property(documentId: "${world.homes.A}") { name } hidden: property(documentId: "${hidden}") { name } }`,
        {},
        token,
      );
      expect([actor, body.errors, body.data.hidden]).toEqual([actor, undefined, null]);
      expect(body.data.seen.name).toEqual(expect.any(String));
    }
  });

  /** `draft` is Strapi's word for what is written and not yet published: asked with it, nothing more is shown than without. */
  test('asked for drafts, collections show nothing that is not published', async () => {
    const hidden = String((await draft()).body.data.documentId);
    const read = (path: string, token: string | null) => call(world.app, 'GET', `/api/${path}`, { token });
    for (const actor of actors) {
      const token = world.tokens[actor];
      for (const path of [...collections, `properties/${hidden}`, `properties/${world.homes.A}`]) {
        const plain = await read(path, token);
        for (const query of ['status=draft', 'status=published&status=draft', 'publicationState=preview']) {
          const { status, body } = await read(`${path}?${query}`, token);
          expect([actor, path, query, status]).toEqual([actor, path, query, status === 400 ? 400 : plain.status]);
          expect(body.data).toEqual(status === 200 ? plain.body.data : null);
        }
      }
      for (const status of ['', 'status: DRAFT, ', 'status: PUBLISHED, ']) {
        const only = `(${status}filters: { documentId: { in: ["${hidden}", "${world.homes.A}"] } })`;
        const one = `property(${status}documentId: "${hidden}") { documentId }`;
        const all = `properties${only} { documentId }`;
        const pages = `properties_connection${only} { nodes { documentId } }`;
        const { body } = await graphql(world.app, `{ one: ${one} all: ${all} pages: ${pages} }`, {}, token);
        const shown = [{ documentId: world.homes.A }];
        const nothingMore = { one: null, all: shown, pages: { nodes: shown } };
        expect([actor, status, body.errors, body.data]).toEqual([actor, status, undefined, nothingMore]);
      }
    }
  });

  test('collections take no writes', async () => {
    for (const actor of actors) {
      for (const name of ['amenities', 'host-profiles']) {
        for (const [method, path] of [
          ['POST', `/api/${name}`],
          ['PUT', `/api/${name}/zzzzzzzzzzzzzzzzzzzzzzzz`],
          ['DELETE', `/api/${name}/zzzzzzzzzzzzzzzzzzzzzzzz`],
        ] as const) {
          const { status } = await call(world.app, method, path, { token: world.tokens[actor], body: { data: {} } });
          expect([actor, method, path, status]).toEqual([actor, method, path, 405]);
        }
      }
    }
  });

  test('only Stripe is heard at its door', async () => {
    for (const actor of actors) {
      const { status } = await call(world.app, 'POST', '/api/stripe/webhook', {
        token: world.tokens[actor],
        body: { type: 'payment_intent.succeeded' },
      });
      expect([actor, status]).toEqual([actor, 400]);
    }
  });

  test.each([
    ['/', 200],
    ['/live', 200],
    ['/ready', 200],
    ['/openapi.json', 200],
    ['/docs', 200],
    ['/graphql', 200],
    ['/sandbox', 200],
    ['/metrics', 200],
    ['/admin/users', 401],
    ['/admin/roles', 401],
    ['/content-manager/collection-types/api::booking.booking', 401],
    ['/users-permissions/roles', 401],
    ['/upload/files', 401],
  ])('%s answers %i to everyone who is here', async (path, status) => {
    for (const actor of actors)
      expect([actor, (await call(world.app, 'GET', path, { token: world.tokens[actor] })).status]).toEqual([
        actor,
        status,
      ]);
  });
});

test("a list of bookings holds one's own alone", async () => {
  const ids = async (token: string | null, as: string) =>
    (
      (await call(world.app, 'GET', `/api/bookings?as=${as}&pageSize=100`, { token })).body.data as {
        documentId: string;
      }[]
    ).map((one) => one.documentId);
  expect(await ids(world.tokens.guestA, 'guest')).toContain(world.bookings.A);
  expect(await ids(world.tokens.guestA, 'guest')).not.toContain(world.bookings.B);
  expect(await ids(world.tokens.guestA, 'host')).toEqual([]);
  expect(await ids(world.tokens.hostB, 'host')).toContain(world.bookings.B);
  expect(await ids(world.tokens.hostB, 'host')).not.toContain(world.bookings.A);
});
