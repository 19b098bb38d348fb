import { nearestWord, slipsBetween } from '../../src/domain/near-words';

const known = ['porto', 'lisboa', 'fishermans', 'cabin', 'casa', 'praia', 'porta'];

it.each([
  ['portto', 'porto'],
  ['prto', 'porto'],
  ['lisbao', 'lisboa'],
  ['fishermn', 'fishermans'],
  ['cabni', 'cabin'],
  ['porti', 'porta'],
  ['cama', 'casa'],
  ['cas', null],
  ['villa', null],
  ['fisherboat', null],
])('%s is meant to be %s', (word, meant) => {
  expect(nearestWord(word, known)).toBe(meant);
});

it.each([
  ['', '', 0],
  ['', 'abc', 3],
  ['abc', '', 3],
  ['ab', 'ba', 1],
  ['abcd', 'acbd', 1],
  ['kitten', 'sitting', 3],
  ['ca', 'abc', 3],
])('from %p to %p in %i slips', (one, other, slips) => {
  expect(slipsBetween(one, other)).toBe(slips);
  expect(slipsBetween(other, one)).toBe(slips);
});
