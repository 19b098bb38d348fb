import type { Knex } from 'knex';

/**
 * Hosts' accounts with the payment provider, as it last told of them, and what became of each. Keys to Strapi's tables are set later,
 * when those exist (src/adapters/postgres/content-type-steps/host-account.ts).
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(accounts);
  await knex.raw(events);
}

/**
 * An account can lose what it had, so news of it have no order of their own: each look takes the next number (`asked`), and one that was
 * begun before another is not written over it (`heard`). The address is what the call that makes the account says, the same at each try;
 * it is forgotten with the answer.
 */
const accounts = `
create table host_account (
  host_id integer primary key,
  stripe_account text unique,
  state text not null default 'creating' check (state in ('creating', 'onboarding', 'ready', 'restricted', 'closed')),
  state_since timestamptz not null,
  was_ready boolean not null default false,
  country text not null check (country ~ '^[A-Z]{2}$'),
  currency text check (currency ~ '^[A-Z]{3}$'),
  requirements jsonb not null default '[]' check (jsonb_typeof(requirements) = 'array'),
  contact_email text,
  asked integer not null default 0,
  heard integer not null default 0,
  check_at timestamptz not null,
  closing_since timestamptz,
  created_at timestamptz not null,
  constraint host_account_made check ((state = 'creating') = (stripe_account is null)),
  constraint host_account_address check ((state = 'creating') = (contact_email is not null)),
  constraint host_account_ready check (state <> 'ready' or was_ready),
  constraint host_account_heard check (heard <= asked)
);
create index host_account_check on host_account (check_at) where state <> 'closed';
`;

const events = `
create table host_account_event (
  id bigint generated always as identity primary key,
  host_id integer not null,
  kind text not null check (kind in ('asked', 'refused', 'moved', 'link', 'close')),
  state text,
  actor text not null check (actor in ('host', 'staff', 'provider')),
  made_by integer,
  reason text,
  at timestamptz not null,
  constraint host_account_event_staff check ((actor = 'staff') = (made_by is not null))
);
create index host_account_event_host on host_account_event (host_id, id);
`;
