import type { Core } from '@strapi/strapi';
import type { Pool } from 'pg';
import type { Temporal } from 'temporal-polyfill';
import { strapiAccounts, type PasswordService, type SessionManager } from './adapters/accounts/strapi-accounts';
import { graphileQueue, migrateQueue, startQueueWorker, type QueueWorker } from './adapters/jobs/graphile-queue';
import { keyedSecrets } from './adapters/keyed-secrets';
import { fileMailer } from './adapters/mail/file-mailer';
import { smtpMailer, type EmailService } from './adapters/mail/smtp-mailer';
import { memoryCache } from './adapters/memory/cache';
import { memoryRateLimiter } from './adapters/memory/rate-limiter';
import { redisCache } from './adapters/redis/cache';
import { closeRedis, redisConnection } from './adapters/redis/connection';
import { redisRateLimiter } from './adapters/redis/rate-limiter';
import { keepUploadsPlain, type UploadService } from './adapters/photos/plain-uploads';
import { strapiPhotos } from './adapters/photos/strapi-photos';
import { publicCalendarFeeds } from './adapters/public-download/calendar-feeds';
import { changeFeed, type ChangeFeed } from './adapters/postgres/change-feed';
import { applyContentTypeConstraints } from './adapters/postgres/content-type-constraints';
import { openDatabase } from './adapters/postgres/database';
import { openSearchDatabase, type OpenSearchDatabase } from './adapters/postgres/search-database';
import type { Database } from './adapters/postgres/sql';
import { LOCK_TIMEOUT_MS, SEARCH_TIMEOUT_MS, STATEMENT_TIMEOUT_MS } from './adapters/postgres/timeouts';
import { stripeAccountEvents } from './adapters/stripe/stripe-account-events';
import { stripeEvents } from './adapters/stripe/stripe-events';
import { strapiPanelSessions } from './adapters/panel-sessions';
import { stripeClient } from './adapters/stripe/stripe-client';
import { stripePorts } from './adapters/stripe/stripe-ports';
import type { Clock } from './domain/clock';
import { dueJobs, tasksOf } from './jobs';
import { advanceTo } from './jobs/advance-clock';
import { startDueLoop } from './jobs/due-loop';
import { readMarketplaceConfig } from './marketplace-config';
import type { Accounts, Casita, KnownSessions, Mailer, PhotoStore } from './ports';
import { dropChanged, type Hearers } from './reads/change-notice';
import { keptAnswers } from './reads/kept-answers';
import { keptCounts } from './reads/kept-counts';
import { keptSessions } from './reads/kept-sessions';
import type { SharedLoads } from './reads/shared-loads';
import { sandboxClock, systemClock, type SandboxClock } from './sandbox/clock';
import { createStripeSandbox, type StripeSandbox } from './sandbox/stripe';
import { forgetShown } from './search/per-marketplace';
import { readSettings, type Settings } from './settings';

/** The app with what holds it up: made once per process, started after Strapi's migrations, stopped at the end. */
export interface Composition {
  readonly app: Casita;
  readonly settings: Settings;
  readonly database: Database & { readonly pool: Pool };
  readonly searchDb: OpenSearchDatabase;
  /** Null outside the sandbox. */
  readonly sandbox: Sandbox | null;
  readonly changes: ChangeFeed;
  /** Brings our own tables up to date; safe with several instances at once. */
  migrate(): Promise<void>;
  startJobs(): Promise<void>;
  /** Whether this process does the background work that it has to do. */
  jobsRunning(): boolean;
  stop(): Promise<void>;
}

type Parts = Pick<Composition, 'app' | 'settings' | 'database' | 'sandbox' | 'searchDb' | 'changes'>;

/** What there is only where no real money moves: a clock that can be moved, and a Stripe of our own. */
export interface Sandbox {
  readonly clock: SandboxClock;
  readonly stripe: StripeSandbox;
  /** Moves the clock, doing on the way all that falls due. @returns the number of things done */
  advanceTo(target: Temporal.Instant): Promise<number>;
}

const JOBS_AT_ONCE = 4;

