import { z } from 'zod';
import { inputObjectType, enumType, list, nonNull, objectType, unionType } from 'nexus';
import { boundsOf, definitionOf, peel, shapeOf, type Peeled, type Schema } from './schema-shape';

/** Nexus types by name; what fields and arguments refer to. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- nexus types its references by generated code, which we do not have.
export type TypeReference = any;
type NamedType =
  | ReturnType<typeof objectType>
  | ReturnType<typeof inputObjectType>
  | ReturnType<typeof enumType>
  | ReturnType<typeof unionType>;
type Side = 'input' | 'output';

/**
 * GraphQL types made from zod schemas: `meta({ id })` names a type, others are named after the place where they are first
 * seen. One name stands for one shape.
 */
export interface TypeBook {
  output(schema: Schema, placeName: string): TypeReference;
  input(schema: Schema, placeName: string): TypeReference;
  /** An argument: as `input`, but a query string's text gets the type that it means. */
  argument(schema: Schema, placeName: string): TypeReference;
  readonly types: readonly NamedType[];
}

/** @param taken names that Strapi's generated types have */
export function typeBook(taken: ReadonlySet<string>): TypeBook {
  const entries = new Map<string, { readonly shape: string; readonly type: NamedType | null }>();
  const names = new Map<string, string>();

  const reference = (schema: Schema, side: Side, placeName: string): TypeReference => {
    const peeled = peel(schema);
    const type = coreType(peeled, side, placeName);
    const mayMiss = peeled.nullable || peeled.optional;
    return mayMiss ? type : nonNull(type);
  };

  const coreType = (peeled: Peeled, side: Side, placeName: string): TypeReference => {
    const definition = definitionOf(peeled.core);
    const name = peeled.id ?? placeName;
    if (definition.type === 'array' && definition.element)
      return list(reference(definition.element, side, singular(placeName)));
    const words = enumWords(definition);
    if (words) return enumOf(peeled, words, name);
    if (shapeOf(peeled.core)) return objectOf(peeled, side, name);
    if (definition.type === 'union') return unionOf(peeled, side, name);
    return scalarName(peeled);
  };

  /** Makes the type once for each name; the same name for another shape is a slip in the contract. */
  const once = (name: string, peeled: Peeled, side: Side, make: (freeName: string) => NamedType): string => {
    const suffixed = side === 'input' && !name.endsWith('Input') ? `${name}Input` : name;
    const freeName = taken.has(suffixed) ? `${suffixed}Entry` : suffixed;
    const shape = fingerprint(peeled.core);
    const known = entries.get(freeName);
    if (known && known.shape !== shape) throw new Error(`GraphQL: two different schemas are called ${freeName}`);
    if (!known) {
      const entry: { shape: string; type: NamedType | null } = { shape, type: null };
      // Known by name before its fields are looked at: a type may hold itself.
      entries.set(freeName, entry);
      entry.type = make(freeName);
    }
    return freeName;
  };

  const enumOf = (peeled: Peeled, words: readonly string[], name: string): TypeReference => {
    const key = words.join('|');
    const enumName = peeled.id ?? names.get(key) ?? name;
    names.set(key, enumName);
    return once(enumName, peeled, 'output', (freeName) =>
      enumType({ name: freeName, description: peeled.description ?? '', members: [...words] }),
    );
  };

  const objectOf = (peeled: Peeled, side: Side, name: string): TypeReference => {
    const fields = Object.entries(shapeOf(peeled.core) ?? {}).filter(
      ([, schema]) => definitionOf(peel(schema).core).type !== 'never',
    );
    if (fields.length === 0 || fields.some(([field]) => !validName.test(field))) return 'JSON';
    const make = side === 'output' ? objectType : inputObjectType;
    return once(name, peeled, side, (freeName) => {
      const typed = fields.map(([field, schema]) => ({
        field,
        type: reference(schema, side, name + pascal(field)),
        description: peel(schema).description ?? '',
      }));
      return make({
        name: freeName,
        description: peeled.description ?? '',
        definition(t: FieldBlock) {
          for (const { field, type, description } of typed) t.field(field, { type, description });
        },
      }) as NamedType;
    });
  };

  /** A union of objects is one in answers; as input, where GraphQL has no unions, its shape stays open. */
  const unionOf = (peeled: Peeled, side: Side, name: string): TypeReference => {
    const options = (definitionOf(peeled.core).options ?? []).map(peel);
    if (options.every((option) => isText(option.core))) return 'String';
    if (side === 'input' || options.some((option) => !shapeOf(option.core))) return 'JSON';
    const members = options.map((option, index) => ({
      schema: option.core,
      type: objectOf(option, side, `${name}${optionName(option, index)}`),
    }));
    return once(name, peeled, side, (freeName) =>
      unionType({
        name: freeName,
        description: peeled.description ?? '',
        definition(t) {
          t.members(...members.map((member) => member.type as string));
        },
        resolveType: (value: unknown) =>
          (members.find((member) => member.schema.safeParse(value).success)?.type ?? null) as never,
      }),
    );
  };

  return {
    output: (schema, placeName) => reference(schema, 'output', placeName),
    input: (schema, placeName) => reference(schema, 'input', placeName),
    argument(schema, placeName) {
      const peeled = peel(schema);
      const type = peeled.query ? meantType(peeled.query) : coreType(peeled, 'input', placeName);
      return peeled.nullable || peeled.optional ? type : nonNull(type);
    },
    get types() {
      return [...entries.values()].flatMap((entry) => entry.type ?? []);
    },
  };
}

