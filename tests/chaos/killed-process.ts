import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const dist = resolve(__dirname, '../../dist/src');

/** Where a process dies: at the `nth` transaction that runs a statement like `statement`, or at the `nth` call of `method` to the provider. */
export type KillPoint =
  | {
      readonly at: 'transaction';
      readonly statement: string;
      readonly when: 'before commit' | 'after commit';
      readonly nth: number;
    }
  | { readonly at: 'call'; readonly method: string; readonly when: 'before' | 'after'; readonly nth: number };

export const committing = (statement: string, when: 'before commit' | 'after commit', nth = 1): KillPoint => ({
  at: 'transaction',
  statement,
  when,
  nth,
});
export const calling = (method: string, when: 'before' | 'after', nth = 1): KillPoint => ({
  at: 'call',
  method,
  when,
  nth,
});

/** What every such process needs to be told. */
export interface ProcessSettings {
  readonly url: string;
  readonly stripeUrl: string;
  readonly secretKey: string;
  readonly kill: KillPoint | null;
}

/** Begins each program: `settings`, a database and `killing(port)` that die where they are told to, and `dieNow`. */
const preamble = `
const load = (path) => require(${JSON.stringify(dist)} + path);
const { setTimeout: sleep } = require('node:timers/promises');
const { openDatabase } = load('/adapters/postgres/database.js');
const { keyedSecrets } = load('/adapters/keyed-secrets.js');
const { stripeClient } = load('/adapters/stripe/stripe-client.js');
const settings = JSON.parse(process.argv[1]);
const { kill } = settings;
// After a kill the process must not take one step more.
const dieNow = async () => { process.kill(process.pid, 'SIGKILL'); await new Promise(() => setInterval(() => undefined, 1000)); };
let seen = 0;
const isNth = () => { seen += 1; return seen === kill.nth; };
const base = openDatabase({ connectionString: settings.url, poolMax: 6, lockTimeoutMs: 30000, statementTimeoutMs: 60000 });
const statement = kill && kill.at === 'transaction' ? new RegExp(kill.statement) : null;
const db = { ...base, async transaction(work) {
  let hit = false;
  const result = await base.transaction(async (tx) => {
    let ran = false;
    const watched = { ...tx, query: (text, values) => { if (statement && statement.test(text)) ran = true; return tx.query(text, values); } };
    const done = await work(watched);
    hit = ran && isNth();
    if (hit && kill.when === 'before commit') await dieNow();
    return done;
  });
  if (hit && kill.when === 'after commit') await dieNow();
  return result;
} };
const killing = (port) => kill && kill.at === 'call' ? new Proxy(port, { get: (target, method) => method !== kill.method ? target[method] : async (...given) => {
  const dies = isNth();
  if (dies && kill.when === 'before') await dieNow();
  const answer = await target[method](...given);
  if (dies) await dieNow();
  return answer;
} }) : port;
const stripe = stripeClient({ secretKey: settings.secretKey, apiBase: settings.stripeUrl });
const quiet = () => undefined;
const unused = new Proxy({}, { get: () => async () => { throw new Error('not part of this'); } });
`;

/** @returns how the process ended, and after how many milliseconds of work */
export async function runProgram(
  program: string,
  settings: ProcessSettings,
): Promise<{ readonly signal: NodeJS.Signals | null; readonly code: number | null; readonly ms: number }> {
  const started = performance.now();
  const child = spawn(process.execPath, ['-e', preamble + program, JSON.stringify(settings)], {
    stdio: ['ignore', 'ignore', 'inherit'],
    // Hundreds of them are started: what one has compiled the next need not.
    env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'casita-compiled') },
  });
  return new Promise((done) => {
    child.once('exit', (code, signal) => done({ code, signal, ms: performance.now() - started }));
  });
}
