import type { Knex } from 'knex';

/**
 * Indexes follow the queries (docs/database.md says which serves which): three served none, and the order by rating had none.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
drop index idempotency_key_age;
drop index ledger_transaction_booking;
drop index search_property_host;
create index search_property_rating on search_property ((coalesce(rating_mean, 0)::double precision) desc, property_id desc) where listed;
`);
}
