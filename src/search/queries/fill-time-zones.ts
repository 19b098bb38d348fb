import type { Tx } from '../../adapters/postgres/sql';
import { propertyTruth } from './property-truth';

/** Homes with a point and no time zone get the one of their point: the admin panel does not ask for it. */
export async function fillTimeZones(
  tx: Tx,
  propertyIds: readonly number[],
  timeZoneOf: (latitude: number, longitude: number) => string,
): Promise<void> {
  const homes = await tx.query<{ id: number; latitude: number; longitude: number }>(
    `select p.id, point.latitude, point.longitude from (${propertyTruth})
     where p.id = any($1::integer[]) and coalesce(p.time_zone, '') = '' and point.latitude is not null and point.longitude is not null`,
    [propertyIds],
  );
  for (const { id, latitude, longitude } of homes) {
    await tx.query('update properties set time_zone = $2 where id = $1', [id, timeZoneOf(latitude, longitude)]);
  }
}
