import type { Sql, Tx } from '../../../adapters/postgres/sql';

export interface NewRegistration {
  readonly email: string;
  readonly username: string | null;
  readonly displayName: string;
  readonly passwordHash: string;
  readonly createdAt: string;
  readonly expiresAt: string;
}

export interface PendingRegistration {
  readonly id: number;
  readonly email: string;
  readonly username: string | null;
  readonly displayName: string;
  readonly passwordHash: string;
  readonly confirmed: boolean;
}

interface Row {
  id: number;
  email: string;
  username: string | null;
  display_name: string;
  password_hash: string;
  confirmed_at: Date | null;
}

const columns = 'id, email, username, display_name, password_hash, confirmed_at';

export async function insertRegistration(tx: Tx, registration: NewRegistration): Promise<number> {
  const rows = await tx.query<{ id: number }>(
    `insert into pending_registration (email, username, display_name, password_hash, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6) returning id`,
    [
      registration.email,
      registration.username,
      registration.displayName,
      registration.passwordHash,
      registration.createdAt,
      registration.expiresAt,
    ],
  );
  return (rows[0] as { id: number }).id;
}

/** Registrations that were never confirmed hold a person's data: they go when their time is over. */
export async function deleteExpiredRegistrations(tx: Tx, at: string): Promise<void> {
  await tx.query('delete from pending_registration where expires_at <= $1', [at]);
}

export async function findRegistration(sql: Sql, id: number, at: string): Promise<PendingRegistration | null> {
  return read(
    await sql.query<Row>(`select ${columns} from pending_registration where id = $1 and expires_at > $2`, [id, at]),
  );
}

/** The latest one that still waits for its address to be confirmed. */
export async function latestRegistrationId(sql: Sql, email: string, at: string): Promise<number | null> {
  const rows = await sql.query<{ id: number }>(
    `select id from pending_registration where lower(email) = lower($1) and expires_at > $2 and confirmed_at is null
     order by id desc limit 1`,
    [email, at],
  );
  return rows[0]?.id ?? null;
}

/** Locks the row, so that a link that is followed twice at once makes one account. */
export async function lockRegistrationByToken(
  tx: Tx,
  tokenHash: string,
  at: string,
): Promise<PendingRegistration | null> {
  const text = `select ${columns} from pending_registration where token_hash = $1 and expires_at > $2 for update`;
  return read(await tx.query<Row>(text, [tokenHash, at]));
}

export async function setRegistrationToken(sql: Sql, id: number, tokenHash: string): Promise<void> {
  await sql.query('update pending_registration set token_hash = $2 where id = $1', [id, tokenHash]);
}

export async function markRegistrationConfirmed(tx: Tx, id: number, at: string): Promise<void> {
  await tx.query('update pending_registration set confirmed_at = $2 where id = $1', [id, at]);
}

function read(rows: readonly Row[]): PendingRegistration | null {
  const row = rows[0];
  if (!row) return null;
  return {
    id: row.id,
    email: row.email,
    username: row.username,
    displayName: row.display_name,
    passwordHash: row.password_hash,
    confirmed: row.confirmed_at !== null,
  };
}
