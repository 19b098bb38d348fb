import type { Sql } from '../adapters/postgres/sql';
import { bandOf } from './queries/area-conditions';
import { homePoints } from './queries/home-points';
import { searchedPoint } from './searched-point';

interface PlacedHome {
  readonly id: number;
  /** Of latitude; homes without a point come last. */
  readonly band: number;
  readonly longitude: number;
}

const readAtOnce = 10_000;

/**
 * Row ids of all properties in lists of `size`, ordered as the index `search_property_place` has them. Rows that are written in this order lie in
 * it, and a search, which reads the homes of one place, finds many of them in each of PostgreSQL's pages. Of a million homes it holds some 100 MB.
 */
export async function homesByPlace(sql: Sql, size: number): Promise<readonly (readonly number[])[]> {
  const homes = await placedHomes(sql);
  homes.sort((a, b) => a.band - b.band || a.longitude - b.longitude || a.id - b.id);
  const lists = Array.from({ length: Math.ceil(homes.length / size) }, (_, n) => homes.slice(n * size, (n + 1) * size));
  return lists.map((list) => list.map(({ id }) => id));
}

async function placedHomes(sql: Sql): Promise<PlacedHome[]> {
  const placed: PlacedHome[] = [];
  for (let after = 0; ;) {
    const homes = await homePoints(sql, after, readAtOnce);
    for (const home of homes) {
      const point = searchedPoint(home);
      placed.push({ id: home.id, band: point ? bandOf(point.latitude) : Infinity, longitude: point?.longitude ?? 0 });
    }
    const last = homes.at(-1);
    if (!last) return placed;
    after = last.id;
  }
}
