import type { Tx } from '../../../adapters/postgres/sql';
import type { AddressRecord } from '../../../api/property/listing-record';

/** The place that most homes of the set have, from earlier files. */
export async function commonPlace(tx: Tx, source: string, importSet: number): Promise<AddressRecord | undefined> {
  const [place] = await tx.query<{ city: string; region: string | null; country: string | null }>(
    `select a.city, a.region, a.country
     from imported_listing i join properties_cmps j on j.entity_id = i.property_id and j.field = 'address'
     join components_property_address a on a.id = j.cmp_id
     where i.source = $1 and i.import_set = $2 and a.city is not null
     group by a.city, a.region, a.country order by count(*) desc, a.city limit 1`,
    [source, importSet],
  );
  return place;
}

/** Gives the place to staged homes whose row names none and that have none from before. */
export async function fillStagedPlaces(tx: Tx, place: AddressRecord): Promise<void> {
  await tx.query(
    `update staged_listing s set address = $1::jsonb || s.address
     where not s.address ? 'city' and not exists (
       select from properties p join properties_cmps j on j.entity_id = p.id and j.field = 'address'
       join components_property_address a on a.id = j.cmp_id
       where p.source = s.source and p.source_id = s.source_id and a.city is not null)`,
    [JSON.stringify(place)],
  );
}
