import { z } from 'zod';
import { cancellationPolicies, hostPenalty, longStay } from './cancellation-config';
import { isCurrency } from './domain/currency';
import type { CancellationRules } from './domain/cancellation-policy';
import type { MarketplaceFees } from './domain/marketplace-fee';
import type { NewListingOffer } from './domain/property-terms';
import { requestCards } from './domain/setup-progress';
import { taxablePrices, type TaxRule } from './domain/tax';

const basisPoints = z.int().min(0).max(9_999);
const taxCommon = {
  code: z.string().min(1),
  label: z.string().min(1),
  maxNights: z.int().min(1).nullish(),
  exemptFromNights: z.int().min(1).nullish(),
};

const taxRule = z.discriminatedUnion('kind', [
  z.strictObject({ ...taxCommon, kind: z.literal('percent'), basisPoints, of: z.array(z.enum(taxablePrices)).min(1) }),
  z.strictObject({ ...taxCommon, kind: z.literal('per_night'), amount: z.int().min(0) }),
  z.strictObject({
    ...taxCommon,
    kind: z.literal('per_guest_night'),
    amount: z.int().min(0),
    exemptUnderAge: z.int().min(0).nullish(),
  }),
  z.strictObject({ ...taxCommon, kind: z.literal('per_stay'), amount: z.int().min(0) }),
]);

/** Every number that an operator may set (config/marketplace.ts), read and checked once at start. */
const fields = z.strictObject({
  name: z.string().min(1),
  /** Where this server is reached from outside; begins every link in a mail. */
  publicUrl: z.url().transform((url) => url.replace(/\/+$/, '')),
  /** The guest app that mails link to; empty: mails link to the API itself. */
  guestAppUrl: z.union([z.literal(''), z.url()]).transform((url) => url.replace(/\/+$/, '')),
  /** Accounts open without a confirmed mail address. For the sandbox: start-up refuses it with a live key. */
  autoConfirm: z.boolean(),
  /** Multiplies what may be tried with accounts (src/api/account/limits.ts). */
  accountLimitFactor: z.int().min(1).max(100_000),
  /** How long nights are held while a guest pays. */
  holdMinutes: z.int().min(1).max(1_440),
  /** How long a host has to answer a request. */
  requestHours: z.int().min(1).max(168),
  /** Whether a request reserves the money or keeps the card; it is kept where the host may take longer than a reservation lasts. */
  requestCard: z.enum(requestCards),
  /** How long a guest has to pay for an alteration that was accepted. */
  alterationPaymentHours: z.int().min(1).max(168),
  /** Stays that are far ahead can be paid in parts; null: never (src/domain/payment-plan.ts). */
  instalments: z
    .strictObject({
      minDaysAhead: z.int().min(2).max(730),
      depositPercent: z.int().min(1).max(99),
      balanceDaysBefore: z.int().min(1).max(365),
    })
    .refine((terms) => terms.minDaysAhead > terms.balanceDaysBefore, {
      message: 'the balance would be due when the deposit is',
      path: ['minDaysAhead'],
    })
    .nullable(),
  /** How long a guest has to pay what the saved card did not. */
  payByHours: z.int().min(1).max(336),
  quoteMinutes: z.int().min(1).max(1_440),
  /** With a guest's share of 0 the host pays all of the fee. */
  guestServiceFeeBasisPoints: basisPoints,
  hostServiceFeeBasisPoints: basisPoints,
  /** After the year of the last money: how long what a tax office was told of an erased host is kept (DAC7: 5 to 10). */
  taxRecordYears: z.int().min(5).max(10),
  /** How long what is finished is kept for those who look it up (docs/operations.md). */
  retention: z.strictObject({
    /** A client's retry comes within these. */
    idempotencyKeyDays: z.int().min(2).max(3_650),
    /** The provider lists its events for 30 days: one that is forgotten sooner would be taken for a new one. */
    stripeEventDays: z.int().min(60).max(3_650),
    /** Banks dispute for 120 days and more. */
    stripeCallDays: z.int().min(180).max(3_650),
  }),
  reviewWindowDays: z.int().min(1).max(90),
  /** A listing is not published before its host can be paid; one that is published stays so when they no longer can. */
  requirePayableHosts: z.boolean(),
  /** Where staff are told of what waits for them; empty: every super admin of the panel. */
  staffMail: z.union([z.literal(''), z.email()]),
  /** What hosts can claim for damage after a stay (src/domain/damage-claim.ts). */
  damageClaims: z.strictObject({
    windowDays: z.int().min(1).max(90),
    answerHours: z.int().min(1).max(720),
    /** Whole units of the booking's currency. */
    maximumMajor: z.int().min(1).max(1_000_000),
  }),
  /** Reasons of disputes, by the bank's names, whose loss the host bears; of all others the marketplace does. */
  disputeHostBears: z.array(z.string().regex(/^[a-z_]{1,60}$/)).max(50),
  /** Beside the built-in ones, or in their place where the code is the same. */
  cancellationPolicies,
  longStay,
  hostPenalty,
  /** The most that a role may give back of one booking, in minor units by currency; the super admin has no limit, others none at all. */
  staffRefundLimits: z.record(z.string().min(1), z.record(z.string().refine(isCurrency), z.int().min(0))),
  payouts: z.strictObject({
    /** When a stay's money is the host's, on the clock at the property. */
    hoursAfterCheckIn: z.int().min(0).max(720),
    /** Stays of 28 nights or more are paid in parts of so many nights. */
    nightsPerPart: z.int().min(1).max(366),
    /** A payout waits so many days longer where nothing was ever sent to the host; 0: it does not. */
    firstPayoutHoldDays: z.int().min(0).max(90),
    /** What somebody took back by hand waits so many days before it is sent again: time to say that the host owes it. */
    takenBackHoldDays: z.int().min(0).max(90),
  }),
  /** What a host who opts in gives on a listing's first bookings. */
  newListing: z.strictObject({ bookings: z.int().min(0).max(100), basisPoints: z.int().min(0).max(9_000) }),
  calendarFeeds: z.strictObject({
    /** How many calendars of other platforms a home may follow. */
    perProperty: z.int().min(1).max(100),
    /** Between two looks at a feed that answers, give or take a tenth. */
    pollMinutes: z.int().min(5).max(1_440),
    /** Without a good answer for so long, a feed is stale and its host is told. */
    staleHours: z.int().min(1).max(720),
    /** A feed that is all at once empty frees its nights after so many good answers in a row … */
    emptyPolls: z.int().min(1).max(100),
    /** … and not before so many hours. */
    emptyHours: z.int().min(0).max(720),
    /** A feed that loses more than this share of its coming nights at once has to say so … */
    dropPercent: z.int().min(1).max(100),
    /** … so many times in a row. */
    dropPolls: z.int().min(1).max(100),
  }),
  /** Taxes by place; a field that is null fits every place. Amounts are minor units of the property's currency. */
  taxes: z.array(
    z.strictObject({
      country: z.string().length(2),
      region: z.string().nullable(),
      city: z.string().nullable(),
      rule: taxRule,
    }),
  ),
});

