import type { Sql } from '../../../adapters/postgres/sql';

/** Whether a booking was ever made with the coupon, also one that came to nothing. */
export async function wasUsed(sql: Sql, documentId: string): Promise<boolean> {
  const rows = await sql.query(
    'select 1 from coupons c where c.document_id = $1 and exists (select from coupon_use u where u.coupon_id = c.id)',
    [documentId],
  );
  return rows.length > 0;
}
