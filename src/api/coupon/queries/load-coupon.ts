import { Temporal } from 'temporal-polyfill';
import type { Sql, Tx } from '../../../adapters/postgres/sql';
import type { CouponTerms } from '../../../domain/coupon-terms';
import type { Night } from '../../../domain/night';

export interface StoredCoupon {
  readonly id: number;
  readonly terms: CouponTerms;
}

/** By its code, in capitals or not. */
export async function couponByCode(sql: Sql, code: string): Promise<StoredCoupon | null> {
  const rows = await sql.query<CouponRow>(`select ${columns} from coupons c where upper(c.code) = upper($1)`, [code]);
  return rows[0] ? storedCoupon(rows[0]) : null;
}

/**
 * Locked until the transaction ends, so that uses are counted one booking after the other. It comes after the property's lock,
 * and nothing that somebody else holds is waited for after it.
 */
export async function lockCouponByCode(tx: Tx, code: string): Promise<StoredCoupon | null> {
  const rows = await tx.query<CouponRow>(
    `select ${columns} from coupons c where upper(c.code) = upper($1) for update`,
    [code],
  );
  return rows[0] ? storedCoupon(rows[0]) : null;
}

export async function lockCouponById(tx: Tx, id: number): Promise<StoredCoupon | null> {
  const rows = await tx.query<CouponRow>(`select ${columns} from coupons c where c.id = $1 for update`, [id]);
  return rows[0] ? storedCoupon(rows[0]) : null;
}

interface CouponRow {
  readonly id: number;
  readonly code: string;
  readonly label: string;
  readonly kind: 'percent' | 'amount';
  readonly basis_points: number | null;
  readonly amount: number | null;
  readonly currency: string | null;
  readonly funded_by: 'marketplace' | 'host';
  readonly host_id: number | null;
  readonly min_nights: number | null;
  readonly valid_from: Date | null;
  readonly valid_until: Date | null;
  readonly stay_from: Night | null;
  readonly stay_until: Night | null;
  readonly max_uses: number | null;
  readonly max_uses_per_guest: number | null;
  readonly active: boolean;
}

const columns = `c.id, upper(c.code) as code, c.label, c.kind, round(c.percent * 100)::integer as basis_points, c.amount, c.currency,
  c.funded_by, c.host_id, c.min_nights, c.valid_from, c.valid_until, c.stay_from, c.stay_until, c.max_uses, c.max_uses_per_guest,
  coalesce(c.active, false) as active`;

function storedCoupon(row: CouponRow): StoredCoupon {
  return {
    id: row.id,
    terms: {
      coupon: {
        code: row.code,
        label: row.label,
        value:
          row.kind === 'percent'
            ? { kind: 'percent', basisPoints: row.basis_points ?? 0 }
            : { kind: 'amount', amount: row.amount ?? 0, currency: row.currency ?? '' },
        fundedBy: row.funded_by,
        minNights: row.min_nights,
      },
      active: row.active,
      hostId: row.host_id,
      validFrom: instantOf(row.valid_from),
      validUntil: instantOf(row.valid_until),
      stayFrom: row.stay_from,
      stayUntil: row.stay_until,
      maxUses: row.max_uses,
      maxUsesPerGuest: row.max_uses_per_guest,
    },
  };
}

const instantOf = (at: Date | null): Temporal.Instant | null =>
  at && Temporal.Instant.fromEpochMilliseconds(at.getTime());
