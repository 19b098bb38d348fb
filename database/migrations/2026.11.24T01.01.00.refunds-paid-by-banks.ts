import type { Knex } from 'knex';

/**
 * A refund that failed, and whose guest's bank then won a dispute over the same payment: the guest has the money from there, wholly or in part.
 * What of a dispute paid refunds that had been promised, and a third end of a refund; what the system ends nobody of staff signs.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create table refund_by_dispute (
  refund_id integer not null,
  dispute_id integer not null references dispute (id),
  amount bigint not null check (amount > 0),
  at timestamptz not null,
  primary key (refund_id, dispute_id)
);
alter table dispute add column refunds_settled bigint not null default 0;
alter table dispute add constraint dispute_refunds_settled check (refunds_settled between 0 and refunds_counted);
alter table refund_end
  drop constraint refund_end_kind_check,
  add constraint refund_end_kind_check check (kind in ('retried', 'paid_outside', 'paid_by_dispute')),
  alter column made_by drop not null,
  add constraint refund_end_made_by check (kind <> 'paid_outside' or made_by is not null);
`);
}
