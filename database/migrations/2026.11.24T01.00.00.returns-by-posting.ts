import type { Knex } from 'knex';

/**
 * What was released is taken back not by refunds alone: a lost dispute that counts as refunded takes it back, and so does a gift whose giver
 * gets it again. A return is therefore known by the posting that says it. What the host bears already (of the loss, or of the gift)
 * stands for as much of their share: it is owed once. And of a loss, what the host's share is a share of: the money that was kept.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
alter table release_return add column posting text;
update release_return set posting = 'refund-' || refund_id;
alter table release_return
  drop constraint release_return_pkey,
  alter column refund_id drop not null,
  add primary key (posting),
  add constraint release_return_refund_once unique (refund_id),
  add column from_borne bigint not null default 0 check (from_borne >= 0);

alter table dispute add column shared_amount bigint not null default 0;
update dispute set shared_amount = amount where lost_at is not null;
alter table dispute add constraint dispute_shared_amount check (shared_amount between 0 and amount and host_share <= shared_amount);
`);
}
