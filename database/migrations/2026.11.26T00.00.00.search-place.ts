import type { Knex } from 'knex';

/**
 * Homes by bands of a hundredth of a degree of latitude, and along each by longitude: a box of a city finds its own homes alone. By latitude
 * itself an index goes through all homes of the world that lie as far north. The last column lets the rows alone where homes are
 * counted. ANALYZE tells the planner how many homes the bands have.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create index search_property_place on search_property
  ((floor(approximate_latitude * 100)::integer), approximate_longitude, approximate_latitude) where listed;
drop index search_property_box;
analyze search_property;
`);
}