const schema = fields.refine(
  ({ cancellationPolicies: policies, longStay: long }) =>
    long === null || policies.some(({ code }) => code === long.policy),
  { message: 'no such cancellation policy', path: ['longStay', 'policy'] },
);

export type MarketplaceConfig = z.infer<typeof schema>;

/** @throws when a value is missing or out of range: an operator's slip must not start a marketplace. */
export const readMarketplaceConfig = (value: unknown): MarketplaceConfig => schema.parse(value);

export interface Place {
  readonly country: string | null;
  readonly region: string | null;
  readonly city: string | null;
}

/** What the marketplace says of a price at a place: the part that is not the host's. */
export interface MarketplacePricing {
  readonly fees: MarketplaceFees;
  readonly taxes: readonly TaxRule[];
  readonly newListing: NewListingOffer;
}

export function pricingAt(config: MarketplaceConfig, place: Place): MarketplacePricing {
  const { guestServiceFeeBasisPoints: guestBasisPoints, hostServiceFeeBasisPoints: hostBasisPoints } = config;
  const fees: MarketplaceFees =
    guestBasisPoints === 0
      ? { model: 'host_only', hostBasisPoints }
      : { model: 'split', hostBasisPoints, guestBasisPoints };
  const fits = (wanted: string | null, actual: string | null) => wanted === null || wanted === actual;
  const taxes = config.taxes
    .filter((tax) => tax.country === place.country && fits(tax.region, place.region) && fits(tax.city, place.city))
    .map((tax) => tax.rule as TaxRule);
  return { fees, taxes, newListing: config.newListing };
}

/** Under which policies stays are sold here. */
export const cancellationRulesOf = (config: MarketplaceConfig): CancellationRules => ({
  policies: config.cancellationPolicies,
  longStay: config.longStay,
});
