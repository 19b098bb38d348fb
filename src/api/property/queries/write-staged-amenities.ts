import type { Tx } from '../../../adapters/postgres/sql';

/** New amenities join the list of all; then each staged home that says what it has gets exactly that, in that order. */
export async function writeStagedAmenities(tx: Tx, now: string): Promise<void> {
  await tx.query(
    `insert into amenities (document_id, code, name, "group", created_at, updated_at, published_at)
     select distinct on (a.code) a.document_id, a.code, a.name, a."group", $1::timestamp, $1::timestamp, $1::timestamp
     from staged_listing s, jsonb_to_recordset(s.amenities) as a (document_id text, code text, name text, "group" text)
     order by a.code, s.source_id
     on conflict (code) do nothing`,
    [now],
  );
  await tx.query(
    `delete from properties_amenities_lnk l using staged_listing s, amenities a
     where l.property_id = s.property_id and s.amenities is not null and a.id = l.amenity_id
       and not s.amenities @> jsonb_build_array(jsonb_build_object('code', a.code))`,
  );
  await tx.query(
    `insert into properties_amenities_lnk (property_id, amenity_id, amenity_ord)
     select s.property_id, a.id, min(e.place)
     from staged_listing s, jsonb_array_elements(s.amenities) with ordinality as e (amenity, place)
     join amenities a on a.code = e.amenity ->> 'code'
     group by s.property_id, a.id
     on conflict (property_id, amenity_id) do update set amenity_ord = excluded.amenity_ord
       where properties_amenities_lnk.amenity_ord is distinct from excluded.amenity_ord`,
  );
}
