import fc from 'fast-check';
import { overlay, type HostRange } from '../../src/domain/calendar-overlay';
import { addDays, nightOf } from '../../src/domain/night';

const base = nightOf('2027-03-01');

const range = (first: number, last: number, says: Partial<HostRange> = {}): HostRange => ({
  firstNight: addDays(base, first),
  lastNight: addDays(base, last),
  closed: false,
  price: null,
  minNights: null,
  minNightsThrough: null,
  maxNights: null,
  reason: null,
  source: 'host',
  ...says,
});

const dear = { price: 20_000 };
const shut = { closed: true };

test.each<[string, HostRange[], HostRange[]]>([
  ['nothing over nothing', [], []],
  ['one range stays', [range(0, 3, dear)], [range(0, 3, dear)]],
  ['the same nights: the later wins whole', [range(0, 3, dear), range(0, 3, shut)], [range(0, 3, shut)]],
  [
    'inside: the earlier is cut in two',
    [range(0, 9, dear), range(4, 5, shut)],
    [range(0, 3, dear), range(4, 5, shut), range(6, 9, dear)],
  ],
  ['over the end', [range(0, 5, dear), range(4, 8, shut)], [range(0, 3, dear), range(4, 8, shut)]],
  ['over the beginning', [range(4, 8, dear), range(0, 5, shut)], [range(0, 5, shut), range(6, 8, dear)]],
  [
    'one night is a range too',
    [range(0, 2, dear), range(1, 1, shut)],
    [range(0, 0, dear), range(1, 1, shut), range(2, 2, dear)],
  ],
  ['neighbours that say the same become one', [range(0, 3, dear), range(4, 8, dear)], [range(0, 8, dear)]],
  ['neighbours that differ do not', [range(0, 3, dear), range(4, 8, shut)], [range(0, 3, dear), range(4, 8, shut)]],
  ['a range that says nothing clears', [range(0, 9, dear), range(3, 6)], [range(0, 2, dear), range(7, 9, dear)]],
  [
    'what was imported stays imported where it is left over',
    [range(0, 5, { ...shut, source: 'import' }), range(0, 1, dear)],
    [range(0, 1, dear), range(2, 5, { ...shut, source: 'import' })],
  ],
])('%s', (_, layers, expected) => {
  expect(overlay(layers)).toEqual(expected);
});

const anyRange = fc
  .record({ first: fc.nat(30), length: fc.nat(10), price: fc.option(fc.constantFrom(100, 200)), closed: fc.boolean() })
  .map(({ first, length, price, closed }) => range(first, first + length, { price, closed }));

/** Night by night, as a wall is painted. */
function painted(layers: readonly HostRange[]): Map<string, string> {
  const nights = new Map<string, string>();
  for (const layer of layers) {
    for (let night = layer.firstNight; night <= layer.lastNight; night = addDays(night, 1)) {
      nights.set(night, `${layer.closed} ${layer.price}`);
    }
  }
  for (const [night, says] of nights) if (says === 'false null') nights.delete(night);
  return new Map([...nights].sort());
}

test('any layers: each night says what the last layer over it says, and no two ranges overlap or could be one', () => {
  fc.assert(
    fc.property(fc.array(anyRange, { maxLength: 12 }), (layers) => {
      const result = overlay(layers);
      expect(painted(result)).toEqual(painted(layers));
      for (const [index, { firstNight }] of result.entries()) {
        const before = result[index - 1];
        if (!before) continue;
        expect(before.lastNight < firstNight).toBe(true);
        const adjoin = addDays(before.lastNight, 1) === firstNight;
        if (adjoin) expect([before.closed, before.price]).not.toEqual([result[index]?.closed, result[index]?.price]);
      }
    }),
  );
});
