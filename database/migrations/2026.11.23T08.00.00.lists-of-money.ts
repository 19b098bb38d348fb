import type { Knex } from 'knex';

/** What staff and hosts look through: payouts in one state, a host's claims, corrections by hand; among all there ever were. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create index payout_state on payout (state, id desc);
create index damage_claim_of_host on damage_claim (host_id, id desc);
create index ledger_transaction_by_hand_id on ledger_transaction (id desc) where kind = 'adjustment';
`);
}
