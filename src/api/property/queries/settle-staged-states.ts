import type { Tx } from '../../../adapters/postgres/sql';
import { importReasons } from '../listing-record';

/**
 * Whether each staged home is on the market. What its host or staff decided holds; what an import took off comes back; without
 * a price nothing is published.
 */
export async function settleStagedStates(tx: Tx, now: string): Promise<void> {
  await tx.query(
    `update properties p
     set state = settled.state, state_reason = settled.reason,
       published_on = case when settled.state = 'published' then coalesce(p.published_on, $1::timestamp) else p.published_on end
     from (
       select s.property_id,
         case when wanted.state = 'published' and c.base is null then 'unpublished' else wanted.state end as state,
         case when wanted.state = 'published' and c.base is null then $2 else wanted.reason end as reason
       from staged_listing s
       cross join lateral (
         select case when ours then s.wanted_state else s.previous_state end as state,
           case when ours then null else s.previous_reason end as reason
         from (select s.added or (s.previous_state = 'unpublished' and s.previous_reason = any ($3)) as ours) o
       ) wanted
       left join properties_cmps j on j.entity_id = s.property_id and j.field = 'prices'
       left join components_property_prices c on c.id = j.cmp_id
     ) settled
     where p.id = settled.property_id`,
    [now, importReasons.noPrice, Object.values(importReasons)],
  );
}
