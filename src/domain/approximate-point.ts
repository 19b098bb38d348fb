/**
 * Where a home is, roughly: a point 150 to 500 m away, always the same for one home, so that asking often gives nothing away. The
 * caller passes in a keyed hash of the property (HMAC with a secret); without the key the offset cannot be taken back.
 */

/** WGS 84, degrees. */
export interface GeoPoint {
  readonly latitude: number;
  readonly longitude: number;
}

export const minOffsetMetres = 150;
export const maxOffsetMetres = 500;

/** Mean radius (IUGG). The Earth as a sphere is off by 0.5 % at most: 2.5 m of 500. */
const earthRadiusMetres = 6_371_008.8;
/** Kept from both ends, so that the sphere's error and rounding never lead out of the range. */
const marginMetres = 5;

const toRadians = (degrees: number): number => (degrees * Math.PI) / 180;
const toDegrees = (radians: number): number => (radians * 180) / Math.PI;

/** [0, 1) from four bytes. */
function fraction(hash: Uint8Array, offset: number): number {
  const view = new DataView(hash.buffer, hash.byteOffset, hash.byteLength);
  return view.getUint32(offset) / 2 ** 32;
}

/** Great-circle destination; distance is uniform over the ring's area. `hash` has 8 bytes or more. */
export function approximatePoint(point: GeoPoint, hash: Uint8Array): GeoPoint {
  if (hash.length < 8) throw new RangeError('The offset needs 8 bytes of hash');
  const inner = (minOffsetMetres + marginMetres) ** 2;
  const outer = (maxOffsetMetres - marginMetres) ** 2;
  const angle = Math.sqrt(inner + (outer - inner) * fraction(hash, 0)) / earthRadiusMetres;
  const bearing = 2 * Math.PI * fraction(hash, 4);
  const latitude = toRadians(point.latitude);
  const sine = Math.sin(latitude) * Math.cos(angle) + Math.cos(latitude) * Math.sin(angle) * Math.cos(bearing);
  const turn = Math.atan2(
    Math.sin(bearing) * Math.sin(angle) * Math.cos(latitude),
    Math.cos(angle) - Math.sin(latitude) * sine,
  );
  const longitude = point.longitude + toDegrees(turn);
  return {
    latitude: sixDigits(toDegrees(Math.asin(Math.max(-1, Math.min(1, sine))))),
    longitude: sixDigits(((((longitude + 180) % 360) + 360) % 360) - 180),
  };
}

/** Six digits are 0.1 m. */
const sixDigits = (degrees: number): number => Math.round(degrees * 1e6) / 1e6;

/** Haversine distance in metres. */
export function distanceMetres(a: GeoPoint, b: GeoPoint): number {
  const byLatitude = Math.sin(toRadians(b.latitude - a.latitude) / 2) ** 2;
  const byLongitude = Math.sin(toRadians(b.longitude - a.longitude) / 2) ** 2;
  const h = byLatitude + Math.cos(toRadians(a.latitude)) * Math.cos(toRadians(b.latitude)) * byLongitude;
  return 2 * earthRadiusMetres * Math.asin(Math.min(1, Math.sqrt(h)));
}
