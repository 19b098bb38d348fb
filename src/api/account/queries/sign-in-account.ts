import type { Sql } from '../../../adapters/postgres/sql';

export interface SignInAccount {
  readonly userId: number;
  readonly passwordHash: string | null;
  /** Confirmed and not blocked. */
  readonly open: boolean;
}

interface Row {
  user_id: number;
  password: string | null;
  open: boolean;
}

const columns = `u.id as user_id, u.password, (u.confirmed and u.blocked is not true) as open`;

/** By mail address where there is an @, else by user name: neither can be taken for the other. */
export async function signInAccount(sql: Sql, identifier: string): Promise<SignInAccount | null> {
  const where = identifier.includes('@') ? 'lower(u.email) = lower($1)' : 'u.username = $1';
  return read(await sql.query<Row>(`select ${columns} from up_users u where ${where}`, [identifier]));
}

export async function signInAccountById(sql: Sql, userId: number): Promise<SignInAccount | null> {
  return read(await sql.query<Row>(`select ${columns} from up_users u where u.id = $1`, [userId]));
}

/** By the name that the panel knows it by, with the address that its mails go to. */
export async function signInFacts(sql: Sql, documentId: string): Promise<(SignInAccount & { email: string }) | null> {
  const rows = await sql.query<Row & { email: string }>(
    `select ${columns}, u.email from up_users u where u.document_id = $1`,
    [documentId],
  );
  const account = read(rows);
  return account && { ...account, email: rows[0]?.email ?? '' };
}

function read(rows: readonly Row[]): SignInAccount | null {
  const row = rows[0];
  return row ? { userId: row.user_id, passwordHash: row.password, open: row.open === true } : null;
}
