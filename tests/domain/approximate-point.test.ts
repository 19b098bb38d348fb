import fc from 'fast-check';
import { approximatePoint, distanceMetres, maxOffsetMetres, minOffsetMetres } from '../../src/domain/approximate-point';

const anyHash = fc.uint8Array({ minLength: 8, maxLength: 32 });
const anyPoint = fc.record({
  latitude: fc.double({ min: -90, max: 90, noNaN: true }),
  longitude: fc.double({ min: -180, max: 180, noNaN: true }),
});
const alfama = { latitude: 38.711, longitude: -9.13 };

test('lies 150 to 500 m away, anywhere on Earth, and is a point on it', () => {
  fc.assert(
    fc.property(anyPoint, anyHash, (point, hash) => {
      const moved = approximatePoint(point, hash);
      const metres = distanceMetres(point, moved);
      expect(metres).toBeGreaterThanOrEqual(minOffsetMetres);
      expect(metres).toBeLessThanOrEqual(maxOffsetMetres);
      expect(Math.abs(moved.latitude)).toBeLessThanOrEqual(90);
      expect(Math.abs(moved.longitude)).toBeLessThanOrEqual(180);
    }),
    { numRuns: 2_000 },
  );
});

test('is the same for the same hash, so that asking often gives nothing away', () => {
  const hash = Uint8Array.from([9, 8, 7, 6, 5, 4, 3, 2]);
  expect(approximatePoint(alfama, hash)).toEqual(approximatePoint(alfama, Uint8Array.from([...hash, 1, 1])));
});

test.each([
  ['nearest, north', [0, 0, 0, 0, 0, 0, 0, 0], 155, (point: typeof alfama) => point.latitude > alfama.latitude],
  [
    'farthest, north',
    [255, 255, 255, 255, 0, 0, 0, 0],
    495,
    (point: typeof alfama) => point.latitude > alfama.latitude,
  ],
  ['nearest, east', [0, 0, 0, 0, 64, 0, 0, 0], 155, (point: typeof alfama) => point.longitude > alfama.longitude],
  ['nearest, south', [0, 0, 0, 0, 128, 0, 0, 0], 155, (point: typeof alfama) => point.latitude < alfama.latitude],
])('%s', (_, bytes, metres, lies) => {
  const moved = approximatePoint(alfama, Uint8Array.from(bytes));
  expect(distanceMetres(alfama, moved)).toBeCloseTo(metres, 0);
  expect(lies(moved)).toBe(true);
});

test('half of the points lie in the inner half of the area', () => {
  const middle = approximatePoint(alfama, Uint8Array.from([128, 0, 0, 0, 0, 0, 0, 0]));
  expect(distanceMetres(alfama, middle)).toBeCloseTo(Math.sqrt((155 ** 2 + 495 ** 2) / 2), 0);
});

test('crosses the date line', () => {
  const moved = approximatePoint({ latitude: 0, longitude: 179.9999 }, Uint8Array.from([0, 0, 0, 0, 64, 0, 0, 0]));
  expect(moved.longitude).toBeCloseTo(-179.9987, 3);
});

test('a hash that is part of a larger buffer is read where it stands', () => {
  const buffer = Uint8Array.from([1, 2, 3, 4, 0, 0, 0, 0, 64, 0, 0, 0]);
  expect(approximatePoint(alfama, buffer.subarray(4))).toEqual(
    approximatePoint(alfama, Uint8Array.from([0, 0, 0, 0, 64, 0, 0, 0])),
  );
});

test('a hash that is too short is a fault', () => {
  expect(() => approximatePoint(alfama, new Uint8Array(7))).toThrow(RangeError);
});
