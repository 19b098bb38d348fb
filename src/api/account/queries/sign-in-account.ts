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

function read(rows: readonly Row[]): SignInAccount | null {
  const row = rows[0];
  return row ? { userId: row.user_id, passwordHash: row.password, open: row.open === true } : null;
}
