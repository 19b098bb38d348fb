import { type Temporal } from 'temporal-polyfill';
import type { Tx } from '../../../adapters/postgres/sql';

export interface KeptAnswer {
  readonly method: string;
  readonly path: string;
  readonly fingerprint: string;
  readonly status: number;
  readonly body: string;
  readonly requestId: string;
}

/** True when this transaction now holds the key; false while another call with it is still running, in whichever process. */
export async function takeIdempotencyKey(tx: Tx, scope: string, key: string): Promise<boolean> {
  const rows = await tx.query<{ taken: boolean }>(
    `SELECT pg_try_advisory_xact_lock(hashtextextended($1, 20260930)) AS taken`,
    [`stripe_sandbox ${scope} ${key}`],
  );
  return rows[0]!.taken;
}

/** The answer kept under a key, unless it was given before `since`. */
export async function findKeptAnswer(
  tx: Tx,
  scope: string,
  key: string,
  since: Temporal.Instant,
): Promise<KeptAnswer | undefined> {
  const rows = await tx.query<KeptAnswer>(
    `SELECT method, path, fingerprint, status, body, request_id AS "requestId"
     FROM stripe_sandbox.idempotency WHERE scope = $1 AND key = $2 AND created_at > $3`,
    [scope, key, since.toString()],
  );
  return rows[0];
}

export async function keepAnswer(
  tx: Tx,
  scope: string,
  key: string,
  answer: KeptAnswer,
  at: Temporal.Instant,
): Promise<void> {
  await tx.query(
    `INSERT INTO stripe_sandbox.idempotency AS kept (scope, key, method, path, fingerprint, status, body, request_id, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     ON CONFLICT (scope, key) DO UPDATE SET method = excluded.method, path = excluded.path,
       fingerprint = excluded.fingerprint, status = excluded.status, body = excluded.body,
       request_id = excluded.request_id, created_at = excluded.created_at`,
    [
      scope,
      key,
      answer.method,
      answer.path,
      answer.fingerprint,
      answer.status,
      answer.body,
      answer.requestId,
      at.toString(),
    ],
  );
}

export async function forgetOldAnswers(
  sql: { query: Tx['query'] },
  before: { readonly v1: Temporal.Instant; readonly v2: Temporal.Instant },
): Promise<void> {
  await sql.query(
    `DELETE FROM stripe_sandbox.idempotency
     WHERE created_at <= $1 AND (path NOT LIKE '/v2/%' OR created_at <= $2)`,
    [before.v1.toString(), before.v2.toString()],
  );
}
