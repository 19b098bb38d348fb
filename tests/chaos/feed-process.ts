import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import type { Casita } from '../../src/ports';

const dist = resolve(__dirname, '../../dist/src');

export interface PollSettings {
  readonly url: string;
  readonly config: Casita['config'];
  readonly secrets: Readonly<Record<string, string>>;
  readonly feedId: number;
  /** What the other platform's server says; null: it never does. */
  readonly answer: string | null;
  /** How far the process's clock is ahead. */
  readonly aheadSeconds: number;
}

/** Asks one feed once, as a worker does, with an answer that is given to it. */
const program = `
const load = (path) => require(${JSON.stringify(dist)} + path);
const { Temporal } = require('temporal-polyfill');
const { openDatabase } = load('/adapters/postgres/database.js');
const { keyedSecrets } = load('/adapters/keyed-secrets.js');
const { pollFeed } = load('/api/calendar-feed/use-cases/poll-feed.js');
const settings = JSON.parse(process.argv[1]);
const db = openDatabase({ connectionString: settings.url, poolMax: 2, lockTimeoutMs: 60000, statementTimeoutMs: 60000 });
const app = {
  db, config: settings.config, secrets: keyedSecrets(settings.secrets), jobs: { add: async () => undefined },
  clock: { now: () => Temporal.Now.instant().add({ seconds: settings.aheadSeconds }) },
  feeds: { fetch: async () => settings.answer === null ? new Promise(() => setInterval(() => undefined, 1000)) : { ok: true, value: settings.answer } },
};
pollFeed(app, settings.feedId).then((outcome) => { if (!outcome.ok) throw new Error(outcome.message); return db.close(); });
`;

export interface PollProcess {
  /** @returns the exit code; null where it was killed */
  readonly ended: Promise<number | null>;
  /** SIGKILL. */
  kill(): Promise<void>;
}

export function startPoll(settings: PollSettings): PollProcess {
  const child = spawn(process.execPath, ['-e', program, JSON.stringify(settings)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = new Promise<number | null>((done) => child.once('exit', done));
  return {
    ended,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
