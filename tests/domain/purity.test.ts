/** The domain stays pure: it imports itself and Temporal, and asks neither clock, dice, disk nor network. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(__dirname, '../../src/domain');
const files = readdirSync(folder).filter((name) => name.endsWith('.ts'));
const source = (name: string): string => readFileSync(join(folder, name), 'utf8');

/** Comments may speak of what the code must not do. */
const code = (name: string): string => source(name).replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');

const imports = (name: string): string[] =>
  [...code(name).matchAll(/\bfrom '([^']+)'/g)].map((match) => match[1] as string);

test('there is a domain to look at', () => {
  expect(files.length).toBeGreaterThan(20);
});

test.each(files)('%s', (name) => {
  const foreign = imports(name).filter((path) => path !== 'temporal-polyfill' && !/^\.\/[a-z-]+$/.test(path));
  expect(foreign).toEqual([]);
  const impure = code(name).match(
    /\b(Date\b|Math\.random|Temporal\.Now|process\b|require\(|import\(|fetch\(|setTimeout|console\b)/g,
  );
  expect(impure).toBeNull();
  expect(source(name).split('\n').length).toBeLessThanOrEqual(300);
});

const glossary = readFileSync(join(folder, 'README.md'), 'utf8');

test('the glossary names every file', () => {
  expect(files.filter((name) => !glossary.includes(`\`${name}\``))).toEqual([]);
});

test('the glossary explains the reasons of availability, quote, moves and reviews', () => {
  const explained = ['availability', 'alteration', 'booking-moves', 'coupon', 'quote', 'review-rules', 'superhost'];
  const codes = explained.flatMap((name) =>
    [...code(`${name}.ts`).matchAll(/\bcode: '([a-z_]+)'/g)].map((match) => match[1]),
  );
  expect(codes.length).toBeGreaterThan(30);
  expect(codes.filter((reason) => !glossary.includes(`\`${reason}\``))).toEqual([]);
});
