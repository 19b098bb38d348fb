import { allOperations } from '../../src/contract/operations';
import { refusalsOf } from '../../src/openapi/operation-paths';
import { httpOf } from '../../src/contract/refusal-http';
import { startApp, type AppProcess } from '../services/support/app-process';
import { call } from './support/client';
import { liveRoutes, publicRoutes } from './support/live-routes';

interface Item {
  readonly operationId: string;
  readonly responses: Record<string, unknown>;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly schema: { type?: unknown };
  }[];
  readonly security?: readonly object[];
}
interface Document {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Item>>;
  readonly components: { readonly schemas: Record<string, unknown> };
}

let app: AppProcess;
let document: Document;
beforeAll(async () => {
  app = await startApp();
  document = (await call(app, 'GET', '/openapi.json')).body as Document;
});
afterAll(() => app.end());

const items = () =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, one]) => ({ path, method, one })),
  );
const itemOf = (id: string): Item => {
  const found = items().find(({ one }) => one.operationId === id);
  if (!found) throw new Error(`${id} is not in the document`);
  return found.one;
};

test('it is valid OpenAPI 3.1', async () => {
  const { Validator } = await import('@seriousme/openapi-schema-validator');
  const result = await new Validator().validate(structuredClone(document) as unknown as Record<string, unknown>);
  expect(result.errors).toBeUndefined();
  expect(result.valid).toBe(true);
  expect(document.openapi).toBe('3.1.0');
});

test('every route of the public API is in it, and it has no other', async () => {
  const documented = items()
    .filter(({ path }) => path.startsWith('/api/'))
    .map(({ path, method }) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`)
    .sort();
  expect(documented).toEqual(publicRoutes(await liveRoutes()));
});

test('every operation is in it once, with each status that it can answer', () => {
  const ids = items().map(({ one }) => one.operationId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const operation of allOperations) {
    const expected = [operation.success.status, ...[...refusalsOf(operation)].map((kind) => httpOf[kind].status)].map(
      String,
    );
    const stated = Object.keys(itemOf(operation.id).responses).filter((status) => status !== '413');
    expect([operation.id, stated.sort()]).toEqual([operation.id, [...new Set(expected)].sort()]);
  }
});

test('who must sign in is said, and which header a key travels in', () => {
  for (const operation of allOperations) {
    const item = itemOf(operation.id);
    expect([operation.id, item.security]).toEqual([
      operation.id,
      operation.access === 'anyone' ? [{}, { bearer: [] }] : [{ bearer: [] }],
    ]);
    const header = item.parameters?.find((parameter) => parameter.in === 'header');
    expect(header?.name).toBe(operation.idempotency ? 'Idempotency-Key' : undefined);
  }
});

test('every reference leads somewhere', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1] ?? '');
  expect(references.length).toBeGreaterThan(50);
  for (const reference of new Set(references)) {
    const target = reference
      .split('/')
      .slice(1)
      .reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], document);
    expect([reference, typeof target]).toEqual([reference, 'object']);
  }
});

test('what travels as text has the type that it means', () => {
  const pageSize = itemOf('bookings').parameters?.find((parameter) => parameter.name === 'pageSize');
  expect(pageSize?.schema.type).toBe('integer');
  expect(JSON.stringify(document).includes('"query":{"type":"integer"')).toBe(false);
});

test('the pages are served from here alone', async () => {
  for (const path of ['/', '/docs', '/graphql', '/sandbox']) {
    const page = await call(app, 'GET', path);
    expect([path, page.status, page.headers.get('content-type')]).toEqual([path, 200, 'text/html; charset=utf-8']);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(String(page.body)).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
  }
  for (const path of ['/docs/swagger-ui-bundle.js', '/docs/swagger-ui.css', '/docs/start.js']) {
    expect([path, (await call(app, 'GET', path)).status]).toEqual([path, 200]);
  }
});

test('parameters of a search say what they mean, what they are left out for, and how far they go', () => {
  const parameters = new Map((itemOf('searchProperties').parameters ?? []).map((each) => [each.name, each]));
  for (const name of ['flexible', 'bbox', 'facets', 'checkIn', 'sort', 'cursor'])
    expect([name, parameters.get(name)]).toEqual([name, expect.objectContaining({ description: expect.any(String) })]);
  expect(parameters.get('pageSize')?.schema).toMatchObject({ type: 'integer', default: 20, minimum: 1, maximum: 100 });
});

test('the example of an answer is as the answer is', () => {
  const example = JSON.stringify(itemOf('searchProperties').responses['200']);
  expect(example).toContain('"host":{"documentId":"text","displayName":"text","superhost":true}');
});
