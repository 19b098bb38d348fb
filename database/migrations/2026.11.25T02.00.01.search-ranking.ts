import type { Knex } from 'knex';

/**
 * What the order of search and the limits of a stay's price hang on, in the row that search goes through. No row is written here:
 * `night_prices` of null says that a home's prices are not in its row yet, and search prices it each time until `search:rebuild`, or any write
 * of the home, has put them there.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
alter table search_property
  add column local_price bigint,
  add column weekend_price bigint,
  add column cleaning_fee bigint,
  add column extra_guest_fee bigint,
  add column extra_guests_from integer,
  add column pet_fee bigint,
  add column weekly_discount integer,
  add column monthly_discount integer,
  add column other_discount integer,
  add column new_listing boolean,
  add column night_prices boolean;

create table price_level (
  country text not null,
  region text not null,
  city text not null,
  currency text not null,
  per_guest bigint not null,
  homes integer not null,
  measured_on date not null,
  constraint price_level_pkey primary key (country, region, city, currency)
);
`);
}
