/** What the app asks of its database for each request, and what it answers: the plan that a bare server follows. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startOurs } from './servers.mjs';

/**
 * @typedef {{ waves: import('./record-statements.mjs').Waves, body: string }} Planned
 * @typedef {Record<string, Planned>} Plan by path
 */

/**
 * The app's own answers and statements, once its caches, pool and prepared statements are as they stay. Asks one at a time, in a
 * process of its own: what is measured is not listened to.
 * @param {readonly import('./load.mjs').Ask[]} asks
 * @returns {Promise<Plan>}
 */
export async function recordPlan(databaseUrl, asks, env = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'casita-bench-'));
  const file = join(folder, 'statements.jsonl');
  const recorder = new URL('./record-statements.mjs', import.meta.url).href;
  const app = await startOurs(databaseUrl, { ...env, BENCH_RECORD_FILE: file }, ['--import', recorder]);
  try {
    const plan = {};
    for (const ask of asks) plan[ask.path] = { waves: [], body: await answerTo(app.url, ask) };
    for (const line of readFileSync(file, 'utf8').trimEnd().split('\n')) {
      const { name, waves } = JSON.parse(line);
      plan[decodeURIComponent(name)].waves = waves;
    }
    return plan;
  } finally {
    await app.stop();
    rmSync(folder, { recursive: true });
  }
}

async function answerTo(url, { path, method = 'GET', headers, body }) {
  const response = await fetch(url + path, {
    method,
    headers: { ...headers, 'x-bench-record': encodeURIComponent(path) },
    body,
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 500)}`);
  return text;
}

/** The plan as a file for a bare server to read. @returns {{ file: string, remove(): void }} */
export function planFile(plan) {
  const folder = mkdtempSync(join(tmpdir(), 'casita-bench-'));
  const file = join(folder, 'plan.json');
  writeFileSync(file, JSON.stringify(plan));
  return { file, remove: () => rmSync(folder, { recursive: true }) };
}
