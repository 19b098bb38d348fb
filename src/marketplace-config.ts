import { z } from 'zod';

/** Every number that an operator may set (config/marketplace.ts), read and checked once at start. */
const schema = z.strictObject({
  name: z.string().min(1),
  holdMinutes: z.int().min(1).max(1440),
  requestHours: z.int().min(1).max(168),
  quoteMinutes: z.int().min(1).max(1440),
  /** Basis points: 1550 is 15.5 %. */
  guestServiceFeeBasisPoints: z.int().min(0).max(5000),
  hostServiceFeeBasisPoints: z.int().min(0).max(5000),
  maxStayNights: z.int().min(1).max(1125),
  reviewWindowDays: z.int().min(1).max(90),
  payoutHoursAfterCheckIn: z.int().min(0).max(720),
  searchPageSizeMax: z.int().min(1).max(100),
  taxes: z.array(
    z.strictObject({
      code: z.string().min(1),
      name: z.string().min(1),
      country: z.string().length(2),
      region: z.string().nullable(),
      city: z.string().nullable(),
      kind: z.enum(['percent', 'per_night', 'per_guest_night', 'per_stay']),
      /** Basis points for `percent`, minor units otherwise. */
      value: z.int().min(0),
      currency: z.string().length(3).nullable(),
      maxNights: z.int().min(1).nullable(),
      exemptUnderAge: z.int().min(0).nullable(),
    }),
  ),
});

export type MarketplaceConfig = z.infer<typeof schema>;

/** @throws when a value is missing or out of range: an operator's slip must not start a marketplace. */
export const readMarketplaceConfig = (value: unknown): MarketplaceConfig => schema.parse(value);
