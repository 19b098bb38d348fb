import type { Knex } from 'knex';

/** What is finished is found by its age, to be deleted (docs/operations.md). */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('create index idempotency_key_age on idempotency_key (created_at)');
  await knex.raw('create index stripe_event_age on stripe_event (received_at) where processed_at is not null');
}
