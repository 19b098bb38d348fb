import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(__dirname, '../../src/domain');
const files = readdirSync(folder).filter((name) => name.endsWith('.ts'));
const glossary = readFileSync(join(folder, 'README.md'), 'utf8');

test('the glossary names every file', () => {
  expect(files.length).toBeGreaterThan(20);
  expect(files.filter((name) => !glossary.includes(`\`${name}\``))).toEqual([]);
});

test('the glossary explains the reasons of availability, quote, moves and reviews', () => {
  const explained = ['availability', 'alteration', 'booking-moves', 'coupon', 'quote', 'review-rules', 'superhost'];
  const sources = explained.map((name) => readFileSync(join(folder, `${name}.ts`), 'utf8'));
  const codes = sources.flatMap((text) =>
    [...text.matchAll(/\bcode: '([a-z_]+)'/g)].map((match) => match[1] as string),
  );
  expect(codes.length).toBeGreaterThan(30);
  expect(codes.filter((code) => !glossary.includes(`\`${code}\``))).toEqual([]);
});
