import type { JsonSchema } from './json-schema';

const byFormat: Readonly<Record<string, string>> = {
  date: '2027-07-01',
  'date-time': '2027-07-01T15:00:00Z',
  email: 'guest@example.com',
  uri: 'https://example.com/',
  url: 'https://example.com/',
  uuid: '7f3f3a52-6b0f-4d0e-9c55-0d2f6f3a8e11',
};

/** Deeper than any answer, and an end to schemas that hold themselves. */
const DEPTH_MAX = 12;

/** A value that a schema allows, for the documentation. */
export function exampleOf(schema: JsonSchema, components: Readonly<Record<string, JsonSchema>>, depth = 0): unknown {
  if (schema['example'] !== undefined) return schema['example'];
  if (Array.isArray(schema['examples'])) return schema['examples'][0];
  if (schema['default'] !== undefined) return schema['default'];
  if (schema['const'] !== undefined) return schema['const'];
  if (Array.isArray(schema['enum'])) return schema['enum'][0];
  if (typeof schema['$ref'] === 'string')
    return exampleOf(components[nameOf(schema['$ref'])] ?? {}, components, depth + 1);
  const options = (schema['anyOf'] ?? schema['oneOf']) as JsonSchema[] | undefined;
  if (options?.[0]) return exampleOf(options[0], components, depth + 1);
  if (depth > DEPTH_MAX) return null;
  return exampleOfType(schema, components, depth);
}

const nameOf = (reference: string): string => reference.split('/').pop() ?? '';

function exampleOfType(schema: JsonSchema, components: Readonly<Record<string, JsonSchema>>, depth: number): unknown {
  switch (schema['type']) {
    case 'object':
      return Object.fromEntries(
        Object.entries((schema['properties'] ?? {}) as Record<string, JsonSchema>).map(([name, inner]) => [
          name,
          exampleOf(inner, components, depth + 1),
        ]),
      );
    case 'array':
      return [exampleOf((schema['items'] ?? {}) as JsonSchema, components, depth + 1)];
    case 'integer':
    case 'number':
      return Math.max(1, typeof schema['minimum'] === 'number' && schema['minimum'] > -1e9 ? schema['minimum'] : 1);
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return textExample(schema);
  }
}

const byPattern: Readonly<Record<string, string>> = {
  '^[a-z0-9]{24}$': 'kq3v8e1x5n7c2t9w4b6m0z1a',
  '^[A-Z]{3}$': 'EUR',
};

const textExample = (schema: JsonSchema): string =>
  byFormat[String(schema['format'])] ?? byPattern[String(schema['pattern'])] ?? 'text';
