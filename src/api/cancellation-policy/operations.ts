import { z } from 'zod';
import { operation, type AnyOperation } from '../../contract/operation';
import type { CancellationPolicy } from '../../domain/cancellation-policy';
import { accept } from '../../domain/refusal';
import type { WallSpan } from '../../domain/stay-time';

const span = z
  .object({ days: z.int(), hours: z.int() })
  .meta({ id: 'WallSpan', description: "On the property's clock: 24 hours are a day, also where the clock changes" });

const policySchema = z
  .object({
    code: z.string(),
    label: z.string().meta({ description: 'English; a guest app may translate by code' }),
    grace: z
      .object({ hoursAfterConfirmation: z.int(), confirmedBeforeCheckIn: span })
      .nullable()
      .meta({ id: 'CancellationGrace', description: 'Everything goes back, whatever the tiers say' }),
    tiers: z
      .array(
        z
          .object({
            rule: z.string(),
            beforeCheckIn: span.nullable().meta({ description: 'The deadline, inclusive; null: until the end' }),
            hoursAfterConfirmation: z.int().nullable().meta({ description: 'Where given, the earlier of both counts' }),
            keptNights: z
              .int()
              .nullable()
              .meta({ description: 'Next nights that the host keeps; null: everything goes back' }),
            keptRestBasisPoints: z
              .int()
              .nullable()
              .meta({ description: 'What the host keeps of the nights after those' }),
          })
          .meta({ id: 'CancellationTier' }),
      )
      .meta({ description: 'The first whose deadline has not passed applies' }),
    appliesFromNights: z
      .int()
      .nullable()
      .meta({ description: 'Stays of so many nights have this policy, whatever the listing says' }),
  })
  .meta({ id: 'CancellationPolicy' });

const policiesOperation = operation({
  id: 'cancellationPolicies',
  kind: 'query',
  method: 'GET',
  path: '/cancellation-policies',
  tag: 'Bookings',
  summary: 'The policies under which stays are sold here',
  description:
    "A booking keeps the policy that it was made with, whatever this list says later: see the booking's preview.",
  access: 'anyone',
  front: true,
  query: z.strictObject({}),
  success: { status: 200, schema: z.array(policySchema), description: 'All policies' },
  refusals: [],
  async handle({ config }) {
    const { longStay } = config;
    return accept({
      data: config.cancellationPolicies.map((policy) =>
        viewPolicy(policy, longStay?.policy === policy.code ? longStay.fromNights : null),
      ),
    });
  },
});

const viewSpan = ({ days = 0, hours = 0 }: WallSpan) => ({ days, hours });

function viewPolicy({ code, label, grace, tiers }: CancellationPolicy, appliesFromNights: number | null) {
  return {
    code,
    label,
    grace: grace && { ...grace, confirmedBeforeCheckIn: viewSpan(grace.confirmedBeforeCheckIn) },
    tiers: tiers.map(({ rule, until, keep }) => ({
      rule,
      beforeCheckIn: until && viewSpan(until.beforeCheckIn),
      hoursAfterConfirmation: until?.hoursAfterConfirmation ?? null,
      keptNights: keep && keep.nextNights,
      keptRestBasisPoints: keep && keep.restBasisPoints,
    })),
    appliesFromNights,
  };
}

export const cancellationPolicyOperations: AnyOperation[] = [policiesOperation];
