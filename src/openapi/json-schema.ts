import { z } from 'zod';

/** JSON Schema 2020-12, which is what OpenAPI 3.1 speaks. */
export type JsonSchema = Record<string, unknown>;

/** Schemas with an id, once each, for `components.schemas`. */
export interface SchemaBook {
  /** The schema, with those inside it that have an id replaced by references. */
  of(schema: z.ZodType): JsonSchema;
  /** As `of`, but what travels as text in a query string gets the type that it means. */
  ofParameter(schema: z.ZodType): JsonSchema;
  readonly components: Readonly<Record<string, JsonSchema>>;
}

export function schemaBook(): SchemaBook {
  const components: Record<string, JsonSchema> = {};

  const keep = (name: string, schema: JsonSchema): void => {
    const known = components[name];
    if (known && JSON.stringify(known) !== JSON.stringify(schema))
      throw new Error(`OpenAPI: two different schemas are called ${name}`);
    components[name] = schema;
  };

  const convert = (schema: z.ZodType): JsonSchema => {
    // Callers see the form before any transform, and handlers answer in that form.
    const {
      $schema: _dialect,
      $defs = {},
      ...root
    } = z.toJSONSchema(schema, {
      io: 'input',
      unrepresentable: 'any',
      // Our own note for GraphQL is no part of JSON Schema.
      override: ({ jsonSchema }) => void delete (jsonSchema as JsonSchema)['query'],
    }) as JsonSchema;
    const shared = Object.entries($defs as Record<string, JsonSchema>).filter(([key]) => !isInternal(key));
    const internal = Object.fromEntries(
      Object.entries($defs as Record<string, JsonSchema>).filter(([key]) => isInternal(key)),
    );
    for (const [name, definition] of shared) keep(name, tidy(definition, internal));
    const own = tidy(root, internal);
    if (typeof own['id'] !== 'string') return own;
    keep(own['id'], withoutId(own));
    return { $ref: `#/components/schemas/${own['id']}` };
  };

  return {
    of: convert,
    ofParameter(schema) {
      const converted = convert(schema);
      const meaning = meaningOf(schema);
      return meaning ? { ...meaning, ...defaultOf(schema) } : converted;
    },
    get components() {
      return Object.fromEntries(Object.entries(components).sort(([a], [b]) => a.localeCompare(b)));
    },
  };
}

/** zod names what recurs without an id `__schema0`. */
const isInternal = (key: string): boolean => key.startsWith('__schema');

const withoutId = ({ id: _id, ...schema }: JsonSchema): JsonSchema => schema;

/** References point into the document. */
function tidy(value: JsonSchema, internal: Readonly<Record<string, JsonSchema>>): JsonSchema {
  const walk = (at: unknown): unknown => {
    if (Array.isArray(at)) return at.map(walk);
    if (typeof at !== 'object' || at === null) return at;
    const { $ref, ...rest } = at as JsonSchema;
    if (typeof $ref === 'string') {
      const name = $ref.replace('#/$defs/', '');
      return internal[name] ? walk(internal[name]) : { ...rest, $ref: `#/components/schemas/${name}` };
    }
    return Object.fromEntries(Object.entries(rest).map(([key, item]) => [key, walk(item)]));
  };
  return walk(value) as JsonSchema;
}

function meaningOf(schema: z.ZodType): JsonSchema | null {
  for (let at: z.ZodType | undefined = schema; at; at = innerOf(at)) {
    const meta = z.globalRegistry.get(at) as { query?: JsonSchema; description?: string } | undefined;
    const description = schema.description ?? meta?.description;
    if (meta?.query) return { ...meta.query, ...(description ? { description } : {}) };
  }
  return null;
}

/** JSON Schema has none where the text is made into something else: it would be of another type there, but the meaning has that type. */
function defaultOf(schema: z.ZodType): JsonSchema {
  const { defaultValue } = schema._zod.def as unknown as { readonly defaultValue?: unknown };
  return defaultValue === undefined ? {} : { default: defaultValue };
}

const innerOf = (schema: z.ZodType): z.ZodType | undefined =>
  (schema._zod.def as unknown as { innerType?: z.ZodType }).innerType;
