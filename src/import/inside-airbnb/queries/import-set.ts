import type { Tx } from '../../../adapters/postgres/sql';

/**
 * The set that the staged listings continue: the one that most of them came in before. A file with not one known listing begins
 * a set of its own.
 */
export async function findImportSet(tx: Tx, source: string): Promise<number> {
  const [known] = await tx.query<{ import_set: number }>(
    `select i.import_set from staged_listing s
     join properties p on p.source = s.source and p.source_id = s.source_id
     join imported_listing i on i.property_id = p.id
     where s.source = $1 group by i.import_set order by count(*) desc, i.import_set limit 1`,
    [source],
  );
  if (known) return known.import_set;
  const [next] = await tx.query<{ import_set: number }>(
    'select coalesce(max(import_set), 0) + 1 as import_set from imported_listing where source = $1',
    [source],
  );
  return next?.import_set ?? 1;
}

/** All homes of the set and all staged ones, in the order of their ids: whoever writes several homes takes them in that order. */
export async function lockImportSet(tx: Tx, source: string, importSet: number): Promise<void> {
  await tx.query(
    `select p.id from properties p
     where p.id in (select property_id from imported_listing where source = $1 and import_set = $2)
       or exists (select from staged_listing s where s.source = p.source and s.source_id = p.source_id)
     order by p.id for update`,
    [source, importSet],
  );
}

export interface SeenListings {
  readonly added: number;
  readonly kept: number;
  readonly returned: number;
}

/** Notes that the staged homes are in the set's latest file. */
export async function noteSeenListings(tx: Tx, source: string, importSet: number, now: string): Promise<SeenListings> {
  const [before] = await tx.query<SeenListings>(
    `select count(*) filter (where s.added) as added,
       count(*) filter (where not s.added and i.gone is not true) as kept,
       count(*) filter (where not s.added and i.gone) as returned
     from staged_listing s left join imported_listing i on i.property_id = s.property_id`,
  );
  await tx.query(
    `insert into imported_listing (property_id, source, import_set, gone, seen_at)
     select property_id, $1, $2, false, $3 from staged_listing order by property_id
     on conflict (property_id) do update set import_set = excluded.import_set, gone = false, seen_at = excluded.seen_at`,
    [source, importSet, now],
  );
  return before as SeenListings;
}
