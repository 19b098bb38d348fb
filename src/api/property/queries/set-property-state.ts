import type { Tx } from '../../../adapters/postgres/sql';
import type { PropertyState } from '../../../domain/property-terms';

/** The day of the first publication stays. */
export async function setPropertyState(tx: Tx, propertyId: number, state: PropertyState, at: string): Promise<void> {
  await tx.query(
    `update properties set state = $2::text, state_reason = null, updated_at = $3::timestamp,
       published_on = case when $2::text = 'published' then coalesce(published_on, $3::timestamp) else published_on end
     where id = $1`,
    [propertyId, state, at],
  );
}
