import type { Sql } from '../../../adapters/postgres/sql';

export interface AccountAddress {
  readonly userId: number;
  readonly email: string;
  readonly displayName: string;
}

interface Row {
  id: number;
  email: string;
  display_name: string;
}

const columns = `id, email, coalesce(nullif(display_name, ''), username) as display_name`;

/** The account that mail to this address may speak of; a blocked one gets none. */
export async function accountByEmail(sql: Sql, email: string): Promise<AccountAddress | null> {
  return read(
    await sql.query<Row>(`select ${columns} from up_users where lower(email) = lower($1) and blocked is not true`, [
      email,
    ]),
  );
}

export async function accountById(sql: Sql, userId: number): Promise<AccountAddress | null> {
  return read(await sql.query<Row>(`select ${columns} from up_users where id = $1`, [userId]));
}

function read(rows: readonly Row[]): AccountAddress | null {
  const row = rows[0];
  return row ? { userId: row.id, email: row.email, displayName: row.display_name } : null;
}
