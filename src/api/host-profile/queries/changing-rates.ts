import type { Sql, Tx } from '../../../adapters/postgres/sql';

export async function hostsWithChangingRate(sql: Sql, limit: number): Promise<number[]> {
  const rows = await sql.query<{ host_id: number }>(
    'select host_id from host_response_rate where homes_until is not null order by host_id limit $1',
    [limit],
  );
  return rows.map((row) => row.host_id);
}

/** The next homes of a host whose search rows have the old figure, in the order of their ids; none where nothing changes. */
export async function homesToChange(sql: Sql, hostId: number, limit: number): Promise<number[]> {
  const rows = await sql.query<{ id: number }>(
    `select home.id from host_response_rate change join properties home on home.host_id = change.host_id and home.id > change.homes_until
     where change.host_id = $1 order by home.id limit $2`,
    [hostId, limit],
  );
  return rows.map((row) => row.id);
}

/**
 * Nobody else works on this change meanwhile; and no home becomes this host's: its foreign key asks for the same row. The caller has the
 * locks of the homes. @returns false where the change has come to its end
 */
export async function lockChangingRate(tx: Tx, hostId: number): Promise<boolean> {
  await tx.query('select id from host_profiles where id = $1 for update', [hostId]);
  const rows = await tx.query(
    'select host_id from host_response_rate where host_id = $1 and homes_until is not null for update',
    [hostId],
  );
  return rows.length === 1;
}

/** From here on these homes' truth is the next figure. */
export async function moveHomesUntil(tx: Tx, hostId: number, lastHome: number): Promise<void> {
  await tx.query('update host_response_rate set homes_until = $2 where host_id = $1', [hostId, lastHome]);
}

/** All homes have it: the profile gets it too. */
export async function endChange(tx: Tx, hostId: number, at: string): Promise<void> {
  await tx.query(
    `update host_profiles host set response_rate_percent = change.next_percent, updated_at = $2
     from host_response_rate change where change.host_id = $1 and host.id = $1`,
    [hostId, at],
  );
  await tx.query('delete from host_response_rate where host_id = $1 and counted_percent is null', [hostId]);
  await tx.query('update host_response_rate set next_percent = null, homes_until = null where host_id = $1', [hostId]);
}
