import type { Sql, Tx } from '../../../adapters/postgres/sql';

export interface TaxProfileRow {
  readonly host_id: number;
  readonly sealed: string;
  readonly updated_at: Date;
  readonly keep_until: Date | null;
}

export async function taxProfileRows(sql: Sql, hostIds: readonly number[]): Promise<Map<number, TaxProfileRow>> {
  const rows = await sql.query<TaxProfileRow>(
    'select host_id, sealed, updated_at, keep_until from host_tax_profile where host_id = any($1::integer[])',
    [hostIds],
  );
  return new Map(rows.map((row) => [row.host_id, row]));
}

/** What an erased account has left is never written over. */
export async function saveTaxProfile(sql: Sql, hostId: number, sealed: string, at: string): Promise<void> {
  await sql.query(
    `insert into host_tax_profile (host_id, sealed, updated_at) values ($1, $2, $3)
     on conflict (host_id) do update set sealed = excluded.sealed, updated_at = excluded.updated_at where host_tax_profile.erased_at is null`,
    [hostId, sealed, at],
  );
}

export async function keepTaxProfile(
  tx: Tx,
  kept: { readonly hostId: number; readonly sealed: string; readonly keepUntil: string; readonly at: string },
): Promise<void> {
  await tx.query(
    `insert into host_tax_profile (host_id, sealed, updated_at, erased_at, keep_until) values ($1, $2, $4, $4, $3)
     on conflict (host_id) do update set sealed = excluded.sealed, erased_at = excluded.erased_at, keep_until = excluded.keep_until`,
    [kept.hostId, kept.sealed, kept.keepUntil, kept.at],
  );
}

export async function deleteTaxProfile(tx: Tx, hostId: number): Promise<void> {
  await tx.query('delete from host_tax_profile where host_id = $1', [hostId]);
}

/** The homes of a host that a report is about, with where they are. */
export async function ownedHomes(
  sql: Sql,
  hostId: number,
): Promise<{ readonly documentId: string; readonly address: Record<string, string | null> }[]> {
  return sql.query(
    `select p.document_id as "documentId", jsonb_build_object('line1', a.line_1, 'line2', a.line_2, 'postcode', a.postcode, 'city', a.city,
       'region', a.region, 'country', a.country) as address
     from properties p left join properties_cmps x on x.entity_id = p.id and x.component_type = 'property.address'
     left join components_property_address a on a.id = x.cmp_id where p.host_id = $1 order by p.id`,
    [hostId],
  );
}

/** The last year in which the host was credited with money of a stay; null: never. */
export async function lastReportedYear(sql: Sql, hostId: number): Promise<number | null> {
  const rows = await sql.query<{ year: number | null }>(
    `select extract(year from max(t.at) at time zone 'UTC')::integer as year from bookings b
     join ledger_transaction t on t.booking_id = b.id and t.kind = 'released' where b.host_id = $1`,
    [hostId],
  );
  return rows[0]?.year ?? null;
}
