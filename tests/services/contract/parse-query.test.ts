import { parse } from 'qs';
import { allOperations } from '../../../src/contract/operations';
import { parsePart } from '../../../src/contract/parse';
import { parseQuery } from '../../../src/contract/parse-query';
import { plainQuery } from '../../../src/front/plain-query';

/** Seeded (mulberry32): a failure can be seen again. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const values = [
  ...['1', '0', '25', '999', '-3', '4.5', 'true', 'false', '', 'x', 'EUR', 'XXX', 'wifi,pool', 'en,pt', 'entire_home'],
  ...['2027-03-01', '2027-03-05', '2027-02-30', '-1,-1,1,1', '1,1,-1,-1', 'price', 'relevance', 'weekend', 'month'],
  ...['2027-03', '2027-03,2027-04', 'amenities,type', 'a'.repeat(24), null, ['1', '2'], { a: '1' }],
];

const withQuery = allOperations.filter(({ query }) => query !== undefined);

test('there are operations with parameters, search among them', () => {
  expect(withQuery.map(({ id }) => id)).toContain('searchProperties');
  expect(withQuery.length).toBeGreaterThan(5);
});

test.each(withQuery.map((operation) => [operation.id, operation] as const))(
  '%s: what is read in part is what the whole schema reads, and so is each refusal',
  (id, { query }) => {
    if (!query) throw new Error('chosen for its query');
    const next = numbers(id.length);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
    const names = [...Object.keys(query.shape), 'unknown'];
    let accepted = 0;
    for (let round = 0; round < 300; round += 1) {
      const asked = Object.fromEntries(
        Array.from({ length: Math.floor(next() * 5) }, () => [pick(names), pick(values)]),
      );
      const outcome = parseQuery(query, asked);
      expect(outcome).toEqual(parsePart('query', query, asked));
      if (outcome.ok) accepted += 1;
    }
    for (const nothing of [undefined, null, 'text', []]) {
      expect(parseQuery(query, nothing)).toEqual(parsePart('query', query, nothing));
    }
    // Elsewhere what is required (a link's token, a box) is hardly ever guessed.
    if (id === 'searchProperties') expect(accepted).toBeGreaterThan(20);
  },
);

/** As Strapi asks it to. */
const byQs = (querystring: string) => parse(querystring, { strictNullHandling: true, arrayLimit: 100, depth: 20 });

test('a plain query is read as the parser of all queries reads it', () => {
  const next = numbers(7);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  const some = (list: readonly string[], most: number) =>
    Array.from({ length: Math.floor(next() * (most + 1)) }, () => pick(list)).join('');
  const pieces = ['a', 'é', '1', '-', '.', ',', ' ', '+', '%20', '%2C', '%26', '%', '%E0', '=', '[', ']', '#', ';'];
  const names = ['a', 'bbox', 'q', 'a1', '1a', '__proto__', 'toString', 'a.b', 'a[0]', ''];
  let plain = 0;
  for (let round = 0; round < 5_000; round += 1) {
    const pairs = Array.from(
      { length: 1 + Math.floor(next() * 3) },
      () => pick(names) + pick(['=', '=', '=', '']) + some(pieces, 4),
    );
    const text = pairs.join('&');
    const read = plainQuery(text);
    if (read === null) continue;
    plain += 1;
    expect([text, read]).toEqual([text, byQs(text)]);
  }
  expect(plain).toBeGreaterThan(300);
});

test.each([
  ['', {}],
  ['bbox=-9.2%2C38.6,-9%2C39&q=sea+view&adults=2', { bbox: '-9.2,38.6,-9,39', q: 'sea view', adults: '2' }],
  ['a=b=c', { a: 'b=c' }],
  ['a', null],
  ['a=1&a=2', null],
  ['a[]=1', null],
  ['=1', null],
  ['a=%E0', null],
  ['constructor=1', null],
  ['a=1&', null],
])('%s', (text, read) => expect(plainQuery(text)).toEqual(read));
