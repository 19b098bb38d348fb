import type { JsonSchema } from './json-schema';
import { errorResponses, type PathItem } from './operation-paths';

/** A content type whose generated reads are public. */
export interface Collection {
  /** `properties` */
  readonly plural: string;
  /** `Property` */
  readonly name: string;
  readonly methods: readonly ('find' | 'findOne')[];
  /** Public attributes with their types as Strapi names them. */
  readonly attributes: Readonly<
    Record<string, { readonly type: string; readonly enum?: readonly string[]; readonly required?: boolean }>
  >;
}

/** `GET /api/<plural>` and `GET /api/<plural>/{id}` as Strapi generates them. */
export function collectionPaths(collections: readonly Collection[]): Record<string, PathItem> {
  const paths: Record<string, PathItem> = {};
  for (const collection of collections) {
    const entry = entrySchema(collection);
    const list = { type: 'array', items: entry };
    if (collection.methods.includes('find')) {
      paths[`/api/${collection.plural}`] = {
        get: read(collection, `List ${collection.plural}`, 'find', list, [...listParameters, ...readParameters]),
      };
    }
    if (collection.methods.includes('findOne')) {
      paths[`/api/${collection.plural}/{id}`] = {
        get: read(collection, `One of ${collection.plural}`, 'findOne', entry, [idParameter, ...readParameters]),
      };
    }
  }
  return paths;
}

function read(
  collection: Collection,
  summary: string,
  method: string,
  data: JsonSchema,
  parameters: readonly PathItem[],
): PathItem {
  return {
    operationId: `${method}${collection.name}`,
    tags: ['Collections'],
    summary,
    security: [{}, { bearer: [] }],
    parameters,
    responses: {
      200: {
        description: summary,
        content: {
          'application/json': {
            schema: { type: 'object', required: ['data', 'meta'], properties: { data, meta: { type: 'object' } } },
          },
        },
      },
      ...errorResponses(['malformed', 'unauthenticated', 'forbidden', 'not_found', 'unavailable']),
    },
  };
}

const idParameter: PathItem = {
  name: 'id',
  in: 'path',
  required: true,
  description: 'documentId',
  schema: { type: 'string' },
};

const readParameters: readonly PathItem[] = [
  {
    name: 'fields',
    in: 'query',
    description: 'Names of fields to answer with',
    schema: { type: 'array', items: { type: 'string' } },
    style: 'form',
    explode: true,
  },
  {
    name: 'populate',
    in: 'query',
    description: 'Relations and components to answer with: a name, names, or `*`',
    schema: {},
  },
  { name: 'locale', in: 'query', schema: { type: 'string' } },
];

const listParameters: readonly PathItem[] = [
  {
    name: 'filters',
    in: 'query',
    description: '`filters[field][$eq]=value` and so on',
    style: 'deepObject',
    explode: true,
    schema: { type: 'object' },
  },
  { name: 'sort', in: 'query', description: '`field:asc` or `field:desc`', schema: { type: 'string' } },
  {
    name: 'pagination',
    in: 'query',
    description: '`pagination[page]`, `pagination[pageSize]` up to 100',
    style: 'deepObject',
    explode: true,
    schema: { type: 'object' },
  },
];

const jsonTypes: Readonly<Record<string, JsonSchema>> = {
  integer: { type: ['integer', 'null'] },
  float: { type: ['number', 'null'] },
  decimal: { type: ['number', 'null'] },
  boolean: { type: ['boolean', 'null'] },
  date: { type: ['string', 'null'], format: 'date' },
  datetime: { type: ['string', 'null'], format: 'date-time' },
  json: {},
  component: { type: ['object', 'null'], description: 'Only when populated' },
  relation: { description: 'Only when populated' },
  media: { description: 'Only when populated' },
};

function entrySchema({ attributes }: Collection): JsonSchema {
  const fields = Object.entries(attributes).map(([name, attribute]) => [
    name,
    attribute.enum ? { enum: [...attribute.enum, null] } : (jsonTypes[attribute.type] ?? { type: ['string', 'null'] }),
  ]);
  return {
    type: 'object',
    required: ['documentId'],
    properties: { documentId: { type: 'string' }, ...(Object.fromEntries(fields) as JsonSchema) },
  };
}
