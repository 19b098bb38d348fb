import type { Sql } from '../../../adapters/postgres/sql';
import { addDays, type Night } from '../../../domain/night';

/** The sold or held nights of a property in [from, to), widened by `margin` nights at both ends for preparation time. */
export async function takenNights(
  sql: Sql,
  propertyId: number,
  from: Night,
  to: Night,
  margin: number,
): Promise<Set<Night>> {
  const rows = await sql.query<{ night: Night }>(
    'select night from stay_night where property_id = $1 and night >= $2 and night < $3',
    [propertyId, addDays(from, -margin), addDays(to, margin)],
  );
  return new Set(rows.map((row) => row.night));
}
