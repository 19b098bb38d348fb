import { readdir, readFile, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { startApp, type AppProcess } from '../../services/support/app-process';
import { hasHeard } from './client';

/** An answer as a guest's app gets it; `body` is parsed JSON, or the text where it is none. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests read what they expect and fail where it is not there.
  readonly body: any;
}

export interface CallOptions {
  readonly token?: string;
  readonly body?: unknown;
  /** Sent as it is, in place of `body`. */
  readonly raw?: string | FormData;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface TestApi {
  readonly app: AppProcess;
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
  graphql(query: string, token?: string): Promise<Answer>;
  /** One statement on the app's database. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as above
  sql(text: string, values?: readonly unknown[]): Promise<any[]>;
  /** All mails to an address so far, the oldest first. */
  mailsTo(address: string): Promise<string[]>;
  /** Waits for the `count`-th mail to an address. */
  mailTo(address: string, count?: number): Promise<string>;
  /** Moves the sandbox clock. */
  advance(duration: string): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the app with mails in a folder of its own, and with allowances that tests do not use up unless they mean to. */
export async function startApi(env: Readonly<Record<string, string>> = {}): Promise<TestApi> {
  const folder = await mkdtemp(join(tmpdir(), 'casita-mail-'));
  const app = await startApp({ env: { CASITA_DATA_DIR: folder, ACCOUNT_LIMIT_FACTOR: '1000', ...env } });
  const database = new Client({ connectionString: app.database.url });
  await database.connect();
  const call: TestApi['call'] = (method, path, options = {}) => send(app.url, method, path, options);
  const mailsTo = (address: string) => readMails(join(folder, 'mail'), address);
  return {
    app,
    call,
    graphql: (query, token) => call('POST', '/graphql', { body: { query }, ...(token ? { token } : {}) }),
    async sql(text, values = []) {
      const { rows } = await database.query(text, [...values]);
      await hasHeard(app);
      return rows;
    },
    mailsTo,
    async mailTo(address, count = 1) {
      for (let attempt = 0; attempt < 100; attempt += 1) {
        const mail = (await mailsTo(address))[count - 1];
        if (mail !== undefined) return mail;
        await sleep(100);
      }
      throw new Error(`no mail number ${count} to ${address}`);
    },
    async advance(duration) {
      const moved = await call('POST', '/sandbox/clock', { body: { advance: duration } });
      if (moved.status !== 200) throw new Error(`the clock did not move: ${moved.text}`);
    },
    async stop() {
      await database.end();
      await app.end();
    },
  };
}

async function send(url: string, method: string, path: string, options: CallOptions): Promise<Answer> {
  const headers: Record<string, string> = { ...options.headers };
  if (options.token !== undefined) headers['authorization'] = `Bearer ${options.token}`;
  const json = options.body === undefined ? undefined : JSON.stringify(options.body);
  const body = options.raw ?? json;
  if (typeof body === 'string') headers['content-type'] ??= 'application/json';
  const response = await fetch(url + path, {
    method,
    headers,
    redirect: 'manual',
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: parse(text) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

async function readMails(folder: string, address: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  const mails = await Promise.all(
    names
      .filter((name) => name.endsWith('.eml'))
      .sort()
      .map((name) => readFile(join(folder, name), 'utf8')),
  );
  return mails.filter((mail) => mail.includes(`\r\nTo: ${address}\r\n`));
}
