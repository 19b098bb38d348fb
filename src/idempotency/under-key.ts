import { createHash } from 'node:crypto';
import type { Temporal } from 'temporal-polyfill';
import type { Tx } from '../adapters/postgres/sql';
import { accept, type Outcome } from '../domain/refusal';
import { claimKey } from './claim-key';

/** What a caller asks for under a key of their own; without a key it is simply done. */
export interface KeyedRequest {
  readonly userId: number;
  readonly key: string | null;
  readonly operation: string;
  /** Everything that makes the request what it is, as values that JSON can say. */
  readonly asked: readonly unknown[];
}

export interface Subject<T> {
  /** Row id of what was made or changed. */
  idOf(value: T): number;
  /** The answer to the same request again. */
  again(id: number): Promise<T>;
}

/** Does `work` once for a key, in its transaction, before any other lock is taken. A refusal keeps no key: it can be tried again. */
export async function underKey<T>(
  tx: Tx,
  { userId, key, operation, asked }: KeyedRequest,
  now: Temporal.Instant,
  subject: Subject<T>,
  work: () => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  if (key === null) return work();
  const requestHash = createHash('sha256').update(JSON.stringify(asked)).digest('hex');
  const claimed = await claimKey(tx, { userId, key, operation, requestHash }, now);
  if (!claimed.ok) return claimed;
  if (claimed.value.subjectId !== null) return accept(await subject.again(claimed.value.subjectId));
  const done = await work();
  if (done.ok) await claimed.value.keep(tx, subject.idOf(done.value));
  return done;
}
