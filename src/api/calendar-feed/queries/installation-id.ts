import type { Sql } from '../../../adapters/postgres/sql';

/** By what this installation knows its own events again in other platforms' calendars: a part of each of their UIDs. */
export async function ownMark(sql: Sql): Promise<string> {
  const [row] = await sql.query<{ id: string }>('select id from installation');
  if (!row) throw new Error('the installation has no id');
  return `@${row.id}.casita`;
}
