import type { Knex } from 'knex';

/**
 * Which homes came from which set of an outside source (the listings of a city, say, file after file), and which of them the
 * latest file of that set no longer has. A file of another city must not take this city's homes off the market.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create table imported_listing (
  property_id integer primary key,
  source text not null,
  import_set integer not null,
  gone boolean not null default false,
  seen_at timestamptz not null
);
create index imported_listing_set on imported_listing (source, import_set);
`);
}
