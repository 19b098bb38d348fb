import type { z } from 'zod';
import { errors } from '@strapi/utils';
import { parsePart } from '../../../contract/parse';
import type { Reason } from '../../../domain/refusal';

/**
 * A form's values in the API's own types, judged by the API's own schema, so that what the API refuses the panel refuses under the same
 * code. A form sends everything back, big numbers and lists as text: what is as it was is let be, and what is empty says nothing.
 */
export function changedValues(
  schema: z.ZodObject,
  form: Readonly<Record<string, unknown>>,
  stored: Readonly<Record<string, unknown>> | null,
): Record<string, unknown> {
  const changed: Record<string, unknown> = {};
  for (const name of Object.keys(schema.shape)) {
    const given = form[name];
    const field = schema.shape[name] as z.ZodType;
    const value = field.safeParse(given).success ? given : plainValue(given);
    const asBefore = stored !== null && JSON.stringify(value) === JSON.stringify(stored[name]);
    if (value !== undefined && value !== null && value !== '' && !asBefore) changed[name] = value;
  }
  return changed;
}

/** Numbers and lists that came as text. */
function plainValue(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (/^-?\d{1,30}$/.test(value)) return Number(value);
  if (!/^\s*\[/.test(value)) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

/** Reasons for what is there; that something lacks is the form's own matter. */
export function reasonsFor(schema: z.ZodObject, values: Record<string, unknown>, prefix = ''): Reason[] {
  const parsed = parsePart('body', schema.partial(), values);
  if (parsed.ok) return [];
  return parsed.reasons.map((reason) => ({ ...reason, field: `${prefix}${reason.field ?? ''}` }));
}

const words: Readonly<Record<string, string>> = {
  required: 'is needed',
  too_big: 'is too big',
  too_small: 'is too small',
  unknown_policy: 'is not a cancellation policy of this marketplace',
  unknown_currency: 'is not a currency',
  currency_not_charged: 'is a currency in which no card is charged',
  not_chargeable: 'cannot be charged in this currency: its steps are',
  wrong_order: 'is before the first night',
  past: 'is over already',
  too_far: 'is too far ahead',
  invalid_date: 'is not a date',
  not_when_closed: 'means nothing while the nights are closed',
};

const say = ({ code, field, limit }: Reason): string =>
  [field, words[code] ?? code, limit === undefined ? '' : `(${String(limit)})`].filter(Boolean).join(' ');

export function refuseForm(reasons: readonly Reason[]): void {
  if (reasons.length > 0) throw new errors.ValidationError(reasons.map(say).join('; '), { reasons });
}
