import type { Temporal } from 'temporal-polyfill';
import type { Tx } from '../adapters/postgres/sql';
import { accept, refuse, type Outcome } from '../domain/refusal';

/**
 * Idempotency keys: same key and body, same answer; another body, 422; the first still running, 409. The key's row is
 * written in the transaction of what it did, so that after a crash there is either both or neither. A job deletes it after some weeks
 * (`IDEMPOTENCY_KEY_DAYS`); from then on the key is a new one.
 */
export interface KeyClaim {
  readonly userId: number;
  readonly key: string;
  readonly operation: string;
  /** Hash of what was asked. */
  readonly requestHash: string;
}

export interface Claimed {
  /** Row id of what an earlier request with this key made; null when this is the first. */
  readonly subjectId: number | null;
  keep(tx: Tx, subjectId: number): Promise<void>;
}

/** The lock is the transaction's own: it ends with it, also when the process dies. */
export async function claimKey(tx: Tx, claim: KeyClaim, now: Temporal.Instant): Promise<Outcome<Claimed>> {
  // Two statements, that what is read is what the one before has left; asked together.
  const [locked, rows] = await Promise.all([
    tx.query<{ got: boolean }>('select pg_try_advisory_xact_lock(hashtextextended($1, 7312002)) as got', [
      `${claim.userId}:${claim.key}`,
    ]),
    tx.query<{ operation: string; request_hash: string; subject_id: number | null }>(
      'select operation, request_hash, subject_id from idempotency_key where user_id = $1 and key = $2',
      [claim.userId, claim.key],
    ),
  ]);
  if (!locked[0]?.got) {
    return refuse('conflict', 'A request with this Idempotency-Key is still running', [
      { code: 'idempotency_key_in_use', field: 'Idempotency-Key' },
    ]);
  }
  const earlier = rows[0];
  if (earlier && (earlier.operation !== claim.operation || earlier.request_hash !== claim.requestHash)) {
    return refuse('refused', 'This Idempotency-Key was used for another request', [
      { code: 'idempotency_key_reused', field: 'Idempotency-Key' },
    ]);
  }
  return accept({
    subjectId: earlier?.subject_id ?? null,
    keep: (in_, subjectId) => keepKey(in_, claim, subjectId, now),
  });
}

async function keepKey(tx: Tx, claim: KeyClaim, subjectId: number, now: Temporal.Instant): Promise<void> {
  await tx.query(
    'insert into idempotency_key (user_id, key, operation, request_hash, subject_id, created_at) values ($1, $2, $3, $4, $5, $6)',
    [claim.userId, claim.key, claim.operation, claim.requestHash, subjectId, now.toString()],
  );
}
