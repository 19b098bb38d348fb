import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createId } from '@paralleldrive/cuid2';
import { openTestDatabase } from '../../services/support/test-database';
import type { Database } from '../../../src/adapters/postgres/sql';
import { systemClock } from '../../../src/sandbox/clock';
import type { Casita } from '../../../src/ports';
import { startApp, type AppProcess } from '../../services/support/app-process';
import { makeHome } from '../../services/support/world';
import { call } from './client';
import { calendarMakers } from './calendar-makers';
import { openDoors, signIn, signUp, signUpHost, type Person } from './people';

/** Two sides that must never see each other: A's guest stays with A's host, B's with B's. */
export const actors = ['anonymous', 'guestA', 'guestB', 'hostA', 'hostB', 'blocked'] as const;
export type Actor = (typeof actors)[number];
export type Side = 'A' | 'B';

export const sideOf = (actor: Actor): Side => (actor.endsWith('B') ? 'B' : 'A');
export const roleOf = (actor: Actor): 'anonymous' | 'guest' | 'host' | 'blocked' =>
  actor === 'anonymous' || actor === 'blocked' ? actor : actor.startsWith('guest') ? 'guest' : 'host';
export const other = (side: Side): Side => (side === 'A' ? 'B' : 'A');

/** Looks like a name of ours, and is nobody's. */
export const missingId = 'zzzzzzzzzzzzzzzzzzzzzzzz';

export interface AccessWorld {
  readonly app: AppProcess;
  readonly tokens: Readonly<Record<Actor, string | null>>;
  readonly people: Readonly<Record<Exclude<Actor, 'anonymous'>, Person>>;
  /** A published home of the side's host, and the side's confirmed booking of it. */
  readonly homes: Readonly<Record<Side, string>>;
  readonly bookings: Readonly<Record<Side, string>>;
  freshHome(side: Side): Promise<string>;
  freshReview(side: Side): Promise<string>;
  /** A calendar feed of the side's home that somebody is reading at this moment. */
  freshFeed(side: Side): Promise<string>;
  /** A conflict of the side's booking with a feed. */
  freshConflict(side: Side): Promise<string>;
  freshPhoto(home: string): Promise<string>;
  freshQuote(side: Side): Promise<string>;
  freshSession(side: Side, role: 'guest' | 'host'): Promise<string>;
  /** A new account that nothing else depends on. */
  freshToken(role: 'guest' | 'host'): Promise<string>;
  stop(): Promise<void>;
}

export async function accessWorld(): Promise<AccessWorld> {
  const app = await startApp({ env: openDoors });
  const db = openTestDatabase(app.database.url);
  await openPanel(app);
  const people = {
    guestA: await signUp(app, 'guest-a'),
    guestB: await signUp(app, 'guest-b'),
    hostA: await signUpHost(app, 'host-a'),
    hostB: await signUpHost(app, 'host-b'),
    blocked: await signUp(app, 'blocked'),
  };
  await db.query('update up_users set blocked = true where email = $1', [people.blocked.email]);
  const makers = makersOf(app, db);
  const homes = { A: await makers.freshHome('A'), B: await makers.freshHome('B') };
  const calendars = calendarMakers(db, homes);
  const bookings = {
    A: await confirmedBooking(app, homes.A, people.guestA.token),
    B: await confirmedBooking(app, homes.B, people.guestB.token),
  };
  return {
    ...makers,
    ...calendars,
    app,
    people,
    homes,
    bookings,
    tokens: {
      anonymous: null,
      ...(Object.fromEntries(Object.entries(people).map(([name, { token }]) => [name, token])) as Record<
        keyof typeof people,
        string
      >),
    },
    freshQuote: (side) => quoteFor(app, homes[side]),
    async stop() {
      await db.close();
      await app.end();
    },
  };
}

