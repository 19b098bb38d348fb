import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';

/**
 * Values are passed on as they came: the operation's zod schema judges them, so that a bad date is refused with the same
 * reason from GraphQL as from REST.
 */
const textScalar = (name: string, description: string) => {
  const parseText = (value: unknown): string => {
    if (typeof value === 'string') return value;
    throw new GraphQLError(`${name} is text, such as ${description}`);
  };
  return new GraphQLScalarType<string, string>({
    name,
    description,
    serialize: (value) => String(value),
    parseValue: parseText,
    parseLiteral: (node: ValueNode) => parseText(node.kind === Kind.STRING ? node.value : undefined),
  });
};

export const nightScalar = textScalar('Night', 'YYYY-MM-DD, a calendar date in the time zone of the property');
export const instantScalar = textScalar('Instant', '2026-07-01T15:00:00Z, a moment in UTC as RFC 3339 writes it');

const parseWhole = (value: unknown): number => {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw new GraphQLError('SafeInt is a whole number between -(2^53 - 1) and 2^53 - 1');
};

/** Money in minor units outgrows GraphQL's 32-bit Int: a stay of 22,000,000.00 in a currency with cents already does. */
export const safeIntScalar = new GraphQLScalarType<number, number>({
  name: 'SafeInt',
  description: 'A whole number between -(2^53 - 1) and 2^53 - 1',
  serialize: parseWhole,
  parseValue: parseWhole,
  parseLiteral: (node: ValueNode) => parseWhole(node.kind === Kind.INT ? Number(node.value) : undefined),
});

export const ownScalars = [nightScalar, instantScalar, safeIntScalar];
