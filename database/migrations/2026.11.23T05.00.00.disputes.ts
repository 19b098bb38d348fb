import type { Knex } from 'knex';

/**
 * What guests' banks dispute: one row for each dispute of the provider, each save of evidence, each step of anybody. Who bears a loss is
 * written with the loss; three instants say what was posted.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(disputes);
  await knex.raw(trail);
}

const disputes = `
create table dispute (
  id integer generated always as identity primary key,
  document_id text not null unique,
  stripe_dispute text not null unique,
  payment_id integer not null,
  booking_id integer not null,
  state text not null check (state in ('warning_needs_response', 'warning_under_review', 'needs_response', 'under_review',
    'warning_closed', 'prevented', 'won', 'lost')),
  reason text not null,
  amount bigint not null check (amount > 0),
  fee bigint not null default 0 check (fee >= 0),
  currency char(3) not null,
  opened_at timestamptz not null,
  evidence_due_by timestamptz,
  reminders smallint not null default 0,
  answer text not null default 'none' check (answer in ('none', 'submitted', 'accepted')),
  bearer text not null check (bearer in ('host', 'marketplace')),
  host_share bigint not null default 0,
  refunds_counted bigint not null default 0,
  withdrawn_at timestamptz,
  reinstated_at timestamptz,
  lost_at timestamptz,
  looked_at timestamptz not null,
  constraint dispute_host_share check (host_share between 0 and amount and (host_share = 0 or lost_at is not null)),
  constraint dispute_refunds_counted check (refunds_counted between 0 and amount and (refunds_counted = 0 or lost_at is not null)),
  constraint dispute_one_end check (reinstated_at is null or lost_at is null),
  constraint dispute_end_after_withdrawal check (withdrawn_at is not null or (reinstated_at is null and lost_at is null)),
  constraint dispute_end_state check (lost_at is null or state = 'lost')
);
create index dispute_payment on dispute (payment_id);
create index dispute_booking on dispute (booking_id);
create index dispute_answer_due on dispute (evidence_due_by) where state in ('warning_needs_response', 'needs_response');
create index dispute_unsettled on dispute (looked_at)
  where reinstated_at is null and lost_at is null and (withdrawn_at is not null or state not in ('warning_closed', 'prevented'));
create table dispute_watch (
  only_row boolean primary key default true check (only_row),
  listed_at timestamptz not null
);
`;

const trail = `
create table dispute_evidence (
  id bigint generated always as identity primary key,
  dispute_id integer not null references dispute (id),
  evidence jsonb not null,
  saved_by integer not null,
  at timestamptz not null
);
create index dispute_evidence_dispute on dispute_evidence (dispute_id, id);
create table dispute_event (
  id bigint generated always as identity primary key,
  dispute_id integer not null references dispute (id),
  step text not null,
  actor_kind text not null check (actor_kind in ('staff', 'system')),
  actor_id integer,
  actor_name text,
  door text not null,
  reason text,
  at timestamptz not null,
  constraint dispute_event_reason check (actor_kind <> 'staff' or reason is not null)
);
create index dispute_event_dispute on dispute_event (dispute_id, id);
`;
