import { bookingSteps } from './content-type-steps/booking';
import { changeNoticeSteps } from './content-type-steps/change-notices';
import { calendarFeedSteps } from './content-type-steps/calendar-feeds';
import { chargeSteps } from './content-type-steps/charges';
import type { ConstraintStep } from './content-type-steps/constraint-step';
import { disputeSteps } from './content-type-steps/disputes';
import { firstSteps } from './content-type-steps/first';
import { generatedListSteps } from './content-type-steps/generated-lists';
import { homePhotoSteps } from './content-type-steps/home-photos';
import { hostAccountSteps } from './content-type-steps/host-account';
import { reportSteps } from './content-type-steps/reports';
import { refundSteps } from './content-type-steps/refunds';
import { responseRateSteps } from './content-type-steps/response-rate';
import { searchRankingSteps } from './content-type-steps/search-ranking';
import { payoutSteps } from './content-type-steps/payouts';
import type { Sql } from './sql';

/**
 * Constraints and indexes on tables that Strapi makes from content types. Strapi keeps what it does not know of,
 * but reverts NOT NULL and DEFAULT: presence is therefore a CHECK. Each step runs once, in order; add steps, never edit one.
 */
const steps: readonly ConstraintStep[] = [
  ...firstSteps,
  ...bookingSteps,
  ...calendarFeedSteps,
  ...hostAccountSteps,
  ...chargeSteps,
  ...reportSteps,
  ...refundSteps,
  ...disputeSteps,
  ...payoutSteps,
  ...homePhotoSteps,
  ...changeNoticeSteps,
  ...searchRankingSteps,
  ...generatedListSteps,
  ...responseRateSteps,
];

/** Brings the constraints up to date: idempotent, safe with several instances starting at once. */
export async function applyContentTypeConstraints(
  transaction: <T>(work: (tx: Sql) => Promise<T>) => Promise<T>,
): Promise<void> {
  await transaction(async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [LOCK]);
    await tx.query(
      'create table if not exists content_type_constraint (name text primary key, applied_at timestamptz not null default now())',
    );
    const done = new Set(
      (await tx.query<{ name: string }>('select name from content_type_constraint')).map((row) => row.name),
    );
    for (const step of steps) {
      if (done.has(step.name)) continue;
      await tx.query(step.sql);
      await tx.query('insert into content_type_constraint (name) values ($1)', [step.name]);
    }
  });
}

/** Names of all steps, for /ready: an instance whose database lacks one must not take traffic. */
export const constraintSteps = steps.map((step) => step.name);

/** Any fixed number: the advisory lock that migrators queue on. */
const LOCK = 7_312_001;
