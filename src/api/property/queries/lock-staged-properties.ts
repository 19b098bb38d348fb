import type { Tx } from '../../../adapters/postgres/sql';

/**
 * Locks the homes that are here already, in the order of their ids (two writers then never wait for each other in a ring),
 * and notes on each staged listing what its home was.
 */
export async function lockStagedProperties(tx: Tx): Promise<void> {
  await tx.query('analyze staged_listing, staged_range, staged_review');
  await tx.query(
    `select p.id from properties p join staged_listing s on s.source = p.source and s.source_id = p.source_id
     order by p.id for update of p`,
  );
  await tx.query(
    `update staged_listing s
     set property_id = p.id, added = false, previous_state = p.state, previous_reason = p.state_reason,
       currency_changed = p.currency is distinct from s.property ->> 'currency'
     from properties p where p.source = s.source and p.source_id = s.source_id`,
  );
}
