import type { Knex } from 'knex';

/**
 * Other dates or guests for a booking, as they were proposed: what was asked, at what price, and until when. A booking has at most one
 * that is still to be answered or paid. Deadlines are columns; the ones of the two open states are looked for by jobs.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create table booking_alteration (
  id bigint generated always as identity primary key,
  booking_id integer not null,
  n integer not null check (n > 0),
  state text not null check (state in ('proposed', 'accepted', 'applied', 'declined', 'withdrawn', 'expired', 'cancelled')),
  proposer text not null check (proposer in ('guest', 'host')),
  check_in date not null,
  check_out date not null check (check_out > check_in),
  adults integer not null,
  children integer not null,
  infants integer not null,
  pets integer not null,
  quote jsonb not null,
  quote_before jsonb not null,
  total bigint not null check (total >= 0),
  difference bigint not null,
  currency char(3) not null,
  fingerprint text not null,
  expires_at timestamptz not null,
  payment_due_at timestamptz,
  proposed_at timestamptz not null,
  decided_at timestamptz,
  ended_at timestamptz,
  unique (booking_id, n),
  constraint booking_alteration_due check (state <> 'accepted' or difference <= 0 or payment_due_at is not null)
);
create unique index booking_alteration_one_open on booking_alteration (booking_id) where state in ('proposed', 'accepted');
create index booking_alteration_answer_due on booking_alteration (expires_at) where state = 'proposed';
create index booking_alteration_payment_due on booking_alteration (payment_due_at) where state = 'accepted';
`);
}
