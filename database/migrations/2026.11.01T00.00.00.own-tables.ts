import type { Knex } from 'knex';

/**
 * Our own tables. Content-type tables do not exist yet when migrations run: what refers to them
 * (foreign keys, checks, indexes) is in src/adapters/postgres/content-type-constraints.ts.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(nights);
  await knex.raw(idempotency);
  await knex.raw(stripe);
  await knex.raw(ledger);
  await knex.raw(clock);
}

/** A night of a property is sold once: this key is the whole of it. */
const nights = `
create table stay_night (
  property_id integer not null,
  night date not null,
  booking_id integer not null,
  primary key (property_id, night)
);
create index stay_night_booking on stay_night (booking_id);
`;

/** One row per key of an account, written in the transaction of what it did; the answer is added after. */
const idempotency = `
create table idempotency_key (
  user_id integer not null,
  key text not null,
  operation text not null,
  request_hash text not null,
  subject_id integer,
  status smallint,
  response jsonb,
  created_at timestamptz not null,
  primary key (user_id, key)
);
create index idempotency_key_age on idempotency_key (created_at);
`;

/** Inbox: events as they came, once each. Outbox: calls that we owe, with their key stored before the call. */
const stripe = `
create table stripe_event (
  id text primary key,
  type text not null,
  object_id text not null,
  payload jsonb not null,
  received_at timestamptz not null,
  processed_at timestamptz,
  attempts integer not null default 0,
  last_error text
);
create index stripe_event_open on stripe_event (received_at) where processed_at is null;
create table stripe_call (
  id bigint generated always as identity primary key,
  booking_id integer not null,
  payment_id integer not null,
  refund_id integer,
  kind text not null check (kind in ('create_intent', 'capture_intent', 'cancel_intent', 'refund')),
  idempotency_key text not null unique,
  state text not null default 'pending' check (state in ('pending', 'done', 'failed')),
  attempts integer not null default 0,
  next_attempt_at timestamptz not null,
  last_error text,
  created_at timestamptz not null,
  done_at timestamptz
);
create index stripe_call_pending on stripe_call (next_attempt_at) where state = 'pending';
create index stripe_call_booking on stripe_call (booking_id, id);
`;

/** Append-only, double-entry; debits are positive, credits negative; each transaction sums to zero per currency. */
const ledger = `
create table ledger_transaction (
  id bigint generated always as identity primary key,
  source text not null,
  external_id text not null,
  kind text not null,
  booking_id integer not null,
  at timestamptz not null,
  unique (source, external_id, kind)
);
create index ledger_transaction_booking on ledger_transaction (booking_id);
create table ledger_entry (
  id bigint generated always as identity primary key,
  transaction_id bigint not null references ledger_transaction (id),
  account text not null,
  amount bigint not null check (amount <> 0),
  currency char(3) not null
);
create index ledger_entry_transaction on ledger_entry (transaction_id);
create index ledger_entry_account on ledger_entry (account, currency);

create function ledger_sums_to_zero() returns trigger language plpgsql as $$
begin
  if exists (select 1 from ledger_entry where transaction_id = new.transaction_id group by currency having sum(amount) <> 0) then
    raise exception 'ledger transaction % does not sum to zero', new.transaction_id using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger ledger_entry_balanced after insert on ledger_entry
  deferrable initially deferred for each row execute function ledger_sums_to_zero();

create function ledger_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'the ledger is append-only: post a reversal' using errcode = 'restrict_violation';
end $$;
create trigger ledger_entry_append_only before update or delete or truncate on ledger_entry
  for each statement execute function ledger_is_append_only();
create trigger ledger_transaction_append_only before update or delete or truncate on ledger_transaction
  for each statement execute function ledger_is_append_only();
`;

/** How far the sandbox has moved the clock; zero, and without effect, outside the sandbox. */
const clock = `
create table sandbox_clock (
  only_row boolean primary key default true check (only_row),
  offset_ms bigint not null default 0
);
insert into sandbox_clock default values;
`;
