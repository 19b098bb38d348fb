import type { Knex } from 'knex';

/**
 * What becomes of a stay's money once it is the host's: when it is released, what each release came to, the payout made of it, what the
 * host owes and what of that was taken from payouts, and the transfers and reversals that carry it. Keys to Strapi's tables
 * are set later, when those exist (src/adapters/postgres/content-type-steps/payouts.ts).
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(releases);
  await knex.raw(receivables);
  await knex.raw(payouts);
  await knex.raw(transfers);
  await knex.raw(lines);
  await knex.raw(earlierPenalties);
}

/** The lock of a host's money; what is still to be released and when; what was; and what of that a refund took back. */
const releases = `
create table host_balance (
  host_id integer primary key
);
create table booking_release_due (
  booking_id integer primary key,
  host_id integer not null,
  currency char(3) not null,
  due_at timestamptz not null,
  host_amount bigint not null
);
create index booking_release_due_at on booking_release_due (due_at);
create index booking_release_due_host on booking_release_due (host_id);
create table booking_release (
  booking_id integer not null,
  part integer not null check (part > 0),
  host_id integer not null,
  currency char(3) not null,
  host_payout bigint not null check (host_payout >= 0),
  platform_fee bigint not null,
  tax bigint not null check (tax >= 0),
  due_at timestamptz not null,
  released_at timestamptz not null check (released_at >= due_at),
  primary key (booking_id, part)
);
create table release_return (
  refund_id integer primary key,
  booking_id integer not null,
  host_id integer not null,
  currency char(3) not null,
  from_payable bigint not null check (from_payable >= 0),
  from_receivable bigint not null check (from_receivable >= 0),
  platform_fee bigint not null,
  tax bigint not null check (tax >= 0),
  at timestamptz not null
);
create index release_return_booking on release_return (booking_id);
`;

/** What a host owes, each debt by itself: settled by payouts, reversals or a waiver; part of it may be waiting for a reversal. */
const receivables = `
create table host_receivable (
  id integer generated always as identity primary key,
  host_id integer not null,
  booking_id integer not null,
  kind text not null check (kind in ('penalty', 'refund', 'dispute', 'claim', 'correction')),
  refund_id integer,
  currency char(3) not null,
  amount bigint not null check (amount > 0),
  settled bigint not null default 0 check (settled >= 0),
  reversing bigint not null default 0 check (reversing >= 0),
  waived bigint not null default 0 check (waived >= 0),
  at timestamptz not null,
  constraint host_receivable_within check (settled + reversing <= amount and waived <= settled)
);
create index host_receivable_open on host_receivable (host_id, currency, id) where settled < amount;
create index host_receivable_booking on host_receivable (booking_id);
`;

/** One a release; a waived penalty or a claim makes one without. `transferred` is what has left so far. */
const payouts = `
create table payout (
  id integer generated always as identity primary key,
  document_id text not null unique,
  host_id integer not null,
  booking_id integer not null,
  part integer,
  currency char(3) not null,
  amount bigint not null check (amount >= 0),
  transferred bigint not null default 0 check (transferred >= 0),
  state text not null check (state in ('owed', 'held', 'blocked', 'transferring', 'transferred', 'reversed')),
  reason text,
  hold_until timestamptz,
  next_try_at timestamptz not null,
  arrives_at timestamptz,
  created_at timestamptz not null,
  transferred_at timestamptz,
  unique (booking_id, part),
  foreign key (booking_id, part) references booking_release (booking_id, part),
  constraint payout_within check (transferred <= amount),
  constraint payout_whole check ((state in ('transferred', 'reversed')) = (transferred = amount and transferred_at is not null)),
  constraint payout_held check (state <> 'held' or hold_until is not null)
);
create index payout_host on payout (host_id, id desc);
create index payout_booking on payout (booking_id);
create index payout_owed on payout (next_try_at) where state = 'owed';
create index payout_held_until on payout (hold_until) where state = 'held';
create table payout_block (
  booking_id integer primary key,
  reason text not null,
  at timestamptz not null
);
`;

const transfers = `
create table transfer (
  id integer generated always as identity primary key,
  document_id text not null unique,
  payout_id integer not null references payout (id),
  host_id integer not null,
  booking_id integer not null,
  payment_id integer,
  destination text not null,
  currency char(3) not null,
  amount bigint not null check (amount > 0),
  reversed bigint not null default 0 check (reversed >= 0),
  state text not null default 'creating' check (state in ('creating', 'succeeded', 'failed')),
  stripe_transfer text unique,
  failure text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint transfer_made check ((state = 'succeeded') = (stripe_transfer is not null)),
  constraint transfer_within check (reversed <= amount)
);
create index transfer_payout on transfer (payout_id);
create index transfer_booking on transfer (booking_id);
create table transfer_reversal (
  id integer generated always as identity primary key,
  document_id text not null unique,
  transfer_id integer not null references transfer (id),
  receivable_id integer not null references host_receivable (id),
  host_id integer not null,
  booking_id integer not null,
  currency char(3) not null,
  amount bigint not null check (amount > 0),
  state text not null default 'creating' check (state in ('creating', 'succeeded', 'failed')),
  stripe_reversal text unique,
  failure text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint transfer_reversal_made check ((state = 'succeeded') = (stripe_reversal is not null))
);
create index transfer_reversal_transfer on transfer_reversal (transfer_id);
create index transfer_reversal_receivable on transfer_reversal (receivable_id);
`;

/** What a payout is made of: its lines sum to its amount at the end of each transaction. */
const lines = `
create table payout_line (
  id integer generated always as identity primary key,
  payout_id integer not null references payout (id),
  kind text not null check (kind in ('stay', 'penalty', 'receivable', 'correction', 'claim')),
  booking_id integer not null,
  receivable_id integer references host_receivable (id),
  refund_id integer,
  amount bigint not null check (amount <> 0),
  at timestamptz not null,
  constraint payout_line_netted check (receivable_id is null or amount < 0)
);
create index payout_line_payout on payout_line (payout_id, id);
create index payout_line_receivable on payout_line (receivable_id) where receivable_id is not null;

create function payout_lines_sum() returns trigger language plpgsql as $$
declare
  changed integer := case when tg_table_name = 'payout' then (to_jsonb(new) ->> 'id')::integer else (to_jsonb(new) ->> 'payout_id')::integer end;
begin
  if (select amount from payout where id = changed) <> (select coalesce(sum(amount), 0) from payout_line where payout_id = changed) then
    raise exception 'the lines of payout % do not sum to its amount', changed using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger payout_line_sums after insert or update on payout_line
  deferrable initially deferred for each row execute function payout_lines_sum();
create constraint trigger payout_sums after insert or update of amount on payout
  deferrable initially deferred for each row execute function payout_lines_sum();
`;

/** Penalties from before they were posted. */
const earlierPenalties = `
insert into host_receivable (host_id, booking_id, kind, currency, amount, at)
  select host_id, booking_id, 'penalty', currency, amount, at from host_penalty where waived_at is null and amount > 0;
with posted as (
  insert into ledger_transaction (source, external_id, kind, booking_id, host_id, at)
    select 'casita', 'penalty-' || booking_id, 'host_penalty', booking_id, host_id, at from host_penalty where waived_at is null and amount > 0
    returning id, booking_id, host_id
)
insert into ledger_entry (transaction_id, account, amount, currency)
  select p.id, side.account, side.amount, n.currency from posted p join host_penalty n on n.booking_id = p.booking_id
  cross join lateral (values ('host_receivable:' || n.host_id, n.amount), ('platform_fee', -n.amount)) as side (account, amount);
`;
