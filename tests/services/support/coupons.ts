import { createId } from '@paralleldrive/cuid2';
import type { Sql } from '../../../src/adapters/postgres/sql';

export interface TestCoupon {
  readonly code?: string;
  readonly kind?: 'percent' | 'amount';
  readonly percent?: number | null;
  readonly amount?: number | null;
  readonly currency?: string | null;
  readonly funded_by?: 'marketplace' | 'host';
  readonly host_id?: number | null;
  readonly min_nights?: number | null;
  readonly valid_from?: string | null;
  readonly valid_until?: string | null;
  readonly stay_from?: string | null;
  readonly stay_until?: string | null;
  readonly max_uses?: number | null;
  readonly max_uses_per_guest?: number | null;
  readonly active?: boolean;
}

/** A coupon as the panel writes it: 10 % by the marketplace, without limits, unless said otherwise. @returns its row id */
export async function makeCoupon(sql: Sql, changes: TestCoupon = {}): Promise<number> {
  const row = { code: 'TEN', label: 'Ten off', kind: 'percent', percent: 10, funded_by: 'marketplace', active: true };
  const values = Object.entries({ ...row, ...changes, document_id: createId() });
  const rows = await sql.query<{ id: number }>(
    `insert into coupons (${values.map(([name]) => name).join(', ')}) values (${values.map((_, i) => `$${i + 1}`).join(', ')}) returning id`,
    values.map(([, value]) => value),
  );
  return rows[0]?.id ?? 0;
}
