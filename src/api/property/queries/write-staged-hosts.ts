import type { Tx } from '../../../adapters/postgres/sql';
import { hostColumns } from '../listing-columns';

/** Adds the hosts that are new and brings the others up to date; what the source does not know of a host stays. */
export async function writeStagedHosts(tx: Tx, now: string): Promise<void> {
  await tx.query(
    `insert into host_profiles (document_id, source, source_id, display_name, superhost, created_at, updated_at, published_at)
     select distinct on (source, host_source_id) host_document_id, source, host_source_id, coalesce(host ->> 'display_name', 'Host'), false, $1, $1, $1
     from staged_listing order by source, host_source_id, source_id
     on conflict (source, source_id) where source_id is not null do nothing`,
    [now],
  );
  const columns = Object.values(hostColumns.columns);
  await tx.query(
    `update host_profiles h
     set (${columns.join(', ')}, updated_at) =
       (select ${columns.map((column) => `r.${column}`).join(', ')}, $1::timestamp from jsonb_populate_record(h, s.host) r)
     from (select distinct on (source, host_source_id) source, host_source_id, host
       from staged_listing order by source, host_source_id, source_id) s
     where h.source = s.source and h.source_id = s.host_source_id`,
    [now],
  );
}
