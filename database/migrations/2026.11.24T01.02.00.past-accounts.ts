import type { Knex } from 'knex';

/** Accounts that were closed, and after which their hosts began another: what was sent there still says so. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create table host_account_past (
  stripe_account text primary key,
  host_id integer not null,
  country text not null,
  currency text,
  was_ready boolean not null,
  opened_at timestamptz not null,
  closed_at timestamptz not null
);
`);
}
