import type { Sql } from '../../adapters/postgres/sql';
import { propertyTruth } from './property-truth';

/** Where a home is, and what places its approximate point. */
export interface ExactPoint {
  readonly latitude: number | null;
  readonly longitude: number | null;
  /** Keyed hash that places the approximate point. */
  readonly point_hash: Buffer;
}

/** Of a property `p`; needs `approximate_point_key secret`. */
export const pointHash = "sha256(convert_to(secret.key || ':' || p.document_id, 'UTF8'))";

/** In order of id, those behind `after`. */
export const homePoints = (sql: Sql, after: number, limit: number): Promise<(ExactPoint & { readonly id: number })[]> =>
  sql.query(
    `select p.id, point.latitude, point.longitude, ${pointHash} as point_hash
     from approximate_point_key secret cross join (${propertyTruth}) where p.id > $1 order by p.id limit $2`,
    [after, limit],
  );
