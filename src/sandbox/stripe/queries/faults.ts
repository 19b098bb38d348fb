import type { Sql, Tx } from '../../../adapters/postgres/sql';

export const answerFaultKinds = [
  'slow',
  'slow_answer',
  'drop_answer',
  'error_after',
  'error_before',
  'rate_limit',
] as const;
export const webhookFaultKinds = ['webhook_duplicate', 'webhook_reorder', 'webhook_delay', 'webhook_drop'] as const;
export const faultKinds = [...answerFaultKinds, ...webhookFaultKinds] as const;

export type AnswerFaultKind = (typeof answerFaultKinds)[number];
export type WebhookFaultKind = (typeof webhookFaultKinds)[number];

export interface Fault<Kind = AnswerFaultKind | WebhookFaultKind> {
  readonly id: number;
  readonly kind: Kind;
  /** How many more times; null: for good. */
  readonly remaining: number | null;
  /** How often of the times it could happen, 0 to 1; null: always. */
  readonly rate: number | null;
  /** Makes a rate the same each time; null: by chance. */
  readonly seed: number | null;
  /** How often a seeded fault has thrown its dice. */
  readonly draws: number;
  readonly method: string | null;
  /** A path, or its beginning followed by `*`. */
  readonly path: string | null;
  /** An event type, or its beginning followed by `*`. */
  readonly event_type: string | null;
  readonly delay_ms: number;
  readonly hold_seconds: number;
}

const columns = 'id, kind, remaining, rate, seed, draws, method, path, event_type, delay_ms, hold_seconds';

export async function insertFault(sql: Sql, fault: Omit<Fault, 'id' | 'draws'>): Promise<Fault> {
  const rows = await sql.query<Fault>(
    `INSERT INTO stripe_sandbox.fault (kind, remaining, rate, method, path, event_type, delay_ms, hold_seconds, seed)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING ${columns}`,
    [
      fault.kind,
      fault.remaining,
      fault.rate,
      fault.method,
      fault.path,
      fault.event_type,
      fault.delay_ms,
      fault.hold_seconds,
      fault.seed,
    ],
  );
  return rows[0]!;
}

/** Faults that can still happen, oldest first. */
export function listFaults<Kind extends string>(sql: Sql, kinds: readonly Kind[]): Promise<Fault<Kind>[]> {
  return sql.query<Fault<Kind>>(
    `SELECT ${columns} FROM stripe_sandbox.fault
     WHERE kind = ANY ($1) AND (remaining IS NULL OR remaining > 0) ORDER BY id`,
    [kinds],
  );
}

/** Whether using a fault changes it: one that strikes by chance, for good, is the same afterwards, and nobody has to wait for it. */
export const isCounted = ({ remaining, seed }: Pick<Fault, 'remaining' | 'seed'>): boolean =>
  remaining !== null || seed !== null;

/** As `listFaults`, but nobody else can use up those that are counted until this transaction ends. */
export function lockFaults<Kind extends string>(tx: Tx, kinds: readonly Kind[]): Promise<Fault<Kind>[]> {
  return tx.query<Fault<Kind>>(
    `WITH counted AS (
       SELECT ${columns} FROM stripe_sandbox.fault WHERE kind = ANY ($1) AND (remaining > 0 OR remaining IS NULL AND seed IS NOT NULL)
       ORDER BY id FOR UPDATE
     )
     SELECT * FROM counted
     UNION ALL SELECT ${columns} FROM stripe_sandbox.fault WHERE kind = ANY ($1) AND remaining IS NULL AND seed IS NULL
     ORDER BY id`,
    [kinds],
  );
}

/** Uses a fault once; false when somebody else has used it up meanwhile. */
export async function useFault(sql: Sql, id: number): Promise<boolean> {
  const rows = await sql.query(
    `UPDATE stripe_sandbox.fault SET remaining = remaining - 1
     WHERE id = $1 AND (remaining IS NULL OR remaining > 0) RETURNING id`,
    [id],
  );
  return rows.length === 1;
}

/** Throws a seeded fault's dice once more. Returns how often it was thrown before: nobody else gets the same number. */
export async function drawFault(sql: Sql, id: number): Promise<number> {
  const rows = await sql.query<{ before: number }>(
    `UPDATE stripe_sandbox.fault SET draws = draws + 1 WHERE id = $1 RETURNING draws - 1 AS before`,
    [id],
  );
  return rows[0]?.before ?? 0;
}

/** Uses a locked fault several times. Returns how many are left; null: it never ends. */
export async function spendFault(tx: Tx, id: number, times: number, draws: number): Promise<number | null> {
  const rows = await tx.query<{ remaining: number | null }>(
    `UPDATE stripe_sandbox.fault SET remaining = remaining - $2, draws = draws + $3 WHERE id = $1 RETURNING remaining`,
    [id, times, draws],
  );
  return rows[0]?.remaining ?? null;
}

export async function removeFaults(sql: Sql): Promise<void> {
  await sql.query('DELETE FROM stripe_sandbox.fault');
}
