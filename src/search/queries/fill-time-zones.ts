import type { Tx } from '../../adapters/postgres/sql';
import { propertyTruth } from './property-truth';

export interface StandingHome {
  readonly id: number;
  readonly latitude: number;
  readonly longitude: number;
  readonly timeZone: string;
}

/** Homes that have a point. */
export const standingHomes = (tx: Tx, propertyIds: readonly number[]): Promise<StandingHome[]> =>
  tx.query<StandingHome>(
    `select p.id, point.latitude, point.longitude, coalesce(p.time_zone, '') as "timeZone" from (${propertyTruth})
     where p.id = any($1::integer[]) and point.latitude is not null and point.longitude is not null`,
    [propertyIds],
  );

/** Where a home stands decides its clock: one without a time zone, or whose point is another than `before`, gets that of its point. */
export async function fillTimeZones(
  tx: Tx,
  propertyIds: readonly number[],
  before: readonly StandingHome[],
  timeZoneOf: (latitude: number, longitude: number) => string,
): Promise<void> {
  for (const { id, latitude, longitude, timeZone } of await standingHomes(tx, propertyIds)) {
    const stood = before.find((home) => home.id === id);
    const stays = stood?.latitude === latitude && stood.longitude === longitude;
    if (timeZone !== '' && stays) continue;
    await tx.query('update properties set time_zone = $2 where id = $1', [id, timeZoneOf(latitude, longitude)]);
  }
}
