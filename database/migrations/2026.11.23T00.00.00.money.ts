import type { Knex } from 'knex';

/**
 * Calls and postings that belong to no booking: a host's account, a payout, a correction. A call is about the row that its kind
 * says, and waits for the ones before it in its lane. A posting can be undone once, by another that names it, with who did it and why.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(calls);
  await knex.raw(events);
  await knex.raw(ledger);
}

const calls = `
alter table stripe_call drop constraint stripe_call_kind_check;
alter table stripe_call add column lane text, add column subject_id integer, add column first_attempt_at timestamptz;
update stripe_call set lane = 'booking:' || booking_id, subject_id = case kind when 'refund' then refund_id else payment_id end,
  first_attempt_at = case when attempts > 0 then created_at end;
drop index stripe_call_booking;
alter table stripe_call alter column lane set not null, alter column subject_id set not null,
  drop column booking_id, drop column payment_id, drop column refund_id;
create index stripe_call_lane on stripe_call (lane, id);
`;

const events = `
alter table stripe_event add column account text;
`;

const ledger = `
alter table ledger_transaction alter column booking_id drop not null;
alter table ledger_transaction add column host_id integer, add column reverses bigint unique references ledger_transaction (id),
  add column made_by integer, add column reason text;
alter table ledger_transaction add constraint ledger_transaction_reversal check (reverses is null or reason is not null);
`;
