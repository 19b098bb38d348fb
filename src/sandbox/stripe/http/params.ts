import { z } from 'zod';
import { isCurrency } from '../currencies';
import { invalidParameter, missingParameter, unknownParameter, type StripeProblem } from './problem';

/** Form fields are text; API v2 sends JSON, so each reader takes both. */

const issue = (ctx: z.RefinementCtx, message: string, code?: string) =>
  ctx.addIssue({ code: 'custom', message, params: { code } });

export const text = (maximum = 5000) =>
  z
    .string()
    .min(1)
    .refine((value) => value.length <= maximum, { error: `Invalid string: must be at most ${maximum} characters.` });

/** Where an empty value means "take it away": arrives as null. */
export const emptyable = <Schema extends z.ZodType>(schema: Schema) =>
  z.union([z.literal('').transform(() => null), schema]);

export const integer = (minimum = 0, maximum = 99_999_999) =>
  z.union([z.string(), z.number()]).transform((given, ctx) => {
    const value = typeof given === 'number' ? given : /^-?\d{1,15}$/.test(given) ? Number(given) : NaN;
    if (!Number.isInteger(value)) {
      issue(ctx, `Invalid integer: ${String(given).slice(0, 100)}`, 'parameter_invalid_integer');
      return z.NEVER;
    }
    if (value < minimum)
      issue(ctx, `This value must be greater than or equal to ${minimum}.`, 'parameter_invalid_integer');
    if (value > maximum)
      issue(ctx, `This value must be less than or equal to ${maximum}.`, 'parameter_invalid_integer');
    return value;
  });

export const flag = () =>
  z.union([z.boolean(), z.string()]).transform((given, ctx) => {
    if (given === true || given === 'true') return true;
    if (given === false || given === 'false') return false;
    issue(ctx, `Invalid boolean: ${String(given).slice(0, 100)}`);
    return z.NEVER;
  });

export const choice = <const Values extends readonly [string, ...string[]]>(...values: Values) => z.enum(values);

export const currency = () =>
  z.string().transform((given, ctx) => {
    const code = given.toLowerCase();
    if (!isCurrency(code)) issue(ctx, `Invalid currency: ${given.slice(0, 20)}.`);
    return code;
  });

/** An address for a browser or an app to go to. */
export const webAddress = () =>
  text(2_000).refine((given) => URL.canParse(given) && !/^(javascript|data):/.test(new URL(given).protocol), {
    error: 'Not a valid URL.',
  });

/** An array, which a form may also carry as an object keyed by index. */
export const list = <Schema extends z.ZodType>(schema: Schema, maximum = 100) =>
  z.preprocess(
    (given) => (typeof given === 'object' && given !== null && !Array.isArray(given) ? Object.values(given) : given),
    z.array(schema).max(maximum),
  );

/** Up to 50 keys of 40 characters, values of 500. An empty value takes the key away, an empty whole takes them all. */
export const metadata = () =>
  z.preprocess(
    (given) => (Array.isArray(given) ? Object.fromEntries(given.entries()) : given),
    z.union([
      z.literal('').transform(() => null),
      z.record(z.string(), z.string()).superRefine((given, ctx) => {
        const entries = Object.entries(given);
        if (entries.length > 50) issue(ctx, 'Metadata can have up to 50 keys.');
        for (const [key, value] of entries) {
          if (key.length > 40) issue(ctx, `Metadata keys can be up to 40 characters: ${key.slice(0, 60)}`);
          if (value.length > 500) issue(ctx, `Metadata values can be up to 500 characters: ${key}`);
        }
      }),
    ]),
  );

export function mergeMetadata(
  before: Readonly<Record<string, string>>,
  change: Readonly<Record<string, string>> | null | undefined,
): Record<string, string> {
  if (change === undefined) return { ...before };
  if (change === null) return {};
  const merged = Object.entries({ ...before, ...change }).filter(([, value]) => value !== '');
  return Object.fromEntries(merged);
}

export const address = () =>
  z.strictObject({
    city: text().optional(),
    country: text(2).optional(),
    line1: text().optional(),
    line2: text().optional(),
    postal_code: text().optional(),
    state: text().optional(),
  });

export const shipping = () =>
  z.strictObject({
    address: address(),
    name: text(),
    phone: text().optional(),
    carrier: text().optional(),
    tracking_number: text().optional(),
  });

const createdRange = z.union([
  z.strictObject({
    gt: integer(0, 1e12).optional(),
    gte: integer(0, 1e12).optional(),
    lt: integer(0, 1e12).optional(),
    lte: integer(0, 1e12).optional(),
  }),
  integer(0, 1e12).transform((at) => ({ gte: at, lte: at })),
]);

/** What every list takes. */
export const page = {
  limit: integer(1, 100).default(10),
  starting_after: text(255).optional(),
  ending_before: text(255).optional(),
};

export const created = createdRange.optional();

/** `payment_method_data[card][number]` */
function nameOf(path: readonly PropertyKey[]): string {
  const [first, ...rest] = path.map(String);
  return [first ?? '', ...rest.map((part) => `[${part}]`)].join('');
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inside, key) =>
      typeof inside === 'object' && inside !== null ? (inside as Record<PropertyKey, unknown>)[key] : undefined,
    value,
  );
}

/** The first issue, in Stripe's words. Inside a union, the alternative that got furthest speaks. */
function problemOf(raw: unknown, first: z.core.$ZodIssue, base: readonly PropertyKey[] = []): StripeProblem {
  const path = [...base, ...first.path];
  const name = nameOf(path);
  if (first.code === 'unrecognized_keys') return unknownParameter(nameOf([...path, first.keys[0] ?? '']));
  if (at(raw, path) === undefined) return missingParameter(name);
  if (first.code === 'invalid_union') {
    const furthest = [...first.errors].sort((one, other) => (other[0]?.path.length ?? 0) - (one[0]?.path.length ?? 0));
    const inner = furthest.find((issues) => issues[0]?.code !== 'invalid_value')?.[0] ?? furthest[0]?.[0];
    if (inner !== undefined) return problemOf(raw, inner, path);
  }
  if (first.code === 'too_small' && at(raw, path) === '') {
    return invalidParameter(
      name,
      `You passed an empty string for '${name}'. We assume empty values are an attempt to unset a parameter; however '${name}' cannot be unset.`,
      'parameter_invalid_empty',
    );
  }
  if (first.code === 'invalid_value') {
    return invalidParameter(name, `Invalid ${name}: must be one of ${first.values.map(String).join(', ')}`);
  }
  if (first.code === 'custom')
    return invalidParameter(name, first.message, first.params?.['code'] as string | undefined);
  if (first.code === 'invalid_type') return invalidParameter(name, `Invalid ${first.expected}: ${name}`);
  return invalidParameter(name, `Invalid ${name}: ${first.message}`);
}

/** Reads parameters or says what Stripe would say about the first that is wrong. */
export function readParams<Schema extends z.ZodType>(schema: Schema, raw: unknown): z.output<Schema> {
  const read = schema.safeParse(raw);
  if (read.success) return read.data;
  throw problemOf(raw, read.error.issues[0]!);
}