interface FieldBlock {
  field(name: string, config: { type: TypeReference; description: string }): void;
}

const validName = /^[_A-Za-z][_0-9A-Za-z]*$/;
const INT32_MAX = 2 ** 31 - 1;

export const pascal = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const singular = (name: string): string =>
  name.endsWith('s') && !name.endsWith('ss') ? name.slice(0, -1) : `${name}Item`;

function enumWords(definition: ReturnType<typeof definitionOf>): readonly string[] | null {
  if (definition.type !== 'enum') return null;
  const words = Object.values(definition.entries ?? {});
  return words.every((word): word is string => typeof word === 'string' && validName.test(word)) ? words : null;
}

const isText = (schema: Schema): boolean => {
  const definition = definitionOf(schema);
  if (definition.type === 'literal') return (definition.values ?? []).every((value) => typeof value === 'string');
  return definition.type === 'string' || definition.type === 'enum';
};

function scalarName({ core, format }: Peeled): string {
  const definition = definitionOf(core);
  const bounds = boundsOf(core);
  if (isText(core)) return textScalarName(bounds.format, format, bounds.patterns);
  if (definition.type === 'number') return numberScalarName(bounds.format, bounds.minimum, bounds.maximum);
  if (definition.type === 'boolean' || definition.type === 'null') return 'Boolean';
  if (definition.type === 'literal') return typeof definition.values?.[0] === 'boolean' ? 'Boolean' : 'Int';
  return 'JSON';
}

function textScalarName(
  format: string | undefined,
  noted: string | null,
  patterns: ReadonlySet<RegExp> | undefined,
): string {
  if (noted === 'date' || format === 'date') return 'Night';
  if (noted === 'date-time' || format === 'datetime') return 'Instant';
  return [...(patterns ?? [])].some((pattern) => pattern.source === '^[a-z0-9]{24}$') ? 'ID' : 'String';
}

function numberScalarName(format: string | undefined, minimum = -Infinity, maximum = Infinity): string {
  if (!format?.includes('int')) return 'Float';
  return minimum >= -INT32_MAX && maximum <= INT32_MAX ? 'Int' : 'SafeInt';
}

function meantType(query: NonNullable<Peeled['query']>): TypeReference {
  if (query.type === 'boolean') return 'Boolean';
  if (query.type === 'string') return 'String';
  if (query.type === 'array') return list(nonNull('String'));
  return numberScalarName(query.type === 'integer' ? 'safeint' : undefined, query.minimum, query.maximum);
}

/** An option of a discriminated union is named by its literal: `Kind` + `Percent`. */
function optionName(option: Peeled, index: number): string {
  for (const schema of Object.values(shapeOf(option.core) ?? {})) {
    const definition = definitionOf(peel(schema).core);
    const value = definition.type === 'literal' ? definition.values?.[0] : undefined;
    if (typeof value === 'string')
      return value
        .split(/[^A-Za-z0-9]+/)
        .map(pascal)
        .join('');
  }
  return String(index + 1);
}

const fingerprint = (schema: Schema): string =>
  JSON.stringify(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', cycles: 'ref', reused: 'inline' }));
