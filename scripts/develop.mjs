/** `npm run develop`: the app, started again whenever a source has changed. Types are checked by your editor, or `npm run typecheck`. */
import { spawn } from 'node:child_process';
import { existsSync, watch } from 'node:fs';
import { join } from 'node:path';
import { compile } from './compile.mjs';
import { ensureEnvFile } from './env-file.mjs';
import { appDir, continueUnderPinnedNode, ensureInstalled, pathFirst } from './prepare.mjs';

const settleMs = 150;
const say = (line) => console.log(`[develop] ${line}`);

let child;
let ended = Promise.resolve();
let stopping = false;

function start() {
  child = spawn(process.execPath, ['--enable-source-maps', join(appDir, 'dist/src/cli/start.js')], {
    cwd: appDir,
    env: { ...process.env, ...pathFirst(), CASITA_STOP_WITH_STDIN: '1' },
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  child.stdin.on('error', () => undefined);
  const mine = child;
  ended = new Promise((resolve) => mine.once('exit', resolve));
  void ended.then((code) => {
    if (!stopping && mine === child && code !== 0) say('the app has ended; waiting for a change');
  });
}

async function restart() {
  try {
    const { written, removed, milliseconds } = compile(appDir);
    if (written + removed === 0) return;
    say(`compiled ${written} files in ${milliseconds} ms; starting again`);
  } catch (error) {
    say(error.message);
    return;
  }
  child.kill('SIGTERM');
  await ended;
  if (!stopping) start();
}

/** One restart after another, and one for all the changes of a moment. */
function watchSources() {
  let timer;
  let turn = Promise.resolve();
  const changed = () => {
    clearTimeout(timer);
    timer = setTimeout(() => (turn = turn.then(restart)), settleMs);
  };
  for (const folder of ['src', 'config', 'database']) {
    if (existsSync(join(appDir, folder))) watch(join(appDir, folder), { recursive: true }, changed);
  }
}

async function stop() {
  if (stopping) return;
  stopping = true;
  child?.kill('SIGTERM');
  await ended;
  process.exit(0);
}

ensureInstalled(say);
await continueUnderPinnedNode(import.meta.url);
ensureEnvFile(appDir);
compile(appDir);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stop());
start();
watchSources();
