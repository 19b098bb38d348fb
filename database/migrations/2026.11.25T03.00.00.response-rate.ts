import type { Knex } from 'knex';

/**
 * What was counted of hosts' answers, beside what an import said of them; and how far a change of the figure has come through a host's
 * homes: those up to `homes_until` have the next one in their search rows, all others the one in the profile. And how far jobs have come
 * that go through a table once a day.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create table host_response_rate (
  host_id integer primary key,
  counted_percent smallint check (counted_percent between 0 and 100),
  imported_percent smallint,
  next_percent smallint,
  homes_until integer,
  constraint host_response_rate_change check (homes_until is not null or next_percent is null),
  constraint host_response_rate_known check (counted_percent is not null or homes_until is not null)
);
create index host_response_rate_changing on host_response_rate (host_id) where homes_until is not null;

create table daily_walk (
  name text primary key check (name in ('answers', 'calls')),
  day date,
  after_id bigint
);
insert into daily_walk (name) values ('answers'), ('calls');
`);
}
