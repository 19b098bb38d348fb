import { z } from 'zod';
import { currency, night, text } from '../../contract/fields';
import { countNights } from '../../domain/night';
import type { TaxPeriod } from './queries/taxed-stays';

/** A year and a day: what an office may ask for at once. */
const daysMax = 366;

const place = text(120, 1).nullable().default(null);

export const taxQuery = z
  .strictObject({
    from: night,
    to: night,
    country: z
      .string()
      .regex(/^[A-Z]{2}$/)
      .nullable()
      .default(null),
    region: place,
    city: place,
    currency: currency.nullable().default(null),
  })
  .refine(({ from, to }) => from <= to, {
    path: ['to'],
    message: 'not before from',
    params: { code: 'to_before_from' },
  })
  .refine(({ from, to }) => countNights(from, to) < daysMax, {
    path: ['to'],
    message: `at most ${daysMax} days`,
    params: { code: 'period_too_long' },
  }) satisfies z.ZodType<TaxPeriod>;
