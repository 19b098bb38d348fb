import type { Knex } from 'knex';

/** Staff look at what the provider told of a booking's payments and refunds. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('create index stripe_event_object on stripe_event (object_id)');
}
