import type { Knex } from 'knex';

/**
 * Refunds that staff decided on, with who bears them, who decided and why; and what became of a refund that failed: it is owed to
 * the guest until it is sent again or paid another way, each once. What moves money by hand says who and why in the ledger too.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(decisions);
  await knex.raw(ends);
  await knex.raw(ledger);
}

const decisions = `
create table refund_decision (
  id integer generated always as identity primary key,
  booking_id integer not null,
  amount bigint not null check (amount > 0),
  currency char(3) not null,
  bearer text not null check (bearer in ('policy', 'host', 'marketplace')),
  reason text not null check (length(trim(reason)) > 0),
  made_by integer not null,
  made_by_name text not null,
  at timestamptz not null
);
create index refund_decision_booking_id on refund_decision (booking_id);
create table refund_decision_part (
  refund_id integer primary key,
  decision_id integer not null references refund_decision (id)
);
create index refund_decision_part_decision_id on refund_decision_part (decision_id);
`;

const ends = `
create table refund_end (
  refund_id integer primary key,
  kind text not null check (kind in ('retried', 'paid_outside')),
  retried_as integer unique,
  reference text check (length(trim(reference)) > 0),
  reason text not null check (length(trim(reason)) > 0),
  made_by integer not null,
  made_by_name text not null,
  at timestamptz not null,
  constraint refund_end_retry check ((kind = 'retried') = (retried_as is not null)),
  constraint refund_end_outside check ((kind = 'paid_outside') = (reference is not null))
);
`;

const ledger = `
alter table ledger_transaction add constraint ledger_transaction_by_hand check
  (kind not in ('adjustment', 'refunded_by_marketplace', 'refunded_by_host', 'refund_paid_outside') or (made_by is not null and reason is not null));
`;
