import type { Knex } from 'knex';

/**
 * What the payment provider says of our balance, movement by movement, each beside the posting that it is in the ledger; and what a
 * day's close found. A movement is matched once, to one posting of the same amount, or undone by another before anybody posted it.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(walks);
  await knex.raw(movements);
  await knex.raw(closes);
}

const walks = `
create table reconcile_walk (
  name text primary key check (name in ('balance', 'events')),
  position timestamptz,
  looked_at timestamptz not null
);
`;

const movements = `
create table balance_transaction (
  id text primary key,
  type text not null,
  source text not null,
  object text not null,
  amount bigint not null,
  fee bigint not null,
  net bigint not null,
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  created_at timestamptz not null,
  available_on timestamptz not null,
  seen_at timestamptz not null,
  ledger_id bigint unique references ledger_transaction (id),
  undone_by text unique references balance_transaction (id),
  constraint balance_transaction_net check (net = amount - fee),
  constraint balance_transaction_one_end check (ledger_id is null or undone_by is null)
);
create index balance_transaction_created on balance_transaction (created_at);
create index balance_transaction_open on balance_transaction (created_at) where ledger_id is null and undone_by is null;
`;

const closes = `
create table daily_close (
  day date not null,
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  ledger bigint not null,
  provider bigint not null,
  mirrored bigint not null,
  accounted bigint not null,
  difference bigint generated always as (provider - ledger - accounted) stored,
  items jsonb not null,
  closed_at timestamptz not null,
  primary key (day, currency)
);
create table close_difference (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('movement', 'posting', 'balance', 'invariant')),
  subject text not null,
  currency char(3),
  amount bigint,
  detail text not null,
  found_at timestamptz not null,
  cleared_at timestamptz,
  explained_at timestamptz,
  explained_by integer,
  reason text,
  constraint close_difference_once unique (kind, subject),
  constraint close_difference_explained check (num_nulls(explained_at, explained_by, reason) in (0, 3)),
  constraint close_difference_amount check (num_nulls(currency, amount) in (0, 2))
);
create index close_difference_open on close_difference (id) where cleared_at is null and explained_at is null;
`;
