import { z } from 'zod';
import { night, text } from '../../contract/fields';

export const rangesMax = 500;

/** A run of nights, both ends included. Only what is named holds; a range that names nothing clears its nights. */
export const calendarRange = z
  .strictObject({
    firstNight: night,
    lastNight: night,
    closed: z.boolean().optional(),
    price: z.int().min(0).max(10_000_000_000).nullable().optional(),
    minNights: z
      .int()
      .min(1)
      .max(365)
      .nullable()
      .optional()
      .meta({ description: 'For stays that begin on one of these nights' }),
    minNightsThrough: z
      .int()
      .min(1)
      .max(365)
      .nullable()
      .optional()
      .meta({ description: 'For every stay that has one of these nights in it' }),
    maxNights: z.int().min(1).max(1_125).nullable().optional(),
    reason: text(200).nullable().optional(),
  })
  .meta({ id: 'CalendarRangeInput', description: "Amounts are minor units of the property's currency" });

export const calendarBody = z.strictObject({ ranges: z.array(calendarRange).min(1).max(rangesMax) });

export const hostRange = z
  .object({
    firstNight: z.string(),
    lastNight: z.string(),
    closed: z.boolean(),
    price: z.int().nullable(),
    minNights: z.int().nullable(),
    minNightsThrough: z.int().nullable(),
    maxNights: z.int().nullable(),
    reason: z.string().nullable(),
    source: z.enum(['host', 'import', 'feed']),
  })
  .meta({ id: 'HostCalendarRange' });
