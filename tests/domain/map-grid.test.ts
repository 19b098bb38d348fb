import { cellDegrees, cellsIn, finestZoom, zoomFor } from '../../src/domain/map-grid';

const world = { west: -180, south: -90, east: 180, north: 90 };

test.each([
  [0, 90],
  [1, 45],
  [10, 90 / 1024],
])('at zoom %d a cell is %d degrees wide: a quarter of a tile', (zoom, degrees) => {
  expect(cellDegrees(zoom)).toBe(degrees);
});

test.each([
  ['the world', world, 0, 4 * 3],
  ['the world', world, 1, 8 * 5],
  ['a box across the antimeridian', { west: 170, south: 0, east: -170, north: 10 }, 3, 2 * 1],
  ['a box that touches the antimeridian from the west', { west: 170, south: 0, east: 180, north: 10 }, 3, 2 * 1],
  ['a point', { west: 1, south: 1, east: 1, north: 1 }, 20, 1],
  ['all but a sliver of the world', { west: 0, south: 0, east: -0.0001, north: 1 }, 0, 4 * 1],
])('counts the cells of %s', (_name, box, zoom, cells) => {
  expect(cellsIn(box, zoom)).toBe(cells);
});

test('takes the finest cells that there is room for, and none finer than asked', () => {
  expect(zoomFor(world, null, 200)).toBe(2);
  expect(zoomFor(world, 1, 200)).toBe(1);
  expect(zoomFor(world, 15, 200)).toBe(2);
  expect(zoomFor({ west: 0, south: 0, east: 0, north: 0 }, null, 200)).toBe(finestZoom);
  expect(cellsIn(world, zoomFor(world, null, 200))).toBeLessThanOrEqual(200);
});
