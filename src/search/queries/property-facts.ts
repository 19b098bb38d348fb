import type { Sql } from '../../adapters/postgres/sql';
import { pointHash, type ExactPoint } from './home-points';
import { propertyTruth } from './property-truth';

/** What the domain's functions need to know of a property before its row is written. */
export interface PropertyFacts extends ExactPoint {
  readonly property_id: number;
  /** Of all scores: those of our own published guest reviews, and those that came with an imported listing. */
  readonly score_sum: number;
  readonly score_count: number;
  /** Published guest reviews, with or without a score. */
  readonly review_count: number;
  /** The sandbox may have moved the day. One day back, since the farthest time zone is half a day behind. */
  readonly base_date: string;
  /** Of the row that is stored; null without one. */
  readonly stored_base_date: string | null;
  /** Characters. */
  readonly summary_length: number;
  readonly amenity_count: number;
  readonly rooms_known: boolean;
  /** The host's figure; where it is changing, the next one from the moment in which this home's turn came. */
  readonly response_rate: number | null;
  readonly price_per_guest: number | null;
  /** What a guest and night costs in the city, as it was measured last. */
  readonly local_price: number | null;
  /** What the stored row's score was made with. */
  readonly stored_local_price: number | null;
}

/** Where a row's nights begin when it is written now; needs `sandbox_clock clock`. */
export const baseDate = "((now() + clock.offset_ms * interval '1 ms')::date - 1)";

const importedNumber = (name: string) =>
  `case when jsonb_typeof(p.imported_ratings -> '${name}') = 'number' then (p.imported_ratings ->> '${name}')::double precision end`;

/** Imported ratings count where they are plausible: a mean of 1 to 5 and at least one score. */
const imported = `lateral (
  select case when stated.overall between 1 and 5 and stated.count between 1 and 1e6 then floor(stated.count) else 0 end as count, stated.overall
  from (select ${importedNumber('count')} as count, ${importedNumber('overall')} as overall) stated
)`;

export async function propertyFacts(sql: Sql, propertyIds: readonly number[]): Promise<PropertyFacts[]> {
  return sql.query<PropertyFacts>(
    `select p.id as property_id, point.latitude, point.longitude,
       ${pointHash} as point_hash,
       own.score_sum + case when imported.count > 0 then imported.count * imported.overall else 0 end as score_sum,
       own.score_count + imported.count as score_count, own.review_count,
       ${baseDate} as base_date, stored.closed_from as stored_base_date,
       length(trim(coalesce(p.summary, ''))) as summary_length,
       (select count(*)::integer from properties_amenities_lnk link where link.property_id = p.id) as amenity_count,
       capacity.bedrooms is not null and capacity.beds is not null and capacity.bathrooms is not null as rooms_known,
       case when p.id <= change.homes_until then change.next_percent else host.response_rate_percent end as response_rate, prices.base::double precision / nullif(capacity.max_guests, 0) as price_per_guest,
       level.per_guest as local_price, stored.local_price as stored_local_price
     from approximate_point_key secret cross join sandbox_clock clock
     cross join (${propertyTruth})
     cross join ${imported} imported
     cross join lateral (
       select coalesce(sum(review.overall), 0)::double precision as score_sum, count(review.overall)::double precision as score_count,
         count(*)::integer as review_count
       from reviews review where review.property_id = p.id and review.state = 'published' and review.side = 'guest'
     ) own
     left join host_response_rate change on change.host_id = p.host_id and change.homes_until is not null
     left join search_property stored on stored.property_id = p.id
     left join price_level level on level.country = coalesce(address.country, '') and level.region = coalesce(address.region, '')
       and level.city = address.city and level.currency = p.currency
     where p.id = any($1::integer[])`,
    [propertyIds],
  );
}
