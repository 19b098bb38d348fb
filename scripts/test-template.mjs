/** The migrated, empty database that each test gets a copy of. */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { appDir } from './prepare.mjs';
import { isAlive } from './test-servers.mjs';

/** Fills the database `name` with everything that a start of the app makes. */
export function buildTemplate(adminUrl, name, env) {
  return asAdmin(adminUrl, async (admin) => {
    await admin.query('SELECT pg_advisory_lock(1)'); // one builder at a time
    await drop(admin, name);
    await admin.query(`CREATE DATABASE ${name}`);
    const address = new URL(adminUrl);
    address.pathname = `/${name}`;
    await run(join(appDir, 'dist/src/cli/migrate.js'), { ...env, DATABASE_URL: address.href });
    await admin.query(`ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS false IS_TEMPLATE true`);
  });
}

export function dropTemplate(adminUrl, name) {
  return asAdmin(adminUrl, (admin) => drop(admin, name));
}

export function templateExists(adminUrl, name) {
  return asAdmin(adminUrl, async (admin) => {
    const found = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1 AND NOT datallowconn', [name]);
    return found.rowCount === 1;
  });
}

/** Test databases of runs that were killed, and templates of earlier code. */
export function dropLeftovers(adminUrl, keep) {
  return asAdmin(adminUrl, async (admin) => {
    const { rows } = await admin.query("SELECT datname FROM pg_database WHERE datname ~ '^casita_(test|template)_'");
    for (const { datname } of rows) {
      const pid = Number(/^casita_test_(\d+)_/.exec(datname)?.[1] ?? 0);
      if (datname !== keep && !(pid > 0 && isAlive(pid))) await drop(admin, datname);
    }
  });
}

async function drop(admin, name) {
  const found = await admin.query('SELECT datistemplate FROM pg_database WHERE datname = $1', [name]);
  if (found.rowCount === 0) return;
  // A database that was being dropped when its server was killed can be dropped, but no longer altered.
  if (found.rows[0].datistemplate) await admin.query(`ALTER DATABASE ${name} IS_TEMPLATE false`);
  await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
}

async function asAdmin(adminUrl, work) {
  const { Client } = createRequire(import.meta.url)('pg');
  const admin = new Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}

/** Runs to the end; its output is shown only when it fails. */
function run(script, env) {
  const child = spawn(process.execPath, [script], { cwd: appDir, env, stdio: ['pipe', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`${script} failed:\n${output.slice(-6000)}`)),
    );
  });
}
