import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openDatabase } from '../../src/adapters/postgres/database';
import type { Casita } from '../../src/ports';
import { systemClock } from '../../src/sandbox/clock';
import { startApp, type AppProcess } from '../services/support/app-process';
import { makeHome } from '../services/support/world';
import { openDoors, password, signUp, signUpHost } from './support/people';

/** What quickstart leaves behind and the tour looks at: the accounts, the keys, a home in the demo city. */
let app: AppProcess;
let folder: string;
beforeAll(async () => {
  app = await startApp({ env: openDoors });
  const guest = await signUp(app, 'guest');
  const host = await signUpHost(app, 'host');
  folder = mkdtempSync(join(tmpdir(), 'casita-tour-'));
  mkdirSync(join(folder, '.data'));
  const accounts = [
    { role: 'Guest', email: guest.email, password },
    { role: 'Host', email: host.email, password },
  ];
  writeFileSync(join(folder, '.data/demo-accounts.json'), JSON.stringify(accounts));
  writeFileSync(join(folder, '.env'), `STRIPE_PUBLISHABLE_KEY=${process.env['STRIPE_PUBLISHABLE_KEY'] ?? ''}\n`);
  await makeDemoHome(app.database.url);
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await app.end();
});

async function makeDemoHome(connectionString: string): Promise<void> {
  const db = openDatabase({ connectionString, poolMax: 1, lockTimeoutMs: 5_000, statementTimeoutMs: 30_000 });
  // All that writing a listing needs of the app.
  await makeHome({ db, clock: systemClock } as unknown as Casita, {
    address: { line1: 'Rua da Ribeira 4', city: 'Porto Alvar', country: 'PT' },
  });
  await db.close();
}

/** The tour's commands as they stand in the README, for this app and these accounts; each answer's status goes to stderr. */
function tour(): string {
  const readme = readFileSync(resolve(__dirname, '../../README.md'), 'utf8');
  const blocks = [...readme.matchAll(/^```bash\n([\s\S]*?)^```$/gm)].map((match) => match[1]);
  const commands = blocks
    .join('\n')
    .replaceAll('http://127.0.0.1:1337', app.url)
    .replaceAll('@casita.example', '@example.test');
  const curl = `curl() { command curl -w '%{stderr}%{http_code}\\n' "$@"; echo; }`;
  return `set -euo pipefail\n${curl}\n${commands}`;
}

function run(script: string): Promise<{ readonly answers: string; readonly statuses: number[] }> {
  return new Promise((done, failed) => {
    execFile('bash', ['-c', script], { cwd: folder }, (error, answers, log) => {
      if (error) failed(new Error(`${error.message}\n${answers}`));
      else done({ answers, statuses: log.trim().split('\n').map(Number) });
    });
  });
}

test("the README's commands work, one after the other, and end as it says", async () => {
  const { answers, statuses } = await run(tour());
  // The last one asks for a session of the panel, which the app of a test does not serve.
  expect(statuses).toEqual([200, 200, 200, 200, 422, 200, 201, 200, 200, 200, 200, 200, 503]);
  expect(answers).toContain('"check_out_not_after_check_in"');
  expect(answers).toMatch(/"status":\s?"succeeded"/);
  expect(answers).toMatch(/"state":"confirmed".*"line1":"Rua da Ribeira 4"/);
  expect(answers).toContain('"cutoffs"');
  expect(answers).toMatch(/"bookings":.*"state":"confirmed"/);
});
