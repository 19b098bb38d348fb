import type { Knex } from 'knex';

/** A card that is kept before anything is charged: of a request that is charged when its host has taken the guest. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create table payment_setup (
  id integer generated always as identity primary key,
  document_id text not null unique,
  booking_id integer not null,
  state text not null check (state in ('creating', 'open', 'ready', 'cancelled')),
  stripe_setup_intent text unique,
  client_secret text,
  method text,
  last_error text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint payment_setup_ready check (state <> 'ready' or method is not null)
);
create unique index payment_setup_one_live on payment_setup (booking_id) where state <> 'cancelled';
create index payment_setup_unsettled on payment_setup (updated_at) where state = 'open';
`);
}
