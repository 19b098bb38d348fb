/** What the app asks of its database for each request, and what it answers: the plan that a bare server follows. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startOurs } from './servers.mjs';

/**
 * @typedef {{ headers: [string, string][], body: string }} Answered headers: those that the app has set, and not node:http
 * @typedef {Answered & { waves: import('./record-statements.mjs').Waves }} Planned
 * @typedef {Record<string, Planned>} Plan by path
 */

/**
 * The app's own answers and statements, once its caches, pool and prepared statements are as they stay: each is asked twice, and the second
 * time counts. Asks one at a time, in a process of its own: what is measured is not listened to.
 * @param {readonly import('./load.mjs').Ask[]} asks
 * @returns {Promise<Plan>}
 */
export async function recordPlan(databaseUrl, asks, env = {}) {
  const plan = {};
  const recorded = await record(databaseUrl, env, async (send) => {
    for (const ask of [...asks, ...asks]) plan[ask.path] = { waves: [], ...(await send(ask.path, ask)) };
  });
  for (const { name, waves } of recorded) plan[name].waves = waves;
  return plan;
}

/**
 * What the app asks of its database for each request that is sent by `work`, in the order of their answers.
 * @param {(send: (name: string, ask: import('./load.mjs').Ask) => Promise<Answered>, url: string) => Promise<void>} work
 * @returns {Promise<{ name: string, waves: import('./record-statements.mjs').Waves }[]>}
 */
export async function record(databaseUrl, env, work) {
  const folder = mkdtempSync(join(tmpdir(), 'casita-bench-'));
  const file = join(folder, 'statements.jsonl');
  const recorder = new URL('./record-statements.mjs', import.meta.url).href;
  const app = await startOurs(databaseUrl, { ...env, BENCH_RECORD_FILE: file }, ['--import', recorder]);
  try {
    await work((name, ask) => answerTo(app.url, ask, name), app.url);
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    return lines.map((line) => JSON.parse(line)).map(({ name, waves }) => ({ name: decodeURIComponent(name), waves }));
  } finally {
    await app.stop();
    rmSync(folder, { recursive: true });
  }
}

/** Everybody's node:http sets these. */
const ofNode = new Set(['date', 'connection', 'keep-alive', 'content-length']);

/**
 * @param {import('./load.mjs').Ask} ask
 * @param {string} recordedAs the name that its statements are recorded under, where somebody records
 * @returns {Promise<Answered>}
 */
export async function answerTo(url, { path, method = 'GET', headers, body }, recordedAs = '') {
  const response = await fetch(url + path, {
    method,
    headers: recordedAs === '' ? headers : { ...headers, 'x-bench-record': encodeURIComponent(recordedAs) },
    body,
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 500)}`);
  return { headers: [...response.headers].filter(([header]) => !ofNode.has(header)), body: text };
}

/** The plan as a file for a bare server to read. @returns {{ file: string, remove(): void }} */
export function planFile(plan) {
  const folder = mkdtempSync(join(tmpdir(), 'casita-bench-'));
  const file = join(folder, 'plan.json');
  writeFileSync(file, JSON.stringify(plan));
  return { file, remove: () => rmSync(folder, { recursive: true }) };
}
