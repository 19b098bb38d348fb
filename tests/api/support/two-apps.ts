import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../../src/adapters/postgres/sql';
import type { Casita } from '../../../src/ports';
import { systemClock } from '../../../src/sandbox/clock';
import { apiClient, makeApiAccount, type ApiAccount } from '../../services/support/api-client';
import { startApp, type AppProcess } from '../../services/support/app-process';
import { createTestDatabase, openTestDatabase } from '../../services/support/test-database';
import { makeHome, type TestHome } from '../../services/support/world';
import { call } from './client';
import { callerWith, password, send, type PanelCaller } from './panel-world';

/** Two instances on one database, with a home, its host, a guest and the panel's operator. */
export interface TwoApps {
  readonly one: AppProcess;
  readonly other: AppProcess;
  readonly db: Database;
  readonly home: TestHome;
  readonly host: ApiAccount;
  readonly guest: ApiAccount;
  /** Of the first. */
  readonly operator: PanelCaller;
  makeHome(): Promise<TestHome>;
  stop(): Promise<void>;
}

type Environment = Readonly<Record<string, string>>;

/** @param env may be made for the database */
export async function startTwoApps(
  env: Environment | ((databaseUrl: string) => Promise<Environment>) = {},
): Promise<TwoApps> {
  const database = await createTestDatabase();
  const own = typeof env === 'function' ? await env(database.url) : env;
  const settings = { database, env: { WORKERS: 'apart', ...own } };
  const one = await startApp(settings);
  const other = await startApp(settings);
  const db = openTestDatabase(database.url);
  const writer = { db, clock: systemClock } as unknown as Casita;
  const home = await makeHome(writer);
  const api = apiClient(one.url);
  const registered = await send(`${one.url}/admin/register-admin`, 'POST', null, {
    ...{ email: 'operator@example.com', firstname: 'Olga', lastname: 'Operator', password },
  });
  return {
    ...{ one, other, db, home },
    host: await makeApiAccount(db, api, home.hostId),
    guest: await makeApiAccount(db, api),
    operator: callerWith(one.url, registered.body.data.token),
    makeHome: () => makeHome(writer),
    async stop() {
      await db.close();
      await Promise.all([one.end(), other.end()]);
      await database.drop();
    },
  };
}

export interface Shown {
  readonly status: number;
  readonly text: string;
}

export async function read(app: AppProcess, path: string, token: string | null = null): Promise<Shown> {
  const { status, body } = await call(app, 'GET', path, { token });
  return { status, text: JSON.stringify(body) };
}

/**
 * Asks again and again until an answer is as wanted. @returns after how many milliseconds that one was asked for: how long the answer
 * itself took on a busy machine is another matter
 */
export async function until(isSo: () => Promise<boolean>): Promise<number> {
  const started = performance.now();
  for (;;) {
    const asked = performance.now() - started;
    if (await isSo()) return asked;
    if (asked > 5_000) return Infinity;
    await sleep(2);
  }
}
