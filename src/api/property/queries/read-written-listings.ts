import type { Tx } from '../../../adapters/postgres/sql';

export interface WrittenListing {
  readonly propertyId: number;
  readonly documentId: string;
  readonly source: string;
  readonly sourceId: string;
  readonly added: boolean;
  readonly previousState: string | null;
  readonly previousReason: string | null;
  readonly state: string;
  readonly stateReason: string | null;
}

/** What has become of each staged listing. */
export async function readWrittenListings(tx: Tx): Promise<WrittenListing[]> {
  return tx.query<WrittenListing>(
    `select s.property_id as "propertyId", p.document_id as "documentId", s.source, s.source_id as "sourceId", s.added,
       s.previous_state as "previousState", s.previous_reason as "previousReason", p.state, p.state_reason as "stateReason"
     from staged_listing s join properties p on p.id = s.property_id order by p.id`,
  );
}
