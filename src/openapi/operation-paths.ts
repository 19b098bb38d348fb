import type { z } from 'zod';
import type { AnyOperation } from '../contract/operation';
import { httpOf } from '../contract/refusal-http';
import type { RefusalKind } from '../domain/refusal';
import { exampleOf } from './example';
import type { JsonSchema, SchemaBook } from './json-schema';

export type PathItem = Record<string, unknown>;

/** Strapi's `/bookings/:id` as OpenAPI's `/api/bookings/{id}`. */
export const openApiPath = (path: string): string => `/api${path.replace(/:([A-Za-z]+)/g, '{$1}')}`;

/** @returns what `paths[openApiPath(path)][method]` holds for the operation */
export function operationItem(book: SchemaBook, operation: AnyOperation): PathItem {
  const parameters = [
    ...parametersOf(book, 'path', operation.params as z.ZodObject | undefined),
    ...parametersOf(book, 'query', operation.query as z.ZodObject | undefined),
    ...(operation.idempotency ? [idempotencyHeader(operation.idempotency === 'required')] : []),
  ];
  const body = bodyOf(book, operation);
  return {
    operationId: operation.id,
    tags: [operation.tag],
    summary: operation.summary,
    ...(operation.description ? { description: operation.description } : {}),
    security: operation.access === 'anyone' ? [{}, { bearer: [] }] : [{ bearer: [] }],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: body } : {}),
    responses: {
      ...successOf(book, operation),
      ...errorResponses(refusalsOf(operation)),
      ...(body ? { 413: { $ref: '#/components/responses/too_large' } } : {}),
    },
  };
}

function parametersOf(book: SchemaBook, place: 'path' | 'query', schema: z.ZodObject | undefined): PathItem[] {
  return Object.entries(schema?.shape ?? {}).map(([name, field]) => {
    const type = book.ofParameter(field as z.ZodType);
    const { description, ...rest } = type;
    return {
      name,
      in: place,
      required: place === 'path' || !(field as z.ZodType).safeParse(undefined).success,
      ...(typeof description === 'string' ? { description } : {}),
      schema: rest,
      ...(rest['type'] === 'array' ? { style: 'form', explode: false } : {}),
    };
  });
}

const idempotencyHeader = (required: boolean): PathItem => ({
  name: 'Idempotency-Key',
  in: 'header',
  required,
  description:
    'The same key with the same body gives the same answer; with another body 422; while the first is still running 409.',
  schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,255}$' },
  example: '7f3f3a52-6b0f-4d0e-9c55-0d2f6f3a8e11',
});

function bodyOf(book: SchemaBook, operation: AnyOperation): PathItem | null {
  if (operation.upload) return fileBody(operation.upload);
  if (!operation.body) return null;
  const schema = book.of(operation.body as z.ZodType);
  return {
    required: !operation.bodyOptional,
    content: { 'application/json': { schema, example: exampleOf(schema, book.components) } },
  };
}

const fileBody = (field: string): PathItem => ({
  required: true,
  content: {
    'multipart/form-data': {
      schema: {
        type: 'object',
        required: [field],
        properties: { [field]: { type: 'string', contentMediaType: 'application/octet-stream' } },
      },
    },
  },
});

function successOf(book: SchemaBook, operation: AnyOperation): Record<string, PathItem> {
  const { status, schema, meta, description, bare } = operation.success;
  const data = book.of(schema as z.ZodType);
  const enveloped: JsonSchema = {
    type: 'object',
    required: ['data', 'meta'],
    properties: { data, meta: meta ? book.of(meta as z.ZodType) : { type: 'object' } },
  };
  const answer = bare ? data : enveloped;
  return {
    [status]: {
      description,
      content: { 'application/json': { schema: answer, example: exampleOf(answer, book.components) } },
    },
  };
}

/** Every kind of refusal that a call can get: its own, and those that follow from access, input, limits and keys. */
export function refusalsOf(operation: AnyOperation): ReadonlySet<RefusalKind> {
  return new Set<RefusalKind>([
    'malformed',
    'unauthenticated',
    'unavailable',
    ...(operation.access === 'host' ? (['forbidden'] as const) : []),
    ...(operation.idempotency ? (['conflict', 'refused'] as const) : []),
    ...(operation.rateLimit ? (['too_many'] as const) : []),
    ...operation.refusals,
  ]);
}

export const errorResponses = (kinds: Iterable<RefusalKind>): Record<string, PathItem> =>
  Object.fromEntries([...kinds].map((kind) => [httpOf[kind].status, { $ref: `#/components/responses/${kind}` }]));
