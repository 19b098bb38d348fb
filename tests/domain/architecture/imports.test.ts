import { sourcesBelow, type Import, type Source } from './sources';

/**
 * Imports point inward: doors → use cases → queries → domain. What reaches outside (adapters) is made at the composition
 * root and handed in, so that a rule can be read, and tested, without anything around it.
 */
interface Rule {
  readonly name: string;
  readonly applies: (path: string) => boolean;
  readonly allows: (target: string, from: Import) => boolean;
}

const below =
  (...folders: string[]) =>
  (path: string) =>
    folders.some((folder) => path.startsWith(`${folder}/`));
const inFolder = (name: string) => (path: string) => path.includes(`/${name}/`);

/** Interfaces, wrappers and predicates without any connection of their own. */
const innerAdapters = ['sql', 'tx-on', 'database-gone'].map((name) => `src/adapters/postgres/${name}`);
const isDoor = (path: string) =>
  inFolder('controllers')(path) ||
  inFolder('routes')(path) ||
  below('src/graphql', 'src/front', 'src/cli', 'src/admin')(path);
const isFramework = (target: string) => /^(@strapi\/|koa|graphql$|nexus$|pg$|stripe$|ioredis$)/.test(target);
const isRoot = (path: string) =>
  ['src/index.ts', 'src/composition.ts'].includes(path) || below('src/cli', 'src/adapters')(path);

const rules: readonly Rule[] = [
  {
    name: 'the domain imports itself and Temporal only',
    applies: below('src/domain'),
    allows: (target) => target.startsWith('src/domain/') || target === 'temporal-polyfill',
  },
  {
    name: 'use cases know no door, no framework and no adapter',
    applies: inFolder('use-cases'),
    allows: (target) =>
      !isFramework(target) &&
      !isDoor(`${target}.ts`) &&
      (!target.startsWith('src/adapters') || innerAdapters.includes(target)),
  },
  {
    name: 'queries know neither use cases nor doors',
    applies: inFolder('queries'),
    allows: (target) =>
      !isFramework(target) &&
      !isDoor(`${target}.ts`) &&
      !inFolder('use-cases')(target) &&
      (!target.startsWith('src/adapters') || innerAdapters.includes(target)),
  },
  {
    name: 'adapters are made at the composition root',
    applies: (path) => !isRoot(path),
    allows: (target, { typeOnly }) =>
      !target.startsWith('src/adapters') ||
      typeOnly ||
      innerAdapters.includes(target) ||
      target === 'src/adapters/postgres/content-type-constraints',
  },
  {
    name: 'the API’s controllers go through use cases, not to queries',
    applies: (path) => below('src/api')(path) && (inFolder('controllers')(path) || inFolder('routes')(path)),
    allows: (target) => !inFolder('queries')(target),
  },
  {
    name: 'nothing imports a test, or Strapi by an inner path',
    applies: () => true,
    allows: (target) => !target.startsWith('tests/') && !/^@strapi\/[^/]+\/dist\//.test(target),
  },
];

const violations = (rule: Rule, sources: readonly Source[]) =>
  sources
    .filter(({ path }) => rule.applies(path))
    .flatMap(({ path, imports }) =>
      imports.filter((one) => !rule.allows(one.target, one)).map(({ target }) => `${path} imports ${target}`),
    );

describe('imports', () => {
  const sources = sourcesBelow('src', 'config', 'database');

  test.each(rules.map((rule) => [rule.name, rule] as const))('%s', (_name, rule) => {
    expect(violations(rule, sources)).toEqual([]);
  });

  test.each([
    ['src/domain/price.ts', 'src/adapters/postgres/sql'],
    ['src/domain/price.ts', 'node:crypto'],
    ['src/api/booking/use-cases/hold.ts', '@strapi/strapi'],
    ['src/api/booking/use-cases/hold.ts', 'src/adapters/stripe/stripe-payments'],
    ['src/api/booking/queries/hold.ts', 'src/api/booking/use-cases/hold'],
    ['src/graphql/bookings.ts', 'src/adapters/memory/cache'],
    ['src/api/booking/controllers/booking.ts', 'src/api/booking/queries/hold'],
  ])('a planted import is found: %s → %s', (path, target) => {
    const planted: Source = { path, text: '', imports: [{ target, typeOnly: false }] };
    expect(rules.flatMap((rule) => violations(rule, [planted]))).not.toEqual([]);
  });
});
