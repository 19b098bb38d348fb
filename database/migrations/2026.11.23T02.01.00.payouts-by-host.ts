import type { Knex } from 'knex';

/** What a host earns is summed over all of the host's rows. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create index booking_release_host on booking_release (host_id);
create index release_return_host on release_return (host_id);
create index transfer_host on transfer (host_id);
create index transfer_reversal_host on transfer_reversal (host_id);
`);
}