/** The panel opens for hosts once it has an operator. */
async function openPanel(app: AppProcess): Promise<void> {
  const operator = {
    firstname: 'Olga',
    lastname: 'Operator',
    email: 'operator@example.test',
    password: 'A long enough pass phrase 1',
  };
  const { status, body } = await call(app, 'POST', '/admin/register-admin', { body: operator });
  if (status !== 200) throw new Error(`register-admin: ${JSON.stringify(body)}`);
}

function makersOf(app: AppProcess, db: Database) {
  let people = 0;
  return {
    async freshHome(side: Side) {
      const home = await makeHome({ db, clock: systemClock } as unknown as Casita);
      const host = `host-${side.toLowerCase()}@example.test`;
      await db.query(
        `update properties set host_id = (select h.id from host_profiles h join up_users u on u.id = h.user_id where u.email = $2) where id = $1`,
        [home.id, host],
      );
      return home.documentId;
    },
    async freshReview(side: Side) {
      const documentId = createId();
      await db.query(
        `insert into reviews (document_id, property_id, side, state, author_name, overall, body, written_at, visible_at, created_at, updated_at, published_at)
         select $1, p.id, 'guest', 'published', 'Somebody', 5, 'Good', now(), now(), now(), now(), now() from properties p
         join host_profiles h on h.id = p.host_id join up_users u on u.id = h.user_id where u.email = $2 limit 1`,
        [documentId, `host-${side.toLowerCase()}@example.test`],
      );
      return documentId;
    },
    async freshPhoto(home: string) {
      const documentId = createId();
      await db.query(
        `insert into photo_uses (document_id, property_id, position, created_at, updated_at, published_at)
         select $1, id, 0, now(), now(), now() from properties where document_id = $2`,
        [documentId, home],
      );
      return documentId;
    },
    async freshSession(side: Side, role: 'guest' | 'host') {
      const { token } = await signIn(app, `${role}-${side.toLowerCase()}@example.test`);
      const { body } = await call(app, 'GET', '/api/auth/sessions', { token });
      return String(body.data.find((session: { current: boolean }) => session.current).sessionId);
    },
    async freshToken(role: 'guest' | 'host') {
      people += 1;
      return (await (role === 'host' ? signUpHost : signUp)(app, `fresh-${role}-${people}`)).token;
    },
  };
}

let staysAsked = 0;

async function quoteFor(app: AppProcess, home: string): Promise<string> {
  staysAsked += 1;
  const day = (offset: number) =>
    new Date(Date.now() + (30 + staysAsked * 2 + offset) * 86_400_000).toISOString().slice(0, 10);
  const { body } = await call(app, 'POST', `/api/properties/${home}/quote`, {
    body: { checkIn: day(0), checkOut: day(1), adults: 2 },
  });
  if (!body.data) throw new Error(`quote: ${JSON.stringify(body)}`);
  return String(body.data.quote);
}

async function confirmedBooking(app: AppProcess, home: string, token: string): Promise<string> {
  const quote = await quoteFor(app, home);
  const placed = await call(app, 'POST', '/api/bookings', {
    token,
    body: { quote },
    headers: { 'idempotency-key': randomUUID() },
  });
  const clientSecret = String(placed.body.data?.payment?.clientSecret ?? '');
  const paid = await fetch(
    `${app.url}/sandbox/stripe/v1/payment_intents/${clientSecret.split('_secret_')[0]}/confirm`,
    {
      method: 'POST',
      headers: {
        authorization: `Bearer ${process.env['STRIPE_PUBLISHABLE_KEY']}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({ client_secret: clientSecret, payment_method: 'pm_card_visa' }),
    },
  );
  if (!paid.ok) throw new Error(`pay: ${await paid.text()} ${JSON.stringify(placed.body)}`);
  const id = String(placed.body.data.documentId);
  for (const deadline = Date.now() + 90_000; Date.now() < deadline; await sleep(200)) {
    if ((await call(app, 'GET', `/api/bookings/${id}`, { token })).body.data?.state === 'confirmed') return id;
  }
  throw new Error('the booking is not confirmed');
}
