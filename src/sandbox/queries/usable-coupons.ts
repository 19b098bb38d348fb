import type { Sql } from '../../adapters/postgres/sql';

export interface UsableCoupon {
  readonly code: string;
  readonly label: string;
  /** In words: what it takes off, and its limits. */
  readonly takesOff: string;
  readonly limits: string;
}

/** Coupons that somebody could use at this instant, for the sandbox's page. */
export async function usableCoupons(sql: Sql, now: string, limit: number): Promise<UsableCoupon[]> {
  return sql.query(
    `select upper(c.code) as code, c.label,
       case when c.kind = 'percent' then trim_scale(c.percent) || ' %' else c.amount || ' ' || c.currency || ' (smallest unit)' end as "takesOff",
       concat_ws(', ', c.min_nights || ' nights or more', used.times || ' of ' || c.max_uses || ' used', c.max_uses_per_guest || ' for each guest') as limits
     from coupons c
     cross join lateral (select count(*) as times from coupon_use u where u.coupon_id = c.id and u.released_at is null) used
     where c.active and (c.valid_from is null or c.valid_from <= $1) and (c.valid_until is null or c.valid_until >= $1)
       and (c.max_uses is null or used.times < c.max_uses)
     order by c.code limit $2`,
    [now, limit],
  );
}
