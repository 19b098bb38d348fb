import type { Knex } from 'knex';

/** Reports read the ledger by booking, and by when it was posted. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create index ledger_transaction_booking on ledger_transaction (booking_id);
create index ledger_transaction_at on ledger_transaction (at);
`);
}
