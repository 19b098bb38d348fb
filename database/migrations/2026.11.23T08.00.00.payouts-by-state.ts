import type { Knex } from 'knex';

/** Staff look for payouts in one state, among all there ever were. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('create index payout_state on payout (state, id desc)');
}
