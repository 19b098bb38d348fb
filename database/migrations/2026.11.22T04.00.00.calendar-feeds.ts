import type { Knex } from 'knex';

/**
 * Calendars both ways: what is known of each feed beside what the panel shows of it, the seeds of the addresses under which our own
 * calendars are read, and the name by which this installation knows its own events again. Keys to Strapi's tables
 * are set later, when those exist (src/adapters/postgres/content-type-constraints.ts).
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create table installation (
  only_row boolean primary key default true check (only_row),
  id text not null default gen_random_uuid()::text
);
insert into installation default values;

create table calendar_export (
  property_id integer primary key,
  seed text not null,
  created_at timestamptz not null
);

create table calendar_feed_poll (
  feed_id integer primary key,
  property_id integer not null,
  sealed_url text not null,
  url_hash text not null,
  next_poll_at timestamptz not null,
  asked_at timestamptz,
  claim text,
  claimed_until timestamptz,
  failures integer not null default 0 check (failures >= 0),
  doubt_since timestamptz,
  doubt_polls integer not null default 0 check (doubt_polls >= 0),
  stale_at timestamptz not null,
  stale_told_at timestamptz
);
create unique index calendar_feed_poll_url on calendar_feed_poll (property_id, url_hash);
create index calendar_feed_poll_due on calendar_feed_poll (next_poll_at);
create index calendar_feed_poll_stale on calendar_feed_poll (stale_at) where stale_told_at is null;

create table calendar_feed_event (
  id bigint generated always as identity primary key,
  feed_id integer not null,
  uid text not null,
  recurrence text not null,
  first_night date not null,
  check_out date not null,
  check (check_out > first_night),
  constraint calendar_feed_event_once unique (feed_id, uid, recurrence, first_night, check_out)
);
`);
}
