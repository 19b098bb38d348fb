/**
 * Before a test run that was not started by `npm test` (`npx jest tests/services/…`): compiles, and provides PostgreSQL with a
 * template database, both kept in .data/test from run to run. Made anew when something that shapes the database has changed.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { compile } from './compile.mjs';
import { appDir } from './prepare.mjs';
import { testSecrets } from './test-secrets.mjs';
import { findChromium, startPostgres } from './test-servers.mjs';
import { buildTemplate, dropLeftovers, templateExists } from './test-template.mjs';

const shapesDatabase = ['config', 'database', 'src/extensions', 'src/adapters/postgres', 'src/jobs', 'src/components'];

export default async function provide() {
  if (process.env.CASITA_TEST_POSTGRES_URL) return;
  compile(appDir);
  const folder = join(appDir, '.data', 'test');
  mkdirSync(folder, { recursive: true });
  Object.assign(process.env, testSecrets, { CASITA_ENV_FILE: 'none', NODE_ENV: 'test' });
  delete process.env.DATABASE_URL;
  const postgres = await startPostgres(folder, console.log);
  const template = `casita_template_${fingerprint()}`;
  await dropLeftovers(postgres.url, template);
  if (!(await templateExists(postgres.url, template))) await buildTemplate(postgres.url, template, process.env);
  Object.assign(process.env, {
    CASITA_TEST_POSTGRES_URL: postgres.url,
    CASITA_TEST_TEMPLATE: template,
    CASITA_TEST_FOLDER: folder,
  });
  const chromium = findChromium();
  if (chromium) process.env.CHROMIUM_PATH ??= chromium;
}

function fingerprint() {
  const hash = createHash('sha256');
  const schemas = filesBelow(join(appDir, 'src/api')).filter((file) => file.endsWith('.json'));
  const files = [
    ...shapesDatabase.flatMap((folder) => filesBelow(join(appDir, folder))),
    ...schemas,
    join(appDir, 'src/index.ts'),
  ];
  for (const file of files.sort()) hash.update(file).update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}
