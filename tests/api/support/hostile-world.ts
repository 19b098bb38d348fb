import { randomUUID } from 'node:crypto';
import { openTestDatabase } from '../../services/support/test-database';
import type { Database } from '../../../src/adapters/postgres/sql';
import type { Casita } from '../../../src/ports';
import { systemClock } from '../../../src/sandbox/clock';
import { apiClient, makeApiAccount, type ApiAccount } from '../../services/support/api-client';
import { startApp, type AppProcess } from '../../services/support/app-process';
import { makeHome, type TestHome } from '../../services/support/world';
import { call, reasonsOf, type Answer } from './client';
import { everyRowOf } from './every-row';
import { until } from './stays';

/** A running app with a home, its host and two guests, and no work in the background: what changes, a request has changed. */
export interface HostileWorld {
  readonly app: AppProcess;
  readonly db: Database;
  readonly home: TestHome;
  readonly draft: TestHome;
  readonly host: ApiAccount;
  readonly otherHost: ApiAccount;
  readonly guest: ApiAccount;
  readonly otherGuest: ApiAccount;
  /** Moves the sandbox's clock, doing what falls due. */
  advance(duration: string): Promise<void>;
  /** Runs `work` and expects that no row of any table is another than before. */
  unchanged<T>(work: () => Promise<T>): Promise<T>;
  stop(): Promise<void>;
}

export async function hostileWorld(): Promise<HostileWorld> {
  const app = await startApp({ env: { WORKERS: 'apart' } });
  const db = openTestDatabase(app.database.url);
  // All that writing a listing needs of the app.
  const writer = { db, clock: systemClock } as unknown as Casita;
  const home = await makeHome(writer);
  const draft = await makeHome(writer, { state: 'draft' });
  const api = apiClient(app.url);
  const everyRow = await everyRowOf(db);
  return {
    app,
    db,
    home,
    draft,
    host: await makeApiAccount(db, api, home.hostId),
    otherHost: await makeApiAccount(db, api, draft.hostId),
    guest: await makeApiAccount(db, api),
    otherGuest: await makeApiAccount(db, api),
    async advance(duration) {
      const moved = await call(app, 'POST', '/sandbox/clock', { body: { advance: duration } });
      if (moved.status !== 200) throw new Error(JSON.stringify(moved.body));
    },
    async unchanged(work) {
      // What an answered request has set going at Stripe comes back to the app by itself.
      await until(async () => (await db.query(openDeliveries)).length === 0);
      const before = await everyRow();
      const result = await work();
      expect(await everyRow()).toEqual(before);
      return result;
    },
    async stop() {
      await db.close();
      await app.end();
    },
  };
}

const openDeliveries = 'select id from stripe_sandbox.webhook_delivery where ended_real is null';

export const newKey = (): { readonly 'idempotency-key': string } => ({ 'idempotency-key': randomUUID() });

export const may = { checkIn: '2027-05-10', checkOut: '2027-05-13', adults: 2 } as const;

export async function quoteFor(world: HostileWorld, stay: object = may, home = world.home): Promise<string> {
  const path = `/api/properties/${home.documentId}/quote`;
  const answer = await call(world.app, 'POST', path, { body: stay });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return String(answer.body.data.quote);
}

/** @returns the booking as its guest sees it */
export async function bookedFor(world: HostileWorld, stay: object = may): Promise<Answer['body']> {
  const body = { quote: await quoteFor(world, stay) };
  const answer = await call(world.app, 'POST', '/api/bookings', { token: world.guest.token, body, headers: newKey() });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer.body.data;
}

/** A reason without its numbers. */
export interface Broken {
  readonly code: string;
  readonly field?: string;
}

const brokenOf = (answer: Answer): Broken[] =>
  (reasonsOf(answer) as Broken[]).map(({ code, field }) => (field === undefined ? { code } : { code, field }));

/** The one shape of every refusal on REST, with the rule that was broken among its reasons. */
export function expectRefusal(answer: Answer, status: number, reason: Broken): void {
  const hint = 'nearestStays' in answer.body.error.details ? { nearestStays: expect.any(Array) } : {};
  const details = { reasons: expect.any(Array), ...hint };
  expect(answer.body).toEqual({
    data: null,
    error: { status, name: expect.any(String), message: expect.any(String), details },
  });
  expect([answer.status, brokenOf(answer)]).toEqual([status, expect.arrayContaining([reason])]);
}

/** The same refusal from GraphQL. */
export function expectGraphqlRefusal(answer: Answer, status: number, reason: Broken): void {
  expect(answer.body.errors).toHaveLength(1);
  expect([answer.body.errors[0].extensions.status, brokenOf(answer)]).toEqual([
    status,
    expect.arrayContaining([reason]),
  ]);
}
