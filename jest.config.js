/** Tests run TypeScript through swc; packages that ship ES modules only are transformed too. */
const esmOnly = ['temporal-polyfill', 'temporal-utils', 'graphile-worker', '@seriousme'];

const common = {
  cacheDirectory: '<rootDir>/.cache/jest',
  testEnvironment: 'node',
  transform: {
    '^.+\\.(t|j)sx?$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'commonjs' } },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnly.join('|')})/)`],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.data/'],
  // What needs Redis, or real snapshots of a city, says so in its name, and runs where there are any.
  testPathIgnorePatterns: [
    '/node_modules/',
    ...(process.env.REDIS_URL ? [] : ['\\.redis\\.test\\.ts$']),
    ...(process.env.CASITA_AIRBNB_DATA ? [] : ['\\.dataset\\.test\\.ts$']),
  ],
};

const suite = (name, own = {}) => ({
  ...common,
  displayName: name,
  roots: [`<rootDir>/tests/${name}`],
  testMatch: ['**/*.test.ts'],
  ...own,
});

/** Everything but the pure rules runs on a real PostgreSQL. */
const onServers = { globalSetup: '<rootDir>/scripts/jest-setup.mjs' };

module.exports = {
  testTimeout: 120000,
  projects: [
    suite('domain'),
    suite('services', onServers),
    suite('api', onServers),
    suite('browser', onServers),
    suite('chaos', onServers),
  ].filter(({ displayName }) => require('node:fs').existsSync(`${__dirname}/tests/${displayName}`)),
};
