import { approximatePoint, type GeoPoint } from '../domain/approximate-point';
import type { ExactPoint } from './queries/home-points';

/** The only point that search knows; null of a home without one. */
export const searchedPoint = ({ latitude, longitude, point_hash: hash }: ExactPoint): GeoPoint | null =>
  latitude === null || longitude === null ? null : approximatePoint({ latitude, longitude }, hash);
