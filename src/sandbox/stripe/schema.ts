import type { Database, Tx } from '../../adapters/postgres/sql';

/** Any number will do, as long as nothing else in this database locks with it. */
const MIGRATION_LOCK = 7_201_553_118;

/** Fields of an object that others are found by. */
const indexedFields = [
  'customer',
  'payment_intent',
  'charge',
  'source',
  'transfer_group',
  'transfer',
  'destination',
  'source_transaction',
];

/**
 * The sandbox keeps one row an object, its whole body as Stripe would answer it, and beside it what Stripe keeps to itself (`hidden`).
 * Times called `_at` follow the sandbox clock; times called `_real` follow the machine's, because sockets and retries do.
 */
const statements = [
  `CREATE SCHEMA IF NOT EXISTS stripe_sandbox`,
  `CREATE TABLE IF NOT EXISTS stripe_sandbox.object (
     id text PRIMARY KEY,
     type text NOT NULL,
     seq bigint GENERATED ALWAYS AS IDENTITY,
     created bigint NOT NULL,
     body jsonb NOT NULL,
     hidden jsonb NOT NULL DEFAULT '{}'
   )`,
  `ALTER TABLE stripe_sandbox.object ADD COLUMN IF NOT EXISTS account text`,
  `CREATE UNIQUE INDEX IF NOT EXISTS object_by_type ON stripe_sandbox.object (type, seq)`,
  `CREATE INDEX IF NOT EXISTS object_by_account ON stripe_sandbox.object (account, type, seq) WHERE account IS NOT NULL`,
  `CREATE INDEX IF NOT EXISTS object_by_payout ON stripe_sandbox.object ((hidden->>'payout'), type, seq)
     WHERE hidden->>'payout' IS NOT NULL`,
  ...indexedFields.map(
    (field) => `CREATE INDEX IF NOT EXISTS object_by_${field} ON stripe_sandbox.object ((body->>'${field}'), type, seq)
      WHERE body->>'${field}' IS NOT NULL`,
  ),
  `CREATE TABLE IF NOT EXISTS stripe_sandbox.file_content (
     file_id text PRIMARY KEY REFERENCES stripe_sandbox.object (id),
     content bytea NOT NULL
   )`,
  `CREATE TABLE IF NOT EXISTS stripe_sandbox.webhook_delivery (
     id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     event_id text NOT NULL REFERENCES stripe_sandbox.object (id),
     endpoint_id text NOT NULL,
     place bigint NOT NULL DEFAULT 0,
     fault_id bigint,
     due_real timestamptz NOT NULL,
     held_until_at timestamptz,
     leased_until_real timestamptz,
     attempts integer NOT NULL DEFAULT 0,
     ended_real timestamptz,
     outcome text CHECK (outcome IN ('delivered', 'dropped', 'given_up')),
     last_error text,
     CHECK ((ended_real IS NULL) = (outcome IS NULL))
   )`,
  `CREATE INDEX IF NOT EXISTS webhook_delivery_open ON stripe_sandbox.webhook_delivery (due_real, place, id)
     WHERE ended_real IS NULL`,
  `CREATE INDEX IF NOT EXISTS webhook_delivery_by_event ON stripe_sandbox.webhook_delivery (event_id)`,
  `CREATE TABLE IF NOT EXISTS stripe_sandbox.idempotency (
     scope text NOT NULL,
     key text NOT NULL,
     method text NOT NULL,
     path text NOT NULL,
     fingerprint text NOT NULL,
     status integer NOT NULL,
     body text NOT NULL,
     request_id text NOT NULL,
     created_at timestamptz NOT NULL,
     PRIMARY KEY (scope, key)
   )`,
  `CREATE INDEX IF NOT EXISTS idempotency_by_age ON stripe_sandbox.idempotency (created_at)`,
  `CREATE TABLE IF NOT EXISTS stripe_sandbox.due_work (
     id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     due_at timestamptz NOT NULL,
     kind text NOT NULL,
     object_id text NOT NULL,
     UNIQUE (kind, object_id)
   )`,
  `CREATE INDEX IF NOT EXISTS due_work_by_time ON stripe_sandbox.due_work (due_at, id)`,
  `CREATE TABLE IF NOT EXISTS stripe_sandbox.fault (
     id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     kind text NOT NULL,
     remaining integer CHECK (remaining >= 0),
     rate double precision CHECK (rate BETWEEN 0 AND 1),
     method text,
     path text,
     event_type text,
     delay_ms integer NOT NULL DEFAULT 0,
     hold_seconds bigint NOT NULL DEFAULT 0
   )`,
  `ALTER TABLE stripe_sandbox.fault ADD COLUMN IF NOT EXISTS seed bigint`,
  `ALTER TABLE stripe_sandbox.fault ADD COLUMN IF NOT EXISTS draws integer NOT NULL DEFAULT 0`,
  `CREATE TABLE IF NOT EXISTS stripe_sandbox.clock (
     singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
     offset_ms bigint NOT NULL DEFAULT 0
   )`,
  `INSERT INTO stripe_sandbox.clock DEFAULT VALUES ON CONFLICT DO NOTHING`,
];

/** Creates what is missing. Several processes may start at once: one at a time goes through. */
export async function migrateStripeSandbox(database: Database): Promise<void> {
  await database.transaction(async (tx) => {
    await lockSetup(tx);
    for (const statement of statements) await tx.query(statement);
  });
}

/** Several processes may start on one state at once: their setting-up takes turns. */
export async function lockSetup(tx: Tx): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
}
