import { z } from 'zod';
import { parseNight, type Night } from '../domain/night';

/** Field schemas that many operations share. */

/** No NUL, which PostgreSQL cannot keep, and no lone surrogates, which are no text at all. */
export const isCleanText = (text: string): boolean => text.isWellFormed() && !text.includes('\u0000');

/** Text of a person: trimmed, well-formed Unicode without NUL, at most `max` characters. */
export const text = (max: number, min = 0) =>
  z
    .string()
    .trim()
    .min(min)
    .max(max)
    .refine(isCleanText, { message: 'not well-formed text', params: { code: 'invalid_text' } });

/** A calendar night at the property, YYYY-MM-DD. */
export const night = z
  .string()
  .refine((value) => parseNight(value) !== null, {
    message: 'a real date as YYYY-MM-DD',
    params: { code: 'invalid_date' },
  })
  .transform((value) => value as Night)
  .meta({ format: 'date', description: "A calendar date in the property's time zone" });

/** Strapi's stable name of an entry. */
export const documentId = z
  .string()
  .regex(/^[a-z0-9]{24}$/, 'a documentId: 24 letters and digits')
  .meta({ description: 'documentId' });

export const instant = z.iso.datetime().meta({ description: 'RFC 3339 instant' });

export const currency = z
  .string()
  .regex(/^[A-Z]{3}$/, 'three capital letters of ISO 4217, such as EUR')
  .meta({ description: 'ISO 4217 code' });

/** What a client calls one request of its own, so that it can be sent again. */
export const idempotencyKey = z.string().regex(/^[\x21-\x7e]{1,255}$/);

/** Whole numbers of the currency's smallest unit. */
export const money = z.object({ amount: z.int(), currency }).meta({ id: 'Money' });

/*
 * A query string holds text only. What the text means is said in `meta({ query })` as JSON Schema: GraphQL arguments
 * and the OpenAPI document take their natural types from it; GraphQL's values are written as text again before parsing.
 */

/** A whole number in a query string. */
export const queryInt = (min: number, max: number) =>
  z
    .string()
    .regex(/^-?\d{1,15}$/, 'a whole number')
    .transform(Number)
    .pipe(z.int().min(min).max(max))
    .meta({ query: { type: 'integer', minimum: min, maximum: max } });

/** A decimal number in a query string; no exponents, no NaN, no infinities. */
export const queryNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^-?\d{1,9}(\.\d{1,12})?$/, 'a number such as 4.5')
    .transform(Number)
    .pipe(z.number().min(min).max(max))
    .meta({ query: { type: 'number', minimum: min, maximum: max } });

export const queryFlag = z
  .enum(['true', 'false'])
  .transform((value) => value === 'true')
  .meta({ query: { type: 'boolean' } });

/** A comma-separated list in a query string: `a,b,c`. */
export const queryList = <T extends z.ZodType<unknown, string>>(item: T, maxItems: number) =>
  z
    .string()
    .max(4_000)
    .transform((value) => value.split(','))
    .pipe(z.array(item).min(1).max(maxItems))
    .meta({ query: { type: 'array', items: { type: 'string' }, maxItems } });

export const byDocumentId = z.object({ id: documentId });

/** The party of a stay, as guests send it. */
export const party = {
  adults: z.int().min(1).max(50),
  children: z.int().min(0).max(50).default(0),
  infants: z.int().min(0).max(20).default(0),
  pets: z.int().min(0).max(20).default(0),
};
