import { readFileSync } from 'node:fs';
import { drawYear } from '../../src/sandbox/year-of-a-home/picture';
import { kinds, yearAsJson, yearOfAHome } from '../../src/sandbox/year-of-a-home/year';

test('what is in the docs is what the code makes', () => {
  expect(readFileSync('docs/year-of-a-home.json', 'utf8')).toBe(yearAsJson());
  expect(readFileSync('docs/year-of-a-home.svg', 'utf8')).toBe(drawYear(yearOfAHome()));
});

test('the year has every kind of night', () => {
  const seen = new Set(yearOfAHome().map(({ kind }) => kind));
  expect(kinds.filter((kind) => !seen.has(kind))).toEqual([]);
  expect(yearOfAHome()).toHaveLength(365);
});
