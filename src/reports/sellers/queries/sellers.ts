import type { Sql, Tx } from '../../../adapters/postgres/sql';

export interface SellerRow {
  readonly id: number;
  readonly documentId: string;
  readonly stripeAccount: string | null;
}

/** Hosts in the order of their ids, after `afterId`. */
export async function sellers(sql: Sql, afterId: number, limit: number): Promise<SellerRow[]> {
  return sql.query<SellerRow>(
    `select h.id, h.document_id as "documentId", a.stripe_account as "stripeAccount"
     from host_profiles h left join host_account a on a.host_id = h.id where h.id > $1 order by h.id limit $2`,
    [afterId, limit],
  );
}

/** Who read a report with people's tax numbers in it, and when. */
export async function insertReportReading(
  sql: Sql | Tx,
  reading: {
    readonly report: string;
    readonly period: string;
    readonly adminId: number;
    readonly adminName: string;
    readonly at: string;
  },
): Promise<void> {
  await sql.query('insert into report_reading (report, period, admin_id, admin_name, at) values ($1, $2, $3, $4, $5)', [
    reading.report,
    reading.period,
    reading.adminId,
    reading.adminName,
    reading.at,
  ]);
}
