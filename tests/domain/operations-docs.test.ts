import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { LOCK_TIMEOUT_MS, SEARCH_TIMEOUT_MS, STATEMENT_TIMEOUT_MS } from '../../src/adapters/postgres/timeouts';
import { dueJobs } from '../../src/jobs';
import { readSettings } from '../../src/settings';

const read = (path: string) => readFileSync(resolve(__dirname, '../..', path), 'utf8');
const page = read('docs/operations.md');
const table = /<!-- connections -->([\s\S]*?)<!-- \/connections -->/.exec(page)?.[1] ?? '';
const rows = table
  .trim()
  .split('\n')
  .slice(2)
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, what, name, most, , statement, lock]) => ({ what, name, most, statement, lock }));
const row = (what: string) => rows.find((each) => each.what === what);
const settings = readSettings({
  ...{ DATABASE_URL: 'postgres://any', QUOTE_SECRET: 'q'.repeat(32), ENCRYPTION_KEY: 'e'.repeat(32) },
  ...{ STRIPE_SECRET_KEY: 'sk_test_1', STRIPE_PUBLISHABLE_KEY: 'pk_test_1' },
  ...{ STRIPE_WEBHOOK_SECRET: 'whsec_1', STRIPE_CONNECT_WEBHOOK_SECRET: 'whsec_2' },
});

describe('docs/operations.md', () => {
  it('lists the jobs in the order in which they are looked at', () => {
    const jobs = /<!-- jobs -->([\s\S]*?)<!-- \/jobs -->/.exec(page)?.[1] ?? '';
    const listed = [...jobs.matchAll(/^\| `([a-z-]+)`/gm)].map(([, name]) => name);
    expect(listed).toEqual(dueJobs.map(({ name }) => name));
  });

  it('says how many connections there are and how long they wait', () => {
    const seconds = (ms: number) => `${ms / 1_000} s`;
    expect(row('own')).toMatchObject({
      most: `\`DATABASE_POOL_MAX\` (${settings.poolMax})`,
      statement: seconds(STATEMENT_TIMEOUT_MS),
      lock: seconds(LOCK_TIMEOUT_MS),
    });
    expect(row('searches')).toMatchObject({
      most: `2 × \`SEARCH_POOL_MAX\` (${settings.search.poolMax})`,
      statement: seconds(SEARCH_TIMEOUT_MS),
    });
    expect(row("Strapi's own")?.statement).toContain(`\`LIST_TIMEOUT_MS\` (${seconds(settings.listTimeoutMs)})`);
    expect(page).toContain(`\`SEARCH_WAITING_MAX\` (${settings.search.waitingMax})`);
    expect(page).toContain(`(${2 * settings.poolMax + 2 * settings.search.poolMax + 2} with the defaults)`);
  });

  it('names every kind of connection to PostgreSQL as the database shows it', () => {
    const sources = ['database.ts', 'search-database.ts', 'change-feed.ts'].map((name) =>
      read(`src/adapters/postgres/${name}`),
    );
    const named = sources.map((text) => /application_name: '([^']+)'/.exec(text)?.[1]);
    const shown = rows.map(({ name }) => name).filter((name) => name?.startsWith('`'));
    expect([...new Set(shown)]).toEqual(named.map((name) => `\`${name}\``));
  });
});
