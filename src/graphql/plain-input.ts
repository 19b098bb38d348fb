import { definitionOf, peel, shapeOf, type Schema } from './schema-shape';

/**
 * GraphQL's values as REST would have sent them: null where a field may only be left out counts as left out, and what
 * travels in a query string is written as text.
 */
export function plainInput(schema: Schema, value: unknown): unknown {
  const peeled = peel(schema);
  if (value === undefined || value === null) return value === null && peeled.nullable ? null : undefined;
  if (peeled.query) return queryText(value);
  const { element } = definitionOf(peeled.core);
  if (Array.isArray(value) && element) return value.map((item) => plainInput(element, item));
  const shape = shapeOf(peeled.core);
  if (!shape || typeof value !== 'object') return ownCopy(value);
  const given = value as Record<string, unknown>;
  const entries = Object.keys(given).map((key) => [
    key,
    shape[key] ? plainInput(shape[key], given[key]) : ownCopy(given[key]),
  ]);
  return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
}

const queryText = (value: unknown): string => (Array.isArray(value) ? value.join(',') : String(value));

/** graphql-js makes objects without a prototype. */
const ownCopy = (value: unknown): unknown =>
  typeof value === 'object' ? (JSON.parse(JSON.stringify(value)) as unknown) : value;
