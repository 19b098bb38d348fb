/** What every script needs first: the packages of package-lock.json, and the Node that the project is pinned to. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const appDir = join(dirname(fileURLToPath(import.meta.url)), '..');
const modules = join(appDir, 'node_modules');
const pinnedNode = join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

export const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

/** Runs `npm ci` unless exactly what the lock file names is installed. A linked node_modules belongs to somebody else. */
export function ensureInstalled(say) {
  if (existsSync(modules) && lstatSync(modules).isSymbolicLink()) return;
  if (isInstalled()) return;
  const started = Date.now();
  say('Installing packages (npm ci): about a minute …');
  const args = ['ci', '--no-audit', '--no-fund', '--include=dev', '--include=optional', '--loglevel=error'];
  const npm = process.env.npm_execpath?.endsWith('.js') ? [process.execPath, process.env.npm_execpath] : ['npm'];
  const [command, ...before] = npm;
  const { status, error } = spawnSync(command, [...before, ...args], {
    cwd: appDir,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) throw new Error(`npm ci failed${error ? `: ${error.message}` : ''}`);
  say(`Packages installed in ${seconds(started)}`);
}

/** npm notes in node_modules/.package-lock.json what it has really installed. */
function isInstalled() {
  const note = join(modules, '.package-lock.json');
  if (!existsSync(note) || !existsSync(pinnedNode)) return false;
  const wanted = JSON.parse(readFileSync(join(appDir, 'package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(readFileSync(note, 'utf8')).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '' || entry.link) return true;
    const installed = present[path];
    return installed ? installed.version === entry.version : Boolean(entry.optional || entry.devOptional || entry.peer);
  });
}

/**
 * Strapi verifies tokens many times faster on the pinned Node than on older ones, and some packages need it: goes on
 * under it, whatever Node was at hand. Returns only in the pinned Node.
 */
export async function continueUnderPinnedNode(script) {
  const wanted = JSON.parse(readFileSync(join(modules, 'node', 'package.json'), 'utf8')).version;
  if (process.versions.node === wanted) return endWithStarter();
  if (process.env.CASITA_PINNED_NODE) throw new Error(`expected Node ${wanted}, got ${process.versions.node}`);
  const child = spawn(pinnedNode, [fileURLToPath(script), ...process.argv.slice(2)], {
    cwd: appDir,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, ...pathFirst(), CASITA_PINNED_NODE: '1' },
  });
  // This process only waits: whoever ends it means the one that works.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('exit', resolve));
  process.exit(code ?? 1);
}

/** Programs of node_modules first, as in an npm script. */
export function pathFirst() {
  return { PATH: `${join(modules, '.bin')}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH ?? ''}` };
}

/** Started by another Node that only waits: should that one be killed without a word, this one stops as on SIGTERM. */
function endWithStarter() {
  if (!process.channel) return;
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel.unref();
}
