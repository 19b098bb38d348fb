import type { Tx } from '../../../adapters/postgres/sql';

export interface ImportFigures {
  readonly published: number;
  readonly withoutPrice: number;
  readonly keptEarlierPrice: number;
  readonly neverPriced: number;
  readonly closedNights: number;
  readonly ranges: number;
  readonly reviews: number;
}

/** What is in the database of the staged homes, counted there. */
export async function importFigures(tx: Tx): Promise<ImportFigures> {
  const [figures] = await tx.query<ImportFigures>(
    `select count(*) filter (where p.state = 'published') as published,
       count(*) filter (where not s.prices ? 'base') as "withoutPrice",
       count(*) filter (where not s.prices ? 'base' and c.base is not null) as "keptEarlierPrice",
       count(*) filter (where c.base is null) as "neverPriced",
       (select coalesce(sum(r.last_night - r.first_night + 1), 0)
        from calendar_ranges r join staged_listing t on t.property_id = r.property_id where r.source = 'import' and r.closed) as "closedNights",
       (select count(*) from calendar_ranges r join staged_listing t on t.property_id = r.property_id where r.source = 'import') as ranges,
       (select count(*) from reviews r join staged_listing t on t.property_id = r.property_id and t.source = r.source) as reviews
     from staged_listing s join properties p on p.id = s.property_id
     left join properties_cmps j on j.entity_id = p.id and j.field = 'prices'
     left join components_property_prices c on c.id = j.cmp_id`,
  );
  return figures as ImportFigures;
}
