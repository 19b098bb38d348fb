import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { accept, type Accepted, type Outcome } from '../domain/refusal';
import { parsePart } from './parse';

type Values = Record<string, unknown>;
type QuickReader = (query: unknown) => Accepted<Values> | null;

/** Sets of parameters that are asked for together: guest apps have a few dozen. */
const SETS_MAX = 200;
/** Queries that come again, such as the search that an app begins with. */
const KNOWN_MAX = 2_000;
const KNOWN_LENGTH_MAX = 500;

const readers = new WeakMap<z.ZodObject, QuickReader>();

/**
 * As `parsePart('query', …)`. A search has some forty parameters and is asked with five: only those that are there are read, with a
 * schema of just these, and the rest as if they were absent. Whatever is not good is read by the whole schema, which names all that is wrong.
 * What is good is read once: a query that comes again has the same values, the very same object, which nobody may change.
 */
export function parseQuery<S extends z.ZodObject>(schema: S, query: unknown): Outcome<z.infer<S>> {
  let reader = readers.get(schema);
  if (!reader) readers.set(schema, (reader = readOnce(quickReader(schema))));
  return (reader(query) as Accepted<z.infer<S>> | null) ?? parsePart('query', schema, query);
}

function readOnce(read: QuickReader): QuickReader {
  const known = new LRUCache<string, Accepted<Values>>({ max: KNOWN_MAX });
  const knownByText = (query: unknown) => {
    const text = JSON.stringify(query);
    const before = known.get(text);
    if (before) return before;
    const values = read(query);
    if (values && text.length <= KNOWN_LENGTH_MAX) known.set(text, values);
    return values;
  };
  // What is frozen says the same for ever: a door that reads it once (front/plain-query.ts) has it read here once.
  const knownByObject = new WeakMap<object, Accepted<Values>>();
  return (query) => {
    if (typeof query !== 'object' || query === null || !Object.isFrozen(query)) return knownByText(query);
    const before = knownByObject.get(query);
    if (before) return before;
    const values = knownByText(query);
    if (values) knownByObject.set(query, values);
    return values;
  };
}

function quickReader(schema: z.ZodObject): QuickReader {
  const { shape } = schema as z.ZodObject<Record<string, z.ZodType>>;
  const rules = schema.def.checks ?? [];
  const whole = rules.length > 0 ? z.custom<Values>().check(...(rules as z.core.$ZodCheck<Values>[])) : null;
  const required: string[] = [];
  const absent: Values = {};
  for (const [name, field] of Object.entries(shape)) {
    const left = field.safeParse(undefined);
    if (!left.success) required.push(name);
    else if (left.data !== undefined) absent[name] = left.data;
  }
  const parts = new LRUCache<string, z.ZodObject>({ max: SETS_MAX });
  const partFor = (names: readonly string[]): z.ZodObject => {
    const key = names.join(' ');
    const known = parts.get(key);
    if (known) return known;
    const part = z.object(Object.fromEntries(names.map((name) => [name, shape[name] as z.ZodType])));
    parts.set(key, part);
    return part;
  };
  return (query) => {
    if (query === null || typeof query !== 'object') return null;
    const names = Object.keys(query).sort();
    if (!names.every((name) => Object.hasOwn(shape, name)) || !required.every((name) => names.includes(name)))
      return null;
    const read = partFor(names).safeParse(query);
    if (!read.success) return null;
    const values = { ...absent, ...read.data };
    return whole === null || whole.safeParse(values).success ? accept(Object.freeze(values)) : null;
  };
}
