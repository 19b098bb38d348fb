import { createId } from '@paralleldrive/cuid2';
import type { Sql, Tx } from '../../../adapters/postgres/sql';
import type { SetupState } from '../../../domain/setup-progress';

/** A card that is being kept for a request, before anything is charged. */
export interface SetupRow {
  readonly id: number;
  readonly document_id: string;
  readonly booking_id: number;
  readonly state: SetupState;
  readonly stripe_setup_intent: string | null;
  /** The card that is kept; before that, the one that the guest wants. */
  readonly method: string | null;
}

const columns = 's.id, s.document_id, s.booking_id, s.state, s.stripe_setup_intent, s.method';

export async function insertSetup(tx: Tx, bookingId: number, method: string | null, at: string): Promise<number> {
  const rows = await tx.query<{ id: number }>(
    `insert into payment_setup (document_id, booking_id, method, state, created_at, updated_at) values ($1, $2, $3, 'creating', $4, $4) returning id`,
    [createId(), bookingId, method, at],
  );
  const row = rows[0];
  if (!row) throw new Error('insert into payment_setup returned no row');
  return row.id;
}

export async function setupById(sql: Sql, id: number): Promise<SetupRow | null> {
  return (await sql.query<SetupRow>(`select ${columns} from payment_setup s where s.id = $1`, [id]))[0] ?? null;
}

export async function setupByIntent(sql: Sql, intentId: string): Promise<SetupRow | null> {
  const rows = await sql.query<SetupRow>(`select ${columns} from payment_setup s where s.stripe_setup_intent = $1`, [
    intentId,
  ]);
  return rows[0] ?? null;
}

/** Lock the booking's property first. */
export async function lockSetup(tx: Tx, id: number): Promise<SetupRow | null> {
  const rows = await tx.query<SetupRow>(`select ${columns} from payment_setup s where s.id = $1 for update`, [id]);
  return rows[0] ?? null;
}

export async function liveSetup(sql: Sql, bookingId: number): Promise<SetupRow | null> {
  const rows = await sql.query<SetupRow>(
    `select ${columns} from payment_setup s where s.booking_id = $1 and s.state <> 'cancelled'`,
    [bookingId],
  );
  return rows[0] ?? null;
}

/** What became known of a setup; what is null stays as it is. */
export interface SetupNews {
  readonly state: SetupState | null;
  readonly intentId: string | null;
  readonly clientSecret: string | null;
  readonly method: string | null;
  readonly lastError: string | null;
}

export async function updateSetup(tx: Tx, id: number, news: SetupNews, at: string): Promise<void> {
  await tx.query(
    `update payment_setup set updated_at = $2, state = coalesce($3, state), stripe_setup_intent = coalesce($4, stripe_setup_intent),
       client_secret = coalesce($5, client_secret), method = coalesce($6, method), last_error = coalesce($7, last_error) where id = $1`,
    [id, at, news.state, news.intentId, news.clientSecret, news.method, news.lastError],
  );
}

/** Setups whose end is open and that were last looked at before `before`: what the reconciler asks after. */
export async function unsettledSetups(sql: Sql, before: string, limit: number): Promise<string[]> {
  const rows = await sql.query<{ stripe_setup_intent: string }>(
    `select stripe_setup_intent from payment_setup where state = 'open' and stripe_setup_intent is not null and updated_at < $1
     order by updated_at limit $2`,
    [before, limit],
  );
  return rows.map((row) => row.stripe_setup_intent);
}
