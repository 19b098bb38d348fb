import type { Sql, Tx } from '../../../adapters/postgres/sql';

/** How often a coupon is used now: uses that were given back do not count. */
export async function countCouponUses(sql: Sql, couponId: number): Promise<number> {
  const rows = await sql.query<{ uses: number }>(
    'select count(*)::integer as uses from coupon_use where coupon_id = $1 and released_at is null',
    [couponId],
  );
  return rows[0]?.uses ?? 0;
}

export async function countGuestsUses(sql: Sql, couponId: number, guestId: number): Promise<number> {
  const rows = await sql.query<{ uses: number }>(
    'select count(*)::integer as uses from coupon_use where coupon_id = $1 and guest_id = $2 and released_at is null',
    [couponId, guestId],
  );
  return rows[0]?.uses ?? 0;
}

/** A booking uses one coupon once: its key refuses a second. */
export async function insertCouponUse(
  tx: Tx,
  use: { readonly couponId: number; readonly bookingId: number; readonly guestId: number; readonly at: string },
): Promise<void> {
  await tx.query('insert into coupon_use (coupon_id, booking_id, guest_id, at) values ($1, $2, $3, $4)', [
    use.couponId,
    use.bookingId,
    use.guestId,
    use.at,
  ]);
}

/** A booking without a coupon has nothing to give back. */
export async function releaseCouponUse(tx: Tx, bookingId: number, at: string): Promise<void> {
  await tx.query('update coupon_use set released_at = $2 where booking_id = $1 and released_at is null', [
    bookingId,
    at,
  ]);
}

export async function retakeCouponUse(tx: Tx, bookingId: number): Promise<void> {
  await tx.query('update coupon_use set released_at = null where booking_id = $1', [bookingId]);
}

export interface CouponUseRow {
  readonly coupon_id: number;
  readonly guest_id: number | null;
}

export async function couponUseOf(sql: Sql, bookingId: number): Promise<CouponUseRow | null> {
  const rows = await sql.query<CouponUseRow>('select coupon_id, guest_id from coupon_use where booking_id = $1', [
    bookingId,
  ]);
  return rows[0] ?? null;
}
