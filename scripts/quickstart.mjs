/**
 * `npm run quickstart`: from an empty clone to a running marketplace with a city full of homes. Every step is done only
 * when needed, so the second run takes seconds. Ctrl-C ends everything.
 */
import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureEnvFile } from './env-file.mjs';
import { appDir, continueUnderPinnedNode, ensureInstalled, pathFirst, seconds } from './prepare.mjs';

/** Kept when this goes on under the pinned Node. */
const started = Number((process.env.CASITA_STARTED_AT ??= String(Date.now())));
const say = (line) => console.log(`[${seconds(started).padStart(7)}] ${line}`);
const host = process.env.HOST ?? '127.0.0.1';
const dataDir = process.env.CASITA_DATA_DIR ?? join(appDir, '.data');
const noteFile = join(dataDir, 'demo-filled');
const progressMs = 15_000;
const readyMs = 180_000;
const portsTried = 50;
const sameSignalMs = 1_000;

const children = new Set();
let postgres;
/** When stopping began; 0 before. */
let stopping = 0;

async function main() {
  ensureInstalled(say);
  await continueUnderPinnedNode(import.meta.url);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stop(0));

  const { compile } = await import('./compile.mjs');
  const compiled = compile(appDir);
  if (compiled.written > 0) say(`Compiled ${compiled.written} files`);
  const added = ensureEnvFile(appDir);
  if (added.length > 0) say(`.env: made ${added.length} secrets of this installation's own`);
  process.loadEnvFile(join(appDir, '.env'));
  mkdirSync(dataDir, { recursive: true });

  // The panel takes a processor for a minute; the database and the city are made on the other.
  await Promise.all([buildAdmin(), provideData()]);
  await startApp();
}

async function buildAdmin() {
  const { isAdminCurrent } = await import('./build-admin.mjs');
  if (!isAdminCurrent()) await step('Building the admin panel (once)', 'scripts/build-admin.mjs');
}

async function provideData() {
  if (!process.env.DATABASE_URL) {
    const { ensurePostgres } = createRequire(import.meta.url)(join(appDir, 'dist/src/adapters/embedded-postgres'));
    postgres = await ensurePostgres({ dataDir, log: say });
  }
  if (filledNote() && existsSync(noteFile) && readFileSync(noteFile, 'utf8') === filledNote()) return;
  await step('Filling the demo city', 'dist/src/cli/demo.js');
  if (filledNote()) writeFileSync(noteFile, filledNote());
}

/** Names the embedded database by the moment it was made; a database of the operator's is always looked into. */
function filledNote() {
  const birth = join(dataDir, 'postgres', 'PG_VERSION');
  return postgres && existsSync(birth) ? `filled: database of ${statSync(birth).mtimeMs}` : undefined;
}

/** Runs a program to its end, with a sign of life for the long ones. Its output goes to a file, and is shown if it fails. */
async function step(title, program) {
  const begun = Date.now();
  const name = program
    .split('/')
    .pop()
    .replace(/\.m?js$/, '');
  const child = run(program, name);
  const announce = setTimeout(() => say(`${title} …`), 1_500);
  const progress = setInterval(() => say(`${title}: ${seconds(begun)} so far`), progressMs);
  const code = await child.ended;
  clearTimeout(announce);
  clearInterval(progress);
  if (stopping) return new Promise(() => undefined);
  if (code !== 0) throw new Error(`${title} failed:\n${child.tail()}`);
  if (Date.now() - begun > 1_500) say(`${title}: done in ${seconds(begun)}`);
}

function run(program, name, env = {}) {
  const log = createWriteStream(join(dataDir, `${name}.log`));
  const child = spawn(process.execPath, [join(appDir, program)], {
    cwd: appDir,
    env: { ...process.env, ...pathFirst(), CASITA_STOP_WITH_STDIN: '1', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  children.add(child);
  let recent = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      log.write(chunk);
      recent = (recent + chunk).slice(-4_000);
    });
  }
  child.stdin.on('error', () => undefined);
  const ended = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      children.delete(child);
      resolve(code ?? signal);
    });
  });
  return { child, ended, tail: () => recent };
}

async function startApp() {
  const wanted = Number(process.env.PORT ?? 1337);
  const port = await firstFreePort(wanted);
  if (port !== wanted) say(`Port ${wanted} is taken: using ${port}`);
  say('Starting the app …');
  const app = run('dist/src/cli/start.js', 'app', { PORT: String(port), HOST: host });
  const url = `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`;
  void app.ended.then((code) => {
    if (stopping) return;
    console.error(`The app has ended (${code}):\n${app.tail()}`);
    void stop(1);
  });
  if (!(await isReady(url))) throw new Error(`The app did not get ready:\n${app.tail()}`);
  greet(url);
}

async function isReady(url) {
  for (const deadline = Date.now() + readyMs; Date.now() < deadline && !stopping; await sleep(200)) {
    const answer = await fetch(`${url}/ready`).catch(() => undefined);
    if (answer?.ok) return true;
  }
  return false;
}

async function firstFreePort(wanted) {
  for (let port = wanted; port < wanted + portsTried; port += 1) if (await isFree(port)) return port;
  throw new Error(`no free port from ${wanted} to ${wanted + portsTried - 1}: set PORT`);
}

function isFree(port) {
  return new Promise((resolve) => {
    const probe = createServer().once('error', () => resolve(false));
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });
}

function greet(url) {
  const pages = [
    ['API', `${url}/api/search`],
    ['Documentation', `${url}/docs`],
    ['GraphQL', `${url}/graphql`],
    ['Admin panel', `${url}/admin`],
    ['Sandbox', `${url}/sandbox`],
  ];
  say(`Ready: ${url}\n`);
  for (const [name, address] of pages) console.log(`  ${name.padEnd(14)} ${address}`);
  for (const { role, email, password } of demoAccounts()) {
    console.log(`  ${role.padEnd(14)} ${email}  ${password}`);
  }
  console.log(`\n  Logs: ${join(dataDir, 'app.log')}. Ctrl-C ends everything.\n`);
}

/** Written by the demo: passwords made for this installation alone. */
function demoAccounts() {
  const file = join(dataDir, 'demo-accounts.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
}

/**
 * The app first (it finishes the requests in flight), then the database. A second Ctrl-C does not wait; the first arrives
 * several times, from the terminal and from whatever passes it on.
 */
async function stop(code) {
  if (stopping && Date.now() - stopping > sameSignalMs) process.exit(130);
  if (stopping) return;
  stopping = Date.now();
  if (children.size > 0) say('Stopping …');
  const ends = [...children].map((child) => new Promise((resolve) => child.once('exit', resolve)));
  for (const child of children) child.kill('SIGTERM');
  await Promise.all(ends);
  await postgres?.stop();
  process.exit(code);
}

main().catch((error) => {
  console.error(error.message);
  void stop(1);
});
