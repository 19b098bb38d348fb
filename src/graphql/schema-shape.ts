import { z } from 'zod';

/** A zod schema of which nothing but its kind is known. */
export type Schema = z.ZodType;

/** What a schema comes down to once its wrappers (optional, default, pipe, …) are taken off, and what they said. */
export interface Peeled {
  readonly core: Schema;
  readonly nullable: boolean;
  /** May be left out. */
  readonly optional: boolean;
  /** `meta({ id })` of the outermost layer that has one. */
  readonly id: string | null;
  readonly description: string | null;
  readonly format: string | null;
  /** JSON Schema of what a query string's text means, from `meta({ query })`. */
  readonly query: QueryMeaning | null;
}

export interface QueryMeaning {
  readonly type: 'integer' | 'number' | 'boolean' | 'array' | 'string';
  readonly minimum?: number;
  readonly maximum?: number;
}

/** zod's own description of a schema, as far as doors read it. */
export interface Definition {
  readonly type: string;
  readonly innerType?: Schema;
  readonly in?: Schema;
  readonly out?: Schema;
  readonly element?: Schema;
  readonly options?: readonly Schema[];
  readonly entries?: Readonly<Record<string, string | number>>;
  readonly values?: readonly unknown[];
  readonly shape?: Readonly<Record<string, Schema>>;
  readonly left?: Schema;
  readonly right?: Schema;
  readonly getter?: () => Schema;
}

export const definitionOf = (schema: Schema): Definition => schema._zod.def as unknown as Definition;

/** Checks that zod folds together: bounds, format and patterns. */
export interface Bounds {
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly patterns?: ReadonlySet<RegExp>;
}

export const boundsOf = (schema: Schema): Bounds => schema._zod.bag as Bounds;

const peeled = new WeakMap<Schema, Peeled>();

/** Follows the side that callers see: input before any transform, and handlers answer in the same form. */
export function peel(schema: Schema): Peeled {
  const known = peeled.get(schema);
  if (known) return known;
  const made = peelAnew(schema);
  peeled.set(schema, made);
  return made;
}

function peelAnew(schema: Schema): Peeled {
  const found = { nullable: false, optional: false, ...emptyNotes };
  let at = schema;
  for (;;) {
    note(found, at);
    const definition = definitionOf(at);
    if (definition.type === 'nullable') found.nullable = true;
    if (mayBeLeftOut.has(definition.type)) found.optional = true;
    const next = inner(definition);
    if (!next) return { ...found, core: at };
    const rest = definition.type === 'union' ? withoutNull(definition) : null;
    if (rest) found.nullable = true;
    at = next;
  }
}

const mayBeLeftOut: ReadonlySet<string> = new Set(['optional', 'default', 'prefault']);
const wrappers: ReadonlySet<string> = new Set([
  'optional',
  'nullable',
  'default',
  'prefault',
  'nonoptional',
  'readonly',
  'catch',
]);

type Notes = { -readonly [K in 'id' | 'description' | 'format' | 'query']: Peeled[K] };
const emptyNotes: Notes = { id: null, description: null, format: null, query: null };

function inner(definition: Definition): Schema | undefined {
  if (wrappers.has(definition.type)) return definition.innerType;
  if (definition.type === 'lazy') return definition.getter?.();
  if (definition.type === 'pipe') {
    return definition.in && definitionOf(definition.in).type === 'transform' ? definition.out : definition.in;
  }
  return definition.type === 'union' ? (withoutNull(definition) ?? undefined) : undefined;
}

/** The one option beside null of `union([X, null])`. */
function withoutNull(definition: Definition): Schema | null {
  const options = definition.options ?? [];
  const others = options.filter((option) => definitionOf(option).type !== 'null');
  return options.length === 2 && others.length === 1 ? (others[0] ?? null) : null;
}

function note(notes: Notes, schema: Schema): void {
  for (let at: Schema | undefined = schema; at; at = parentOf(at)) {
    const meta = z.globalRegistry.get(at) as Partial<Record<keyof Notes, unknown>> | undefined;
    notes.id ??= typeof meta?.id === 'string' ? meta.id : null;
    notes.description ??= typeof meta?.description === 'string' ? meta.description : null;
    notes.format ??= typeof meta?.format === 'string' ? meta.format : null;
    notes.query ??= (meta?.query as QueryMeaning | undefined) ?? null;
  }
}

/** The schema that this one was cloned from to carry more notes, as `describe` and `meta` do; same checks, same shape. */
function parentOf(schema: Schema): Schema | undefined {
  const parent = schema._zod.parent;
  return parent && parent._zod.def === schema._zod.def ? (parent as Schema) : undefined;
}

/** Fields of an object, or of an intersection of objects; null when the schema is something else or open. */
export function shapeOf(schema: Schema): Readonly<Record<string, Schema>> | null {
  const definition = definitionOf(schema);
  if (definition.type === 'object') return definition.shape ?? null;
  if (definition.type !== 'intersection' || !definition.left || !definition.right) return null;
  const left = shapeOf(peel(definition.left).core);
  const right = shapeOf(peel(definition.right).core);
  return left && right ? { ...left, ...right } : null;
}
