import type { Knex } from 'knex';

/**
 * What hosts' accounts send to their banks: one sum of many transfers, so that each transfer says which one has its money. A column of a
 * payout, which was never written, could not: its transfers may arrive apart.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create table bank_payout (
  stripe_payout text primary key,
  host_id integer not null references host_account (host_id),
  state text not null check (state in ('pending', 'in_transit', 'paid', 'failed', 'canceled')),
  currency char(3) not null,
  amount bigint not null check (amount > 0),
  arrives_at timestamptz not null,
  failure text,
  seen_at timestamptz not null
);
alter table transfer add column bank_payout text references bank_payout (stripe_payout);
create index transfer_bank_payout on transfer (bank_payout) where bank_payout is not null;
alter table payout drop column arrives_at;
`);
}
