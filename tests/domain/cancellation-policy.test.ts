import {
  cancellationPolicies,
  checkListingPolicy,
  checkPolicy,
  defaultCancellationRules,
  policyFor,
  withBuiltInPolicies,
  type CancellationPolicy,
  type CancellationTier,
} from '../../src/domain/cancellation-policy';
import { readMarketplaceConfig } from '../../src/marketplace-config';
import marketplace from '../../config/marketplace';

/** config/marketplace.ts as it is with these values in the environment. */
function configWith(values: Readonly<Record<string, string>>) {
  const env = (name: string, fallback: unknown) => values[name] ?? fallback;
  const int = (name: string, fallback: number) => (name in values ? Number(values[name]) : fallback);
  return readMarketplaceConfig(marketplace({ env: Object.assign(env, { int, bool: env, array: env }) as never }));
}

const free: CancellationTier = { rule: 'free', until: { beforeCheckIn: { days: 3 } }, keep: null };
const half: CancellationTier = {
  rule: 'half',
  until: { beforeCheckIn: { days: 1 } },
  keep: { nextNights: 0, restBasisPoints: 5_000 },
};
const last: CancellationTier = { rule: 'last', until: null, keep: { nextNights: 0, restBasisPoints: 8_000 } };
const relaxed: CancellationPolicy = { code: 'relaxed', label: 'Relaxed', grace: null, tiers: [free, half, last] };

describe("an operator's policy", () => {
  test('the built-in ones keep to the rules that are asked of it', () => {
    expect(Object.values(cancellationPolicies).flatMap(checkPolicy)).toEqual([]);
    expect(checkPolicy(relaxed)).toEqual([]);
  });

  test.each<[string, readonly CancellationTier[], string]>([
    ['no tier', [], 'required tiers'],
    ['deadlines that rise', [half, { ...free, keep: half.keep }, last], 'deadlines_not_falling tiers.1.until'],
    ['one deadline twice', [free, { ...half, until: free.until }, last], 'deadlines_not_falling tiers.1.until'],
    ['72 hours after 3 days', [free, { ...half, until: { beforeCheckIn: { hours: 72 } } }, last], 'deadlines_not_falling tiers.1.until'], // prettier-ignore
    ['no end', [free, half], 'last_has_deadline tiers.1.until'],
    ['an end in the middle', [last, { ...last, rule: 'other' }], 'deadline_missing tiers.0.until'],
    ['a name twice', [free, { ...last, rule: 'free' }], 'rule_taken tiers.1.rule'],
    ["a name of the engine's", [free, { ...last, rule: 'grace' }], 'rule_taken tiers.1.rule'],
    ['more back to who is later', [half, { ...last, keep: { nextNights: 0, restBasisPoints: 4_000 } }], 'keeps_less_than_before tiers.1.keep'], // prettier-ignore
    ['everything back to who is later', [half, { ...last, keep: null }], 'keeps_less_than_before tiers.1.keep'],
  ])('%s is refused', (_, tiers, expected) => {
    expect(checkPolicy({ ...relaxed, tiers }).map(({ code, field }) => `${code} ${field}`)).toEqual([expected]);
  });

  test('stands beside the built-in ones, or in the place of the one with its code', () => {
    const codes = (own: CancellationPolicy[]) => withBuiltInPolicies(own).map(({ code, label }) => `${code} ${label}`);
    expect(codes([relaxed])).toHaveLength(8);
    expect(codes([relaxed])).toContain('relaxed Relaxed');
    const own = codes([{ ...relaxed, code: 'firm', label: 'Ours' }]);
    expect(own).toHaveLength(7);
    expect(own).toContain('firm Ours');
  });
});

describe('config/marketplace.ts', () => {
  const withPolicies = (policies: unknown) => configWith({ CANCELLATION_POLICIES: JSON.stringify(policies) });

  test('has the seven policies, the long-stay rule and the penalties of the rules by default', () => {
    const config = configWith({});
    expect(config.cancellationPolicies).toEqual(defaultCancellationRules.policies);
    expect(config.longStay).toEqual(defaultCancellationRules.longStay);
    expect(config.hostPenalty).toEqual({
      early: { daysBefore: 30, basisPoints: 1_000 },
      middle: { hoursBefore: 48, basisPoints: 2_500 },
      lateBasisPoints: 5_000,
      minimumMajor: 50,
    });
  });

  test("takes an operator's own as JSON", () => {
    expect(withPolicies([relaxed]).cancellationPolicies).toContainEqual(relaxed);
  });

  test.each<[string, unknown]>([
    ['no list', relaxed],
    ['a code twice', [relaxed, relaxed]],
    ['a code with spaces', [{ ...relaxed, code: 'so relaxed' }]],
    ['no label', [{ ...relaxed, label: ' ' }]],
    ['an unknown field', [{ ...relaxed, refund: 'all' }]],
    ['no word about grace', [{ ...relaxed, grace: undefined }]],
    ['a share above 10000', [{ ...relaxed, tiers: [{ ...last, keep: { nextNights: 0, restBasisPoints: 10_001 } }] }]],
    ['a share below 0', [{ ...relaxed, tiers: [{ ...last, keep: { nextNights: 0, restBasisPoints: -1 } }] }]],
    ['a half night', [{ ...relaxed, tiers: [{ ...last, keep: { nextNights: 0.5, restBasisPoints: 0 } }] }]],
    ['a span of nothing', [{ ...relaxed, tiers: [{ ...free, until: { beforeCheckIn: {} } }, last] }]],
    ['tiers out of order', [{ ...relaxed, tiers: [half, free, last] }]],
    ['a last tier that ends', [{ ...relaxed, tiers: [free] }]],
  ])('does not start with %s', (_, policies) => {
    expect(() => withPolicies(policies)).toThrow(/cancellationPolicies/);
  });

  test('does not start with a long-stay policy that there is not, and takes one that there is', () => {
    expect(() => configWith({ LONG_STAY_POLICY: 'relaxed' })).toThrow(/no such cancellation policy/);
    const values = { LONG_STAY_POLICY: 'relaxed', LONG_STAY_NIGHTS: '14', CANCELLATION_POLICIES: JSON.stringify([relaxed]) }; // prettier-ignore
    expect(configWith(values).longStay).toEqual({ policy: 'relaxed', fromNights: 14 });
    expect(configWith({ LONG_STAY_NIGHTS: '0' }).longStay).toBeNull();
  });
});

describe('the policy of a stay', () => {
  const rules = { policies: withBuiltInPolicies([relaxed]), longStay: { policy: 'firm', fromNights: 14 } };

  test('is the long-stay one from its night on, else the one of the listing', () => {
    expect(policyFor('relaxed', 13, rules)).toEqual(relaxed);
    expect(policyFor('relaxed', 14, rules).code).toBe('firm');
    expect(policyFor('relaxed', 100, { ...rules, longStay: null })).toEqual(relaxed);
  });

  test('a listing can have every policy of the marketplace and no other', () => {
    expect(checkListingPolicy('relaxed', rules)).toEqual([]);
    expect(checkListingPolicy('relaxed', defaultCancellationRules)).toMatchObject([
      { code: 'unknown_policy', field: 'bookingRules.cancellationPolicy', value: 'relaxed' },
    ]);
  });
});
