import type { AnyOperation } from '../contract/operation';
import { httpOf } from '../contract/refusal-http';
import { refusalKinds } from '../domain/refusal';
import { collectionPaths, type Collection } from './collection-paths';
import { fixedPaths } from './fixed-paths';
import { schemaBook, type JsonSchema } from './json-schema';
import { openApiPath, operationItem, type PathItem } from './operation-paths';

export interface DocumentParts {
  readonly name: string;
  readonly version: string;
  readonly operations: readonly AnyOperation[];
  readonly collections: readonly Collection[];
  readonly sandbox: boolean;
}

/** The OpenAPI 3.1 document of this installation. */
export function openApiDocument(parts: DocumentParts): Record<string, unknown> {
  const book = schemaBook();
  const paths: Record<string, PathItem> = {};
  const add = (path: string, method: string, item: unknown): void => {
    const at = (paths[path] ??= {});
    if (at[method]) throw new Error(`OpenAPI: ${method} ${path} is said twice`);
    at[method] = item;
  };
  for (const operation of parts.operations)
    add(openApiPath(operation.path), operation.method.toLowerCase(), operationItem(book, operation));
  for (const fixed of [collectionPaths(parts.collections), fixedPaths(parts.sandbox)]) {
    for (const [path, item] of Object.entries(fixed))
      for (const [method, one] of Object.entries(item)) add(path, method, one);
  }
  return {
    openapi: '3.1.0',
    info: { title: parts.name, version: parts.version, description, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: '/' }],
    tags: tagsOf(paths),
    paths,
    components: {
      schemas: { ...book.components, Error: errorSchema },
      responses: errorComponents(),
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', description: 'The `jwt` of POST /api/auth/local' } },
    },
  };
}

const description = `Find a home for your dates, see the whole price, book, pay, and review.

Instants are RFC 3339, nights are YYYY-MM-DD in the time zone of the property, money is \`{ amount, currency }\` in minor units, distances are in
kilometres, coordinates are WGS 84. Every error has the same shape; \`details.reasons\` lists each broken rule.`;

function tagsOf(paths: Readonly<Record<string, PathItem>>): { readonly name: string }[] {
  const names = Object.values(paths).flatMap((item) =>
    Object.values(item).flatMap((one) => (one as { tags: string[] }).tags),
  );
  return [...new Set(names)].map((name) => ({ name }));
}

const errorSchema: JsonSchema = {
  type: 'object',
  required: ['data', 'error'],
  properties: {
    data: { type: 'null' },
    error: {
      type: 'object',
      required: ['status', 'name', 'message'],
      properties: {
        status: { type: 'integer' },
        name: { type: 'string' },
        message: { type: 'string' },
        details: {
          type: 'object',
          properties: {
            reasons: {
              type: 'array',
              items: {
                type: 'object',
                required: ['code'],
                properties: {
                  code: { type: 'string', description: 'Which rule said no' },
                  field: { type: 'string', description: 'About which field' },
                  limit: { description: 'What the rule allows' },
                  value: { description: 'What it was given' },
                },
              },
            },
            nearestStays: {
              type: 'array',
              description:
                'Where a stay was refused for its dates alone: stays that would do, the nearest first, at most 4',
              items: {
                type: 'object',
                required: ['checkIn', 'checkOut'],
                properties: {
                  checkIn: { type: 'string', format: 'date' },
                  checkOut: { type: 'string', format: 'date' },
                },
              },
            },
          },
        },
      },
    },
  },
};

const meanings: Readonly<Record<(typeof refusalKinds)[number], string>> = {
  malformed: 'The request cannot be read: each wrong field is named',
  unauthenticated: 'No token, or one that is no longer good',
  payment_failed: 'The payment did not go through',
  forbidden: 'Not for this account',
  not_found: 'Not there, or not yours',
  conflict: 'The nights are gone, the state does not allow the move, or the same key is still being worked on',
  refused: 'A rule refuses: each reason carries its numbers',
  too_many: 'Too many calls: wait for Retry-After seconds',
  unavailable: 'Not available at the moment: wait for Retry-After seconds',
};

function errorComponents(): Record<string, PathItem> {
  const refusals = refusalKinds.map((kind) => [kind, errorComponent(httpOf[kind], meanings[kind])]);
  const tooLarge = errorComponent({ status: 413, name: 'PayloadTooLargeError' }, 'The body is too large');
  return { ...(Object.fromEntries(refusals) as Record<string, PathItem>), too_large: tooLarge };
}

const mayBeRetried: ReadonlySet<number> = new Set([429, 503]);
const retryAfter = { 'Retry-After': { schema: { type: 'integer' }, description: 'Seconds' } };

const errorComponent = (error: { readonly status: number; readonly name: string }, meaning: string): PathItem => ({
  description: meaning,
  ...(mayBeRetried.has(error.status) ? { headers: retryAfter } : {}),
  content: {
    'application/json': {
      schema: { $ref: '#/components/schemas/Error' },
      example: { data: null, error: { ...error, message: meaning, details: { reasons: [] } } },
    },
  },
});
