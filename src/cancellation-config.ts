import { z } from 'zod';
import {
  checkPolicy,
  maxKeptBasisPoints,
  withBuiltInPolicies,
  type CancellationPolicy,
} from './domain/cancellation-policy';

/** What an operator may set about cancellations, as config/marketplace.ts has it; docs/cancellation.md explains it. */

const span = z
  .strictObject({ days: z.int().min(0).max(1_000).optional(), hours: z.int().min(0).max(23_999).optional() })
  .refine(({ days, hours }) => days !== undefined || hours !== undefined, { message: 'days or hours' });
const name = z
  .string()
  .max(40)
  .regex(/^[a-z][a-z0-9_]*$/);

const policy = z
  .strictObject({
    code: name,
    label: z.string().trim().min(1).max(80),
    grace: z
      .strictObject({ hoursAfterConfirmation: z.int().min(1).max(8_760), confirmedBeforeCheckIn: span })
      .nullable(),
    tiers: z
      .array(
        z.strictObject({
          rule: name,
          until: z
            .strictObject({ beforeCheckIn: span, hoursAfterConfirmation: z.int().min(1).max(8_760).optional() })
            .nullable(),
          keep: z
            .strictObject({
              nextNights: z.int().min(0).max(1_000),
              restBasisPoints: z.int().min(0).max(maxKeptBasisPoints),
            })
            .nullable(),
        }),
      )
      .max(20),
  })
  .superRefine((value, context) => {
    for (const { code, field, limit } of checkPolicy(value as CancellationPolicy)) {
      const said = limit === undefined ? '' : ` (${JSON.stringify(limit)})`;
      context.addIssue({ code: 'custom', message: `${code}${said}`, path: field?.split('.') ?? [] });
    }
  });

/** The operator's own policies; read as all that the marketplace has, the built-in ones among them. */
export const cancellationPolicies = z
  .array(policy)
  .max(100)
  .superRefine((policies, context) => {
    policies.forEach(({ code }, i) => {
      if (policies.findIndex((each) => each.code === code) !== i)
        context.addIssue({ code: 'custom', message: `code_taken (${code})`, path: [i, 'code'] });
    });
  })
  .transform((own) => withBuiltInPolicies(own as CancellationPolicy[]));

/** From how many nights on a stay has the long-stay policy, whatever the listing says; null: never. */
export const longStay = z.strictObject({ policy: name, fromNights: z.int().min(1).max(1_000) }).nullable();

const penaltyShare = z.int().min(0).max(10_000);

/** What a host owes for cancelling a confirmed stay (src/domain/host-penalty.ts). */
export const hostPenalty = z
  .strictObject({
    early: z.strictObject({ daysBefore: z.int().min(0).max(1_000), basisPoints: penaltyShare }),
    middle: z.strictObject({ hoursBefore: z.int().min(0).max(24_000), basisPoints: penaltyShare }),
    lateBasisPoints: penaltyShare,
    minimumMajor: z.int().min(0).max(1_000_000),
  })
  .refine(({ early, middle }) => early.daysBefore * 24 >= middle.hoursBefore, {
    message: 'early begins before middle',
    path: ['middle', 'hoursBefore'],
  });