export function compose(strapi: Core.Strapi): Composition {
  const settings = readSettings(process.env);
  const database = openDatabase({
    connectionString: settings.databaseUrl,
    poolMax: settings.poolMax,
    lockTimeoutMs: LOCK_TIMEOUT_MS,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
  });
  const searchDb = openSearchDatabase({
    primaryUrl: settings.databaseUrl,
    ...settings.search,
    statementTimeoutMs: SEARCH_TIMEOUT_MS,
  });
  const clock = settings.sandbox ? sandboxClock(database) : null;
  const stripe = stripeClient(settings.stripe);
  const redis = redisConnection(strapi, strapi.log);
  const kept = keptAnswers(settings.readCacheBytes);
  const counts = keptCounts();
  const sessions = keptSessions(() => Date.now());
  const heard = { homes: kept.loads, accounts: sessions.loads, counts: counts.loads };
  const changes = changesOf(strapi, settings, heard, clock);
  const isLive = /_live_/.test(settings.stripe.secretKey);
  const app: Casita = {
    db: database,
    searchDb,
    clock: clock ?? systemClock,
    config: readMarketplaceConfig(strapi.config.get('marketplace')),
    accounts: accountsOf(strapi, database, sessions),
    jobs: graphileQueue(),
    cache: redis ? redisCache(redis) : memoryCache(),
    limiter: redis ? redisRateLimiter(redis) : memoryRateLimiter(),
    kept,
    keptCounts: counts,
    mailer: mailerOf(strapi, settings, clock ?? systemClock),
    photos: photosOf(strapi),
    secrets: keyedSecrets({
      quote: settings.quoteSecret,
      encryption: settings.encryptionKey,
    }),
    feeds: publicCalendarFeeds(),
    ...stripePorts(stripe),
    paymentEvents: stripeEvents(stripe, settings.stripe.webhookSecret, isLive),
    accountEvents: stripeAccountEvents(stripe, settings.stripe.connectWebhookSecret, isLive),
    panel: strapiPanelSessions(strapi),
    log: strapi.log,
  };
  if (app.config.autoConfirm && !settings.sandbox)
    throw new Error('AUTO_CONFIRM is for the sandbox: it opens accounts for addresses of others');
  const sandbox = clock && sandboxOf(app, settings, database, clock);
  const parts = withLifecycle({ app, settings, database, sandbox, searchDb, changes });
  const stop = async () => {
    await parts.stop().finally(() => closeRedis(redis));
    await searchDb.close();
  };
  return { ...parts, stop };
}

function photosOf(strapi: Core.Strapi): PhotoStore {
  const service = strapi.plugin('upload').service('upload') as UploadService;
  keepUploadsPlain(service);
  return strapiPhotos(service);
}

function accountsOf(strapi: Core.Strapi, sql: Database, known: KnownSessions): Accounts {
  return strapiAccounts({
    sql,
    known,
    sessions: () => strapi.sessionManager('users-permissions') as unknown as SessionManager,
    passwords: () => strapi.plugin('users-permissions').service('user') as PasswordService,
  });
}

function mailerOf(strapi: Core.Strapi, settings: Settings, clock: Clock): Mailer {
  if (settings.smtp) return smtpMailer(() => strapi.plugin('email').service('email') as EmailService);
  return fileMailer(settings.mailFolder, strapi.config.get<string>('plugin::email.settings.defaultFrom'), clock);
}

function sandboxOf(app: Casita, settings: Settings, database: Composition['database'], clock: SandboxClock): Sandbox {
  const { secretKey, publishableKey, webhookSecret, connectWebhookSecret } = settings.stripe;
  const api = `http://127.0.0.1:${settings.port}/api/stripe`;
  const stripe = createStripeSandbox({
    database,
    clock,
    secretKey,
    publishableKey,
    webhookEndpoints: [
      { url: `${api}/webhook`, secret: webhookSecret },
      { url: `${api}/connect-webhook`, secret: connectWebhookSecret, payload: 'thin', connect: true },
    ],
    publicUrl: `http://127.0.0.1:${settings.port}/sandbox/stripe`,
    allowRemote: settings.sandboxAllowRemote,
    log: (message) => app.log.warn(`local Stripe: ${message}`),
  });
  return { clock, stripe, advanceTo: (target) => advanceTo(app, clock, dueJobs, stripe, target) };
}

function changesOf(strapi: Core.Strapi, { listenUrl }: Settings, kept: Kept, clock: SandboxClock | null): ChangeFeed {
  const all = (tell: (loads: Kept[keyof Kept]) => void) => Object.values(kept).forEach(tell);
  return changeFeed({
    connectionString: listenUrl,
    log: () => strapi.log,
    heard(payload) {
      dropChanged(payload, kept);
      // Among everything that may have changed is the time.
      if (payload === 'all') void clock?.reread().catch(() => undefined);
    },
    up: () => {
      forgetShown();
      all((loads) => loads.open());
    },
    down: () => {
      forgetShown();
      all((loads) => loads.close());
    },
    doubt: () => all((loads) => loads.doubt()),
    sure: () => all((loads) => loads.trust()),
  });
}

type Kept = Readonly<
  Record<keyof Hearers, Hearers[keyof Hearers] & Pick<SharedLoads<object>, 'open' | 'close' | 'doubt' | 'trust'>>
>;

function withLifecycle(parts: Parts): Composition {
  const { app, settings, database, sandbox, changes } = parts;
  let runner: QueueWorker | undefined;
  let loop: ReturnType<typeof startDueLoop> | undefined;
  return {
    ...parts,
    async migrate() {
      await applyContentTypeConstraints((work) => database.transaction(work));
      await migrateQueue(database.pool, app.log);
      await sandbox?.clock.start();
      await sandbox?.stripe.migrate();
      changes.start();
    },
    async startJobs() {
      runner = await startQueueWorker(database.pool, tasksOf(app), JOBS_AT_ONCE, app.log);
      loop = startDueLoop(app, dueJobs);
    },
    jobsRunning: () => !settings.workersInProcess || runner !== undefined,
    async stop() {
      await loop?.stop();
      await runner?.stop();
      await sandbox?.stripe.close();
      sandbox?.clock.stop();
      await changes.stop();
      await database.close();
    },
  };
}
