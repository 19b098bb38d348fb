import type { Tx } from '../../../adapters/postgres/sql';
import type { Settlement } from '../../../domain/settlement';

export interface NewRelease extends Settlement {
  readonly bookingId: number;
  /** The booking's first, second, third … release. */
  readonly part: number;
  readonly hostId: number;
  readonly currency: string;
  readonly dueAt: string;
  readonly at: string;
}

/** The key refuses a part that was released before. */
export async function insertRelease(tx: Tx, release: NewRelease): Promise<void> {
  await tx.query(
    `insert into booking_release (booking_id, part, host_id, currency, host_payout, platform_fee, tax, due_at, released_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      release.bookingId,
      release.part,
      release.hostId,
      release.currency,
      release.hostPayout,
      release.platformFee,
      release.tax,
      release.dueAt,
      release.at,
    ],
  );
}

export interface NewReturn {
  readonly refundId: number;
  readonly bookingId: number;
  readonly hostId: number;
  readonly currency: string;
  /** The host's share: of what was still owed to them, and of what they had. */
  readonly fromPayable: number;
  readonly fromReceivable: number;
  readonly platformFee: number;
  readonly tax: number;
  readonly at: string;
}

export async function insertReturn(tx: Tx, back: NewReturn): Promise<void> {
  await tx.query(
    `insert into release_return (refund_id, booking_id, host_id, currency, from_payable, from_receivable, platform_fee, tax, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      back.refundId,
      back.bookingId,
      back.hostId,
      back.currency,
      back.fromPayable,
      back.fromReceivable,
      back.platformFee,
      back.tax,
      back.at,
    ],
  );
}
