import { readFileSync } from 'node:fs';

/** No nights: no stay is a long one. */
const longStayOf = (policy: string, fromNights: number) => (fromNights === 0 ? null : { policy, fromNights });

/** What an operator may set. src/marketplace-config.ts says what each means and checks it at start. */
export default ({ env }: { env: StrapiEnv }) => ({
  name: env('MARKETPLACE_NAME', 'Casita'),
  publicUrl: env('PUBLIC_URL', '') || `http://${env('HOST', '127.0.0.1')}:${env.int('PORT', 1337)}`,
  guestAppUrl: env('GUEST_APP_URL', ''),
  autoConfirm: env.bool('AUTO_CONFIRM', false),
  accountLimitFactor: env.int('ACCOUNT_LIMIT_FACTOR', 1),
  holdMinutes: env.int('HOLD_MINUTES', 15),
  requestHours: env.int('REQUEST_HOURS', 24),
  requestCard: env('REQUEST_CARD', 'authorise'),
  alterationPaymentHours: env.int('ALTERATION_PAYMENT_HOURS', 24),
  instalments: env.bool('INSTALMENTS', false)
    ? {
        minDaysAhead: env.int('INSTALMENTS_MIN_DAYS_AHEAD', 60),
        depositPercent: env.int('INSTALMENTS_DEPOSIT_PERCENT', 30),
        balanceDaysBefore: env.int('INSTALMENTS_BALANCE_DAYS_BEFORE', 30),
      }
    : null,
  payByHours: env.int('PAY_BY_HOURS', 48),
  quoteMinutes: env.int('QUOTE_MINUTES', 30),
  guestServiceFeeBasisPoints: env.int('GUEST_SERVICE_FEE_BASIS_POINTS', 0),
  hostServiceFeeBasisPoints: env.int('HOST_SERVICE_FEE_BASIS_POINTS', 1550),
  taxRecordYears: env.int('TAX_RECORD_YEARS', 10),
  retention: retention(env),
  reviewWindowDays: env.int('REVIEW_WINDOW_DAYS', 14),
  requirePayableHosts: env.bool('REQUIRE_PAYABLE_HOSTS', false),
  staffMail: env('STAFF_MAIL', ''),
  damageClaims: {
    windowDays: env.int('DAMAGE_CLAIM_WINDOW_DAYS', 14),
    answerHours: env.int('DAMAGE_CLAIM_ANSWER_HOURS', 24),
    maximumMajor: env.int('DAMAGE_CLAIM_MAXIMUM', 5_000),
  },
  disputeHostBears: env.array('DISPUTE_HOST_BEARS', ['product_not_received', 'product_unacceptable']),
  // A JSON list; the shape and a worked example are in docs/cancellation.md. One with a built-in's code takes its place.
  cancellationPolicies: JSON.parse(env('CANCELLATION_POLICIES', '') || '[]'),
  longStay: longStayOf(env('LONG_STAY_POLICY', 'long_stay'), env.int('LONG_STAY_NIGHTS', 28)),
  hostPenalty: {
    early: { daysBefore: 30, basisPoints: 1_000 },
    middle: { hoursBefore: 48, basisPoints: 2_500 },
    lateBasisPoints: 5_000,
    minimumMajor: env.int('HOST_PENALTY_MINIMUM', 50),
  },
  // A JSON object: code of a role, currency, minor units. What staff with that role may give back of one booking: docs/money-staff.md.
  staffRefundLimits: JSON.parse(env('STAFF_REFUND_LIMITS', '') || '{}'),
  payouts: {
    hoursAfterCheckIn: env.int('PAYOUT_HOURS_AFTER_CHECK_IN', 24),
    nightsPerPart: env.int('PAYOUT_NIGHTS_PER_PART', 30),
    firstPayoutHoldDays: env.int('FIRST_PAYOUT_HOLD_DAYS', 0),
    takenBackHoldDays: env.int('TAKEN_BACK_HOLD_DAYS', 7),
  },
  newListing: {
    bookings: env.int('NEW_LISTING_BOOKINGS', 3),
    basisPoints: env.int('NEW_LISTING_DISCOUNT_BASIS_POINTS', 2000),
  },
  calendarFeeds: {
    perProperty: env.int('CALENDAR_FEEDS_PER_PROPERTY', 10),
    pollMinutes: env.int('CALENDAR_FEED_POLL_MINUTES', 120),
    staleHours: env.int('CALENDAR_FEED_STALE_HOURS', 24),
    emptyPolls: env.int('CALENDAR_FEED_EMPTY_POLLS', 3),
    emptyHours: env.int('CALENDAR_FEED_EMPTY_HOURS', 24),
    dropPercent: env.int('CALENDAR_FEED_DROP_PERCENT', 50),
    dropPolls: env.int('CALENDAR_FEED_DROP_POLLS', 2),
  },
  // Taxes by place, a JSON list in a file: the shape and a worked example are in docs/calendar.md.
  taxes: taxesIn(env('MARKETPLACE_TAXES_FILE', '')),
});

const retention = (env: StrapiEnv) => ({
  idempotencyKeyDays: env.int('IDEMPOTENCY_KEY_DAYS', 30),
  stripeEventDays: env.int('STRIPE_EVENT_DAYS', 400),
  stripeCallDays: env.int('STRIPE_CALL_DAYS', 400),
});

function taxesIn(path: string): unknown {
  return path === '' ? [] : JSON.parse(readFileSync(path, 'utf8'));
}
