import type { Knex } from 'knex';

/** What hosts claim for damage after a stay: one row a claim, numbered within its booking, and a row for each of its moves. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create table damage_claim (
  id integer generated always as identity primary key,
  document_id text not null unique,
  booking_id integer not null,
  n integer not null check (n > 0),
  host_id integer not null,
  state text not null check (state in ('filed', 'in_review', 'awaiting_payment', 'paid', 'rejected', 'withdrawn', 'unpaid')),
  amount bigint not null check (amount > 0),
  currency char(3) not null,
  description text not null,
  items jsonb not null default '[]',
  offered bigint,
  answer text,
  awarded bigint,
  decision text,
  filed_at timestamptz not null,
  answer_by timestamptz not null,
  answered_at timestamptz,
  decided_at timestamptz,
  ended_at timestamptz,
  unique (booking_id, n),
  constraint damage_claim_offered_check check (offered between 0 and amount),
  constraint damage_claim_awarded_check check (awarded between 1 and amount),
  constraint damage_claim_awarded check (state not in ('awaiting_payment', 'paid', 'unpaid') or awarded is not null),
  constraint damage_claim_ended check ((state in ('paid', 'rejected', 'withdrawn', 'unpaid')) = (ended_at is not null))
);
create unique index damage_claim_one_open on damage_claim (booking_id) where state in ('filed', 'in_review', 'awaiting_payment');
create index damage_claim_answer_due on damage_claim (answer_by) where state = 'filed';
create index damage_claim_open on damage_claim (id) where state in ('in_review', 'awaiting_payment');
create table damage_claim_event (
  id bigint generated always as identity primary key,
  claim_id integer not null references damage_claim (id),
  move text not null,
  from_state text,
  to_state text not null,
  actor_kind text not null check (actor_kind in ('guest', 'host', 'staff', 'system')),
  actor_id integer,
  actor_name text,
  door text not null,
  reason text,
  at timestamptz not null,
  constraint damage_claim_event_reason check (actor_kind <> 'staff' or reason is not null)
);
create index damage_claim_event_claim on damage_claim_event (claim_id, id);
`);
}
