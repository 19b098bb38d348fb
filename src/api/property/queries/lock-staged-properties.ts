import type { Tx } from '../../../adapters/postgres/sql';
import { lockHomesAnd } from '../../../search/queries/affected-properties';

/** Of hosts that are staged, homes that are here already, staged or not: what is told of a host is told with each of them. */
const homesOfHosts = `select p.id from properties p join host_profiles h on h.id = p.host_id
  where (h.source, h.source_id) in (select source, host_source_id from staged_listing)`;

export async function homesOfStagedHosts(tx: Tx): Promise<number[]> {
  return (await tx.query<{ id: number }>(homesOfHosts)).map(({ id }) => id);
}

const stagedHomes = `select p.id from properties p join staged_listing s on s.source = p.source and s.source_id = p.source_id`;

/**
 * Locks the homes that are here already and those of their hosts, in the order of their ids (two writers then never wait for each other in a
 * ring), then the hosts, and notes on each staged listing what its home was.
 */
export async function lockStagedProperties(tx: Tx): Promise<void> {
  await tx.query('analyze staged_listing, staged_range, staged_review');
  await lockHomesAnd(
    tx,
    async () => (await tx.query<{ id: number }>(`${stagedHomes} union ${homesOfHosts}`)).map(({ id }) => id),
    () =>
      tx.query(
        `select id from host_profiles where (source, source_id) in (select source, host_source_id from staged_listing) order by id for update`,
      ),
  );
  await tx.query(
    `update staged_listing s
     set property_id = p.id, added = false, previous_state = p.state, previous_reason = p.state_reason,
       currency_changed = p.currency is distinct from s.property ->> 'currency'
     from properties p where p.source = s.source and p.source_id = s.source_id`,
  );
}
