import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import marketplace from '../../../config/marketplace';
import { graphileQueue } from '../../../src/adapters/jobs/graphile-queue';
import { keyedSecrets } from '../../../src/adapters/keyed-secrets';
import { memoryCache } from '../../../src/adapters/memory/cache';
import { memoryRateLimiter } from '../../../src/adapters/memory/rate-limiter';
import { keptAnswers } from '../../../src/reads/kept-answers';
import { keptCounts } from '../../../src/reads/kept-counts';
import { stripeAccountEvents } from '../../../src/adapters/stripe/stripe-account-events';
import { stripeEvents } from '../../../src/adapters/stripe/stripe-events';
import { stripeClient } from '../../../src/adapters/stripe/stripe-client';
import { stripePorts } from '../../../src/adapters/stripe/stripe-ports';
import { brokenInvariants } from '../../../src/api/payment/queries/invariants';
import { takeEvent } from '../../../src/inbox/take-event';
import { dueJobs } from '../../../src/jobs';
import { advanceTo } from '../../../src/jobs/advance-clock';
import { runDueJobs } from '../../../src/jobs/run-due-jobs';
import { readMarketplaceConfig } from '../../../src/marketplace-config';
import type { Casita } from '../../../src/ports';
import { sandboxClock, type SandboxClock } from '../../../src/sandbox/clock';
import { createStripeSandbox, type StripeSandbox } from '../../../src/sandbox/stripe';
import { onlyDatabase } from './test-database';

const secretKey = 'sk_test_0123456789abcdefghijklmnop';
const publishableKey = 'pk_test_0123456789abcdefghijklmnop';
/** What signs quotes, places points and seals. */
export const testKeys = { quote: 'quote-secret-for-tests', encryption: 'for-tests' };
const webhookSecret = 'whsec_0123456789abcdefghijklmnop';
const connectSecret = 'whsec_connect0123456789abcdefghi';

/** Use cases on a real database and the local Stripe over HTTP, without Strapi: seconds become milliseconds. */
export interface TestCasita {
  readonly app: Casita;
  readonly clock: SandboxClock;
  readonly stripe: StripeSandbox;
  /** Where other processes find the same database. */
  readonly databaseUrl: string;
  /** Base of the local Stripe, for what a guest's app would call. */
  readonly stripeUrl: string;
  readonly publishableKey: string;
  readonly secretKey: string;
  /** Delivers webhooks and does all that is due now. */
  settle(): Promise<void>;
  /** Moves the clock, doing on the way all that falls due. */
  advance(duration: string): Promise<void>;
  /** Throws where money or nights are not as they must be. */
  checkInvariants(): Promise<void>;
  close(): Promise<void>;
}

/**
 * @param overrides parts of the app to put in place of the real ones, such as a payment provider that fails
 * @param lockTimeoutMs for those whose many must all come through, however slow the machine is
 */
export async function createTestCasita(overrides: Partial<Casita> = {}, lockTimeoutMs?: number): Promise<TestCasita> {
  const database = await onlyDatabase(lockTimeoutMs);
  const clock = sandboxClock(database.db);
  await clock.start();
  await clock.moveTo(nextNoon(clock));
  const hooks = await listen();
  const shop = await listen();
  const stripe = createStripeSandbox({
    database: database.db,
    clock,
    secretKey,
    publishableKey,
    webhookEndpoints: [
      { url: `${hooks.url}/webhook`, secret: webhookSecret },
      { url: `${hooks.url}/connect-webhook`, secret: connectSecret, payload: 'thin', connect: true },
    ],
    background: false,
  });
  await stripe.migrate();
  shop.server.on('request', (req, res) => void stripe.listener(req, res));
  const app = makeApp(database.db, clock, shop.url, overrides);
  hooks.server.on('request', (req, res) => {
    let body = '';
    req.on('data', (chunk: Buffer) => (body += chunk.toString()));
    req.on('end', () => {
      const events = req.url === '/connect-webhook' ? app.accountEvents : app.paymentEvents;
      const event = events.read(body, String(req.headers['stripe-signature'] ?? ''));
      const taken = event ? takeEvent(app, event) : Promise.reject(new Error('bad signature'));
      taken.then(
        () => res.writeHead(200).end(),
        () => res.writeHead(400).end(),
      );
    });
  });
  const settle = async () => {
    await stripe.advance();
    await stripe.deliverWebhooks();
    await runDueJobs(app, dueJobs);
    await stripe.deliverWebhooks();
    await runDueJobs(app, dueJobs);
  };
  return {
    app,
    clock,
    stripe,
    databaseUrl: database.url,
    stripeUrl: shop.url,
    publishableKey,
    secretKey,
    settle,
    async advance(duration) {
      await advanceTo(app, clock, dueJobs, stripe, clock.now().toZonedDateTimeISO('UTC').add(duration).toInstant());
    },
    async checkInvariants() {
      const broken = await brokenInvariants(database.db);
      if (broken.length > 0)
        throw new Error(`broken invariants:\n${broken.map((row) => `${row.invariant}: ${row.detail}`).join('\n')}`);
    },
    async close() {
      clock.stop();
      await stripe.close();
      hooks.server.closeAllConnections();
      shop.server.closeAllConnections();
      hooks.server.close();
      shop.server.close();
      await database.drop();
    },
  };
}

/** Every world begins at noon, so that no test's end depends on the hour at which it runs. */
const nextNoon = (clock: SandboxClock) =>
  clock.now().toZonedDateTimeISO('UTC').add({ hours: 12 }).startOfDay().add({ hours: 12 }).toInstant();

function makeApp(db: Casita['db'], clock: SandboxClock, stripeUrl: string, overrides: Partial<Casita>): Casita {
  const stripe = stripeClient({ secretKey, apiBase: stripeUrl });
  const quiet = () => undefined;
  return {
    db,
    searchDb: { ...db, isBusy: () => false },
    clock,
    config: marketplaceConfig(),
    accounts: unused('accounts'),
    jobs: graphileQueue(),
    cache: memoryCache(),
    limiter: memoryRateLimiter(),
    kept: keptAnswers(1_000_000),
    keptCounts: keptCounts(),
    mailer: { send: async () => undefined },
    secrets: keyedSecrets(testKeys),
    feeds: unused('feeds'),
    ...stripePorts(stripe),
    paymentEvents: stripeEvents(stripe, webhookSecret, false),
    accountEvents: stripeAccountEvents(stripe, connectSecret, false),
    log: { info: quiet, warn: quiet, error: console.error },
    ...overrides,
  } as Casita;
}

/** A part that no test here may touch: says so instead of failing somewhere else. */
function unused(name: string): never {
  return new Proxy(
    {},
    { get: (_, property) => () => Promise.reject(new Error(`${name}.${String(property)} is not part of this test`)) },
  ) as never;
}

/** The defaults of config/marketplace.ts, whatever the environment says. */
export function marketplaceConfig() {
  const fallback = (_name: string, value: unknown) => value;
  const env = Object.assign(fallback, { int: fallback, bool: fallback, array: fallback });
  return readMarketplaceConfig(marketplace({ env: env as never }));
}

async function listen(): Promise<{ server: Server; url: string }> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
