import type { Knex } from 'knex';

/**
 * Some of the homes, evenly from all of them, without going through the rest: what a map of half the world is drawn from. All that is
 * asked of it is in the index, so that the rows themselves are left alone.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create index search_property_spread on search_property (((property_id::bigint * 2654435761) & 4294967295))
  include (property_id, approximate_latitude, approximate_longitude) where listed;
`);
}
