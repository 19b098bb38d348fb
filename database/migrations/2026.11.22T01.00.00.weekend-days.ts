import type { Knex } from 'knex';

/** Each home's own weekend nights, Monday the lowest bit: search asks by them which minimum an arrival has. Friday and Saturday until told. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('alter table search_property add column weekend_days smallint not null default 48');
}
