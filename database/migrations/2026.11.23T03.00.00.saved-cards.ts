import type { Knex } from 'knex';

/**
 * The customer that a guest's cards are kept under, made once: its key is stored before the provider is asked. And cards that a guest
 * has taken away, each known by a number so that the outbox can be told of it.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create table guest_customer (
  user_id integer primary key,
  key text not null unique,
  stripe_customer text unique,
  created_at timestamptz not null default now()
);
create table card_removal (
  id integer generated always as identity primary key,
  user_id integer not null references guest_customer (user_id) on delete cascade,
  payment_method text not null unique,
  at timestamptz not null
);
`);
}
