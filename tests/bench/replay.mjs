/**
 * Replays recorded statements as fast as a plain client can, in a process of its own: what pgbench does with a script, which cannot
 * carry what one statement returns into the next. Transactions and their order are as they were recorded.
 */
import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { figuresOf } from './load.mjs';
import { madeKeys, withKeys } from './made-keys.mjs';

/**
 * @param {{ databaseUrl: string, file: string, first: number, count: number, connections: number }} order requests of the file
 * @returns {Promise<import('./load.mjs').Figures>}
 */
export function replay(order) {
  const child = fork(fileURLToPath(import.meta.url), ['replayer'], { execArgv: [] });
  return new Promise((done, failed) => {
    child.once('message', done);
    child.once('error', failed);
    child.once('exit', (code) => code !== 0 && failed(new Error(`the replay ended with ${code}`)));
    child.send(order);
  });
}

async function replayAll({ databaseUrl, file, first, count, connections }) {
  const { Client } = createRequire(import.meta.url)('pg');
  const requests = JSON.parse(readFileSync(file, 'utf8')).slice(first, first + count);
  const clients = Array.from({ length: connections }, () => new Client({ connectionString: databaseUrl }));
  await Promise.all(clients.map((client) => client.connect()));
  const names = new Map();
  for (const { text } of requests.flatMap(({ waves }) => waves.flat())) {
    if (!names.has(text)) names.set(text, `s${names.size}`);
  }
  const milliseconds = [];
  let notOk = 0;
  const started = performance.now();
  const queue = requests.values();
  const worker = async (client) => {
    for (const { waves } of queue) {
      const asked = performance.now();
      await replayOne(client, waves, names).catch((error) => {
        console.error(error.message);
        notOk += 1;
        return client.query('rollback');
      });
      milliseconds.push(performance.now() - asked);
    }
  };
  await Promise.all(clients.map(worker));
  const seconds = (performance.now() - started) / 1_000;
  await Promise.all(clients.map((client) => client.end()));
  return { ...figuresOf(milliseconds, seconds), notOk };
}

async function replayOne(client, waves, names) {
  const keys = new Map();
  for (const { text, values, made } of waves.flat()) {
    const given = values.map((value) => withKeys(value, keys));
    const { rows } = await client.query({ name: names.get(text), text, values: given });
    const own = madeKeys(rows ?? []);
    made.forEach((key, n) => keys.set(key, own[n] ?? key));
  }
}

if (process.argv[2] === 'replayer') {
  process.once('message', (order) => {
    replayAll(order).then(
      (figures) => process.send(figures, () => process.exit(0)),
      (error) => {
        console.error(error);
        process.exit(1);
      },
    );
  });
}
