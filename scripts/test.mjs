/**
 * `npm test`: everything from an empty clone to the figures. Its very last line is `N passed, N failed`.
 * `npm test -- services api` runs some suites only.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { appDir, continueUnderPinnedNode, ensureInstalled, pathFirst, seconds } from './prepare.mjs';

const say = (line) => console.log(`[test] ${line}`);

/** Two cores: what boots whole apps runs one file at a time. */
const suites = [
  { name: 'domain', workers: 2 },
  { name: 'services', workers: 2, needs: ['postgres'] },
  { name: 'api', workers: 2, needs: ['postgres'] },
  { name: 'browser', workers: 1, needs: ['postgres', 'chromium'] },
  { name: 'chaos', workers: 1, needs: ['postgres'] },
];

const template = `casita_template_${process.pid}`;
const cleanups = [];
let interrupted = false;

async function main() {
  ensureInstalled(say);
  await continueUnderPinnedNode(import.meta.url);
  const wanted = process.argv.slice(2);
  const present = suites.filter(({ name }) => existsSync(join(appDir, 'tests', name)));
  const chosen = present.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  if (chosen.length === 0) throw new Error(`no such suite; there are ${present.map(({ name }) => name).join(', ')}`);

  const { compile } = await import('./compile.mjs');
  const compiled = compile(appDir);
  say(`compiled ${compiled.written} files in ${compiled.milliseconds} ms`);

  const environment = await prepareServers(chosen);
  const { env } = environment;
  const notRun = [];
  if (!env.CHROMIUM_PATH) notRun.push('browser: there is no Chromium on this machine (CHROMIUM_PATH)');
  if (!env.REDIS_URL) notRun.push('*.redis.test.ts: there is no redis-server on this machine (or set REDIS_URL)');
  if (!env.CASITA_AIRBNB_DATA)
    notRun.push('*.dataset.test.ts: CASITA_AIRBNB_DATA names no folder of Inside Airbnb snapshots');
  const results = [];
  for (const suite of chosen) {
    const needsChromium = suite.needs?.includes('chromium');
    if (interrupted || (needsChromium && !env.CHROMIUM_PATH)) continue;
    if (needsChromium) await inGroup(process.execPath, [join(appDir, 'scripts/build-admin.mjs')], process.env);
    results.push(await runSuite(suite, environment));
  }
  return { results, notRun };
}

async function prepareServers(chosen) {
  const servers = await import('./test-servers.mjs');
  const templates = await import('./test-template.mjs');
  const folder = servers.makeTemporaryFolder();
  cleanups.push(async () => rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 }));
  const { testSecrets } = await import('./test-secrets.mjs');
  const env = {
    ...process.env,
    ...pathFirst(),
    ...testSecrets,
    CASITA_TEST_FOLDER: folder,
    // What a test leaves behind when it is killed goes with the folder.
    TMPDIR: folder,
    CASITA_ENV_FILE: 'none',
    NODE_ENV: 'test',
  };
  for (const name of ['DATABASE_URL', 'PORT', 'HOST', 'SMTP_HOST', 'PUBLIC_URL', 'S3_BUCKET']) delete env[name];
  if (chosen.some(({ needs = [] }) => needs.includes('postgres'))) {
    const started = Date.now();
    const url = await providePostgres(servers, folder);
    await templates.buildTemplate(url, template, env);
    cleanups.push(() => templates.dropTemplate(url, template));
    Object.assign(env, { CASITA_TEST_POSTGRES_URL: url, CASITA_TEST_TEMPLATE: template });
    say(`PostgreSQL and a migrated template database ready in ${seconds(started)}`);
  }
  await provideRedis(servers, folder, env);
  env.CHROMIUM_PATH ??= servers.findChromium();
  if (!env.CHROMIUM_PATH) delete env.CHROMIUM_PATH;
  return { env, folder };
}

/** CASITA_TEST_POSTGRES_URL: a superuser's address of a server that is there already; else one of our own. */
async function providePostgres(servers, folder) {
  const given = process.env.CASITA_TEST_POSTGRES_URL;
  if (given) return given;
  const postgres = await servers.startPostgres(folder, say);
  cleanups.push(() => postgres.stop());
  return postgres.url;
}

async function provideRedis(servers, folder, env) {
  if (env.REDIS_URL) return;
  const redis = await servers.startRedis(folder);
  if (!redis) return;
  cleanups.push(() => redis.stop());
  env.REDIS_URL = redis.url;
}

async function runSuite(suite, environment) {
  const started = Date.now();
  const report = join(environment.folder, `${suite.name}.json`);
  const jest = join(appDir, 'node_modules/jest/bin/jest.js');
  const args = [jest, '--selectProjects', suite.name, '--passWithNoTests', '--json', '--outputFile', report];
  const code = await inGroup(
    process.execPath,
    [...args, '--maxWorkers', `${suite.workers}`, '--forceExit'],
    environment.env,
  );
  return { name: suite.name, took: seconds(started), ...figures(report, code) };
}

/** A file that does not even load, or a runner that dies, counts as a failure: it must never look like "nothing failed". */
function figures(report, code) {
  if (!existsSync(report)) return { passed: 0, failed: 1 };
  const result = JSON.parse(readFileSync(report, 'utf8'));
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
  return {
    passed: result.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: result.numPendingTests,
  };
}

let group;
/** The runner and all that it starts form one process group, which can be ended as a whole. */
function inGroup(command, args, env) {
  group = spawn(command, args, { cwd: appDir, env, detached: true, stdio: ['ignore', 'ignore', 'inherit'] });
  return new Promise((resolve) => group.once('exit', (code) => resolve(code ?? 1)));
}

function endGroup() {
  try {
    if (group?.pid) process.kill(-group.pid, 'SIGKILL');
  } catch {
    // all gone already
  }
}

let cleaning;
/** Once, and awaited by everybody who is about to exit. */
function cleanUp() {
  cleaning ??= (async () => {
    endGroup();
    for (const cleanup of cleanups.reverse()) await cleanup().catch((error) => say(`tidying up: ${error.message}`));
  })();
  return cleaning;
}

function printFigures({ results, notRun }) {
  for (const { name, passed, failed, skipped, took } of results) {
    say(`${name.padEnd(9)} ${passed} passed, ${failed} failed${skipped ? `, ${skipped} SKIPPED` : ''} in ${took}`);
  }
  for (const line of notRun) say(`DID NOT RUN: ${line}`);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (interrupted) return;
    interrupted = true;
    say(`${signal}: tidying up`);
    void cleanUp().then(() => process.exit(130));
  });
}

try {
  const { results, notRun } = await main();
  await cleanUp();
  printFigures({ results, notRun });
  const total = (key) => results.reduce((sum, result) => sum + result[key], 0);
  console.log(`${total('passed')} passed, ${total('failed')} failed`);
  if (interrupted) process.exit(130);
  process.exit(total('failed') === 0 && total('passed') > 0 ? 0 : 1);
} catch (error) {
  await cleanUp();
  console.error(error.message);
  console.log('0 passed, 1 failed');
  process.exit(1);
}
