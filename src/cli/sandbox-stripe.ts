/** `npm run sandbox:stripe`: the local Stripe on its own, for an app that runs elsewhere. See src/sandbox/stripe/README.md. */
import { createServer } from 'node:http';
import { z } from 'zod';
import { openDatabase } from '../adapters/postgres/database';
import { createStripeSandbox, ownClock, type WebhookTarget } from '../sandbox/stripe';
import { obtainDatabase } from './database-address';
import { loadEnvironment } from './environment';
import { onStopSignal } from './signals';

const environment = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(1).max(65_535).default(12_111),
  STRIPE_SECRET_KEY: z.string(),
  STRIPE_PUBLISHABLE_KEY: z.string(),
  STRIPE_WEBHOOK_URL: z.url().optional(),
  STRIPE_WEBHOOK_SECRET: z.string().optional(),
  STRIPE_CONNECT_WEBHOOK_URL: z.url().optional(),
  STRIPE_CONNECT_WEBHOOK_SECRET: z.string().optional(),
  STRIPE_SANDBOX_ALLOW_REMOTE: z.enum(['true', 'false']).default('false'),
});

const say = (line: string) => console.log(`[stripe sandbox] ${line}`);

async function main(): Promise<void> {
  loadEnvironment();
  const read = environment.parse(process.env);
  const stopping = onStopSignal();
  const address = await obtainDatabase(say);
  const database = openDatabase({
    connectionString: address.url,
    poolMax: 10,
    lockTimeoutMs: 5_000,
    statementTimeoutMs: 30_000,
  });
  const clock = ownClock(database);
  const publicUrl = `http://${read.HOST}:${read.PORT}`;
  const sandbox = createStripeSandbox({
    database,
    clock,
    moveClock: clock.moveTo,
    publicUrl,
    secretKey: read.STRIPE_SECRET_KEY,
    publishableKey: read.STRIPE_PUBLISHABLE_KEY,
    webhookEndpoints: targets(read),
    allowRemote: read.STRIPE_SANDBOX_ALLOW_REMOTE === 'true',
    log: (message, details) => console.error(`[stripe sandbox] ${message}`, details ?? ''),
  });
  await sandbox.migrate();
  await clock.start();
  const server = createServer((req, res) => void sandbox.listener(req, res));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(read.PORT, read.HOST, resolve);
  });
  say(`listening on ${publicUrl}`);
  await stopping;
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
  await sandbox.close();
  clock.stop();
  await database.close();
  await address.stop();
  process.exit(0);
}

function targets(read: z.output<typeof environment>): WebhookTarget[] {
  const own = target('STRIPE_WEBHOOK', read.STRIPE_WEBHOOK_URL, read.STRIPE_WEBHOOK_SECRET);
  const connect = target('STRIPE_CONNECT_WEBHOOK', read.STRIPE_CONNECT_WEBHOOK_URL, read.STRIPE_CONNECT_WEBHOOK_SECRET);
  return [...own, ...connect.map((each) => ({ ...each, payload: 'thin', connect: true }) as const)];
}

function target(name: string, url: string | undefined, secret: string | undefined): WebhookTarget[] {
  if (url === undefined) return [];
  if (!secret) throw new Error(`${name}_URL needs ${name}_SECRET to sign with`);
  return [{ url, secret }];
}

main().catch((error: unknown) => {
  console.error(error instanceof Error && error.message ? error : String(error));
  process.exit(1);
});
