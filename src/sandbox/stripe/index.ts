import type { IncomingMessage, ServerResponse } from 'node:http';
import { Temporal } from 'temporal-polyfill';
import { runDue } from './due';
import { assertTestKeys } from './http/authenticate';
import { createDoor } from './http/door';
import { startLoop } from './loop';
import type { StripeSandboxOptions } from './options';
import { nextDueAt } from './queries/next-due-at';
import { configureEndpoints } from './resources/webhook-endpoints';
import type { Sandbox } from './sandbox';
import { lockSetup, migrateStripeSandbox } from './schema';
import { deliverDue } from './webhooks/deliver';
import { beginWork } from './work';

export type { StripeSandboxOptions, WebhookTarget } from './options';
export { API_VERSION } from './api-version';
export { ownClock, type OwnClock } from './own-clock';

export interface StripeSandbox {
  /** Creates the schema and sets the configured webhook endpoints. Call it first; again does no harm. */
  migrate(): Promise<void>;
  /** Serves `/v1/…`, `/v2/…` and `/_controls/…`; what mounts it elsewhere strips its prefix from `req.url`. */
  listener(req: IncomingMessage, res: ServerResponse): Promise<void>;
  /** Sends what waits, retries included, and returns how many webhooks arrived. */
  deliverWebhooks(): Promise<number>;
  /** Runs what falls due by the clock's now, and returns how many things that were. */
  advance(): Promise<number>;
  /** When the next thing falls due, on the sandbox clock. */
  nextDueAt(): Promise<Temporal.Instant | null>;
  /** Ends deliveries under way and the background loop. The database stays the caller's. */
  close(): Promise<void>;
}

const machineClock = { now: () => Temporal.Now.instant() };

/** A Stripe of our own, for development, tests and demonstrations: see README.md beside this file. */
export function createStripeSandbox(options: StripeSandboxOptions): StripeSandbox {
  assertTestKeys(options);
  const closing = new AbortController();
  const background = options.background ?? true;
  const loop = startLoop(() => sandbox);
  const sandbox: Sandbox = {
    database: options.database,
    clock: options.clock,
    signatureClock: options.signatureClock ?? machineClock,
    secretKey: options.secretKey,
    publishableKey: options.publishableKey,
    allowRemote: options.allowRemote ?? false,
    publicUrl: (options.publicUrl ?? 'http://127.0.0.1:1337/sandbox/stripe').replace(/\/$/, ''),
    moveClock: options.moveClock ?? null,
    random: options.random ?? Math.random,
    log: options.log ?? (() => undefined),
    closing: closing.signal,
    poke: () => (background ? loop.poke() : undefined),
  };
  return {
    migrate: async () => {
      await migrateStripeSandbox(sandbox.database);
      const targets = options.webhookEndpoints;
      if (targets !== undefined) {
        await sandbox.database.transaction(async (tx) => {
          await lockSetup(tx);
          await configureEndpoints(beginWork(sandbox, tx, sandbox.clock.now()), targets);
        });
      }
      sandbox.poke();
    },
    listener: createDoor(sandbox),
    deliverWebhooks: async () => {
      await loop.settled();
      return deliverDue(sandbox, true);
    },
    advance: async () => {
      await loop.settled();
      const done = await runDue(sandbox);
      sandbox.poke();
      return done;
    },
    nextDueAt: () => nextDueAt(sandbox.database, sandbox.clock.now()),
    close: async () => {
      closing.abort();
      await loop.stop();
    },
  };
}
