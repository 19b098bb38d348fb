import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client } from 'pg';
import Stripe from 'stripe';
import { Temporal } from 'temporal-polyfill';
import { openDatabase } from '../../../src/adapters/postgres/database';
import type { Database } from '../../../src/adapters/postgres/sql';
import { createStripeSandbox, type StripeSandbox, type StripeSandboxOptions } from '../../../src/sandbox/stripe';

export const SECRET_KEY = 'sk_test_casitasandbox0001';
export const PUBLISHABLE_KEY = 'pk_test_casitasandbox0001';
export const WEBHOOK_SECRET = 'whsec_casitasandbox0001';

/** A database of its own on the server that CASITA_TEST_POSTGRES_URL names, and how to be rid of it. */
export async function ownDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  const adminUrl = process.env['CASITA_TEST_POSTGRES_URL'];
  if (!adminUrl) throw new Error('set CASITA_TEST_POSTGRES_URL to a PostgreSQL on which databases may be created');
  const name = `stripe_sandbox_${randomBytes(6).toString('hex')}`;
  await asAdmin(adminUrl, `CREATE DATABASE ${name}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => asAdmin(adminUrl, `DROP DATABASE ${name} WITH (FORCE)`) };
}

async function asAdmin(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}

export class TestClock {
  constructor(private instant = Temporal.Instant.from('2026-07-01T10:00:00Z')) {}
  now(): Temporal.Instant {
    return this.instant;
  }
  advance(duration: Temporal.DurationLike): void {
    this.instant = this.instant.add(duration);
  }
}

export interface ReceivedWebhook {
  readonly event: Stripe.Event;
  readonly signature: string;
  readonly body: string;
}

/** Receives webhooks and checks their signatures with the SDK, as the app does. */
export interface Inbox {
  readonly url: string;
  readonly received: ReceivedWebhook[];
  /** The status to answer next; 200 unless set. */
  answerWith: number;
  types(): string[];
  close(): Promise<void>;
}

export async function openInbox(): Promise<Inbox> {
  const received: ReceivedWebhook[] = [];
  const verifier = new Stripe(SECRET_KEY);
  const server = createServer((req, res) => {
    void bodyOf(req).then((body) => {
      const signature = String(req.headers['stripe-signature']);
      const event = verified(verifier, body, signature);
      if (event !== null && inbox.answerWith === 200) received.push({ event, signature, body });
      res.writeHead(event === null ? 400 : inbox.answerWith).end();
    });
  });
  const port = await listen(server);
  const inbox: Inbox = {
    url: `http://127.0.0.1:${port}/webhook`,
    received,
    answerWith: 200,
    types: () => received.map(({ event }) => event.type),
    close: () => stop(server),
  };
  return inbox;
}

function verified(verifier: Stripe, body: string, signature: string): Stripe.Event | null {
  try {
    return verifier.webhooks.constructEvent(body, signature, WEBHOOK_SECRET);
  } catch {
    return null;
  }
}

export interface World {
  readonly stripe: Stripe;
  readonly guest: Stripe;
  readonly clock: TestClock;
  readonly sandbox: StripeSandbox;
  readonly database: Database;
  readonly databaseUrl: string;
  readonly inbox: Inbox;
  readonly port: number;
  control(path: string, body?: Record<string, unknown>, method?: string): Promise<unknown>;
  close(): Promise<void>;
}

/** The sandbox behind a real HTTP server on a database of its own, the official SDK in front of it. */
export async function openWorld(options: Partial<StripeSandboxOptions> = {}): Promise<World> {
  const own = await ownDatabase();
  const database = openDatabase({
    connectionString: own.url,
    poolMax: 20,
    lockTimeoutMs: 5_000,
    statementTimeoutMs: 15_000,
  });
  const inbox = await openInbox();
  const clock = new TestClock();
  const sandbox = createStripeSandbox({
    database,
    clock,
    secretKey: SECRET_KEY,
    publishableKey: PUBLISHABLE_KEY,
    webhookEndpoints: [{ url: inbox.url, secret: WEBHOOK_SECRET }],
    background: false,
    ...options,
  });
  await sandbox.migrate();
  const server = createServer((req, res) => void sandbox.listener(req, res));
  const port = await listen(server);
  return {
    stripe: sdk(SECRET_KEY, port),
    guest: sdk(PUBLISHABLE_KEY, port),
    clock,
    sandbox,
    database,
    databaseUrl: own.url,
    inbox,
    port,
    control: (path, body, method = 'POST') => control(port, path, body, method),
    close: async () => {
      await stop(server);
      await sandbox.close();
      await inbox.close();
      await database.close();
      await own.drop();
    },
  };
}

export function sdk(key: string, port: number): Stripe {
  return new Stripe(key, { host: '127.0.0.1', port, protocol: 'http', maxNetworkRetries: 0, telemetry: false });
}

async function control(port: number, path: string, body: unknown, method: string): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${port}/_controls${path}`, {
    method,
    headers: { authorization: `Bearer ${SECRET_KEY}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(`control ${path} answered ${response.status}: ${JSON.stringify(answer)}`);
  return answer;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: { readonly error?: Record<string, unknown> } & Record<string, unknown>;
}

/** A request without the SDK, for what it would not send. */
export async function raw(
  port: number,
  method: string,
  path: string,
  options: { readonly key?: string | null; readonly body?: string; readonly headers?: Record<string, string> } = {},
): Promise<RawAnswer> {
  const key = options.key === undefined ? SECRET_KEY : options.key;
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    headers: {
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      ...(options.body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      ...options.headers,
    },
    ...(options.body === undefined ? {} : { body: options.body }),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as RawAnswer['body'] };
}

/** What the SDK throws, as a value. */
export async function failure(call: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError) return error;
    throw error;
  }
  throw new Error('the call succeeded');
}

export async function listen(server: Server): Promise<number> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
}

export async function stop(server: Server): Promise<void> {
  const closed = new Promise<void>((done) => server.close(() => done()));
  server.closeAllConnections();
  await closed;
}

async function bodyOf(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of req as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
