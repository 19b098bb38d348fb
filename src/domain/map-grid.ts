/**
 * The grid by which homes on a map are put together: square cells in degrees, the same ones wherever a map begins, four to a tile of the
 * usual web maps. Their edges lie on the antimeridian, so that no cell spans it.
 */

/** Degrees, WGS 84; west is greater than east where the box spans the antimeridian. */
export interface GridBox {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** Cells of ten metres. */
export const finestZoom = 20;

const cellsAround = 4;

/** A power of two of 90 degrees: columns and rows are exact. */
export const cellDegrees = (zoom: number): number => 360 / cellsAround / 2 ** zoom;

const columnOf = (longitude: number, zoom: number): number => Math.floor((longitude + 180) / cellDegrees(zoom));
const rowOf = (latitude: number, zoom: number): number => Math.floor((latitude + 90) / cellDegrees(zoom));

/** How many cells a box touches. */
export function cellsIn({ west, south, east, north }: GridBox, zoom: number): number {
  const eastward = west > east ? east + 360 : east;
  const columns = columnOf(eastward, zoom) - columnOf(west, zoom) + 1;
  const rows = rowOf(north, zoom) - rowOf(south, zoom) + 1;
  return Math.min(columns, cellsAround * 2 ** zoom) * rows;
}

/** The zoom that is asked, or the finest one; a coarser one where the box would have more than `most` cells. */
export function zoomFor(box: GridBox, asked: number | null, most: number): number {
  for (let zoom = Math.min(asked ?? finestZoom, finestZoom); zoom > 0; zoom -= 1) {
    if (cellsIn(box, zoom) <= most) return zoom;
  }
  return 0;
}
