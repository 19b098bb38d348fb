import type { Sql } from '../../../adapters/postgres/sql';

export interface SellerHomeRow {
  readonly id: number;
  readonly host_id: number;
  readonly documentId: string;
  readonly name: string;
  readonly type: string | null;
  readonly line1: string | null;
  readonly line2: string | null;
  readonly postcode: string | null;
  readonly city: string | null;
  readonly region: string | null;
  readonly country: string | null;
  /** Nights of the year that it was let for; a stay that ended early, until then. */
  readonly nights: number;
}

/** @param firstNight @param endNight of the year, the second exclusive */
export async function sellerHomes(
  sql: Sql,
  propertyIds: readonly number[],
  firstNight: string,
  endNight: string,
): Promise<SellerHomeRow[]> {
  return sql.query<SellerHomeRow>(
    `select p.id, p.host_id, p.document_id as "documentId", p.name, p.property_type as type,
       a.line_1 as line1, a.line_2 as line2, a.postcode, a.city, a.region, a.country, coalesce(let.nights, 0)::integer as nights
     from properties p left join properties_cmps x on x.entity_id = p.id and x.component_type = 'property.address'
     left join components_property_address a on a.id = x.cmp_id
     left join lateral (
       select sum(greatest(0, least(b.check_out, $3::date,
         case when b.state = 'cancelled' then (b.ended_at at time zone (b.quote ->> 'timeZone'))::date else b.check_out end) - greatest(b.check_in, $2::date))) as nights
       from bookings b
       where b.property_id = p.id and b.check_out > $2::date and b.check_in < $3::date
         and b.state in ('confirmed', 'checked_in', 'completed', 'no_show', 'cancelled')) let on true
     where p.id = any($1::integer[]) order by p.host_id, p.id`,
    [propertyIds, firstNight, endNight],
  );
}
