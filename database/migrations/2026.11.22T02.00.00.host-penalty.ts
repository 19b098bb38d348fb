import type { Knex } from 'knex';

/**
 * What a host owes for cancelling a confirmed stay, written with the cancellation and taken from later payouts. A column on the
 * booking would be one that the panel's forms know of; who waived it, when and why belongs beside it.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create table host_penalty (
  booking_id integer primary key,
  host_id integer not null,
  amount bigint not null check (amount >= 0),
  currency text not null,
  rule text not null check (rule in ('early', 'middle', 'late')),
  at timestamptz not null,
  waived_at timestamptz,
  waived_by integer,
  waive_reason text,
  constraint host_penalty_waived check ((waived_at is null) = (waive_reason is null))
);
`);
}
