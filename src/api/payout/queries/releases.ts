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
  /** The external id of the posting that says it: once. */
  readonly posting: string;
  /** The refund that takes it back; null where money went back another way. */
  readonly refundId: number | null;
  readonly bookingId: number;
  readonly hostId: number;
  readonly currency: string;
  /** The host's share: of what was still owed to them, of what they had, and what they bear of it already. */
  readonly fromPayable: number;
  readonly fromReceivable: number;
  readonly fromBorne: number;
  readonly platformFee: number;
  readonly tax: number;
  readonly at: string;
}

export async function insertReturn(tx: Tx, back: NewReturn): Promise<void> {
  await tx.query(
    `insert into release_return (posting, refund_id, booking_id, host_id, currency, from_payable, from_receivable, from_borne, platform_fee, tax, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      back.posting,
      back.refundId,
      back.bookingId,
      back.hostId,
      back.currency,
      back.fromPayable,
      back.fromReceivable,
      back.fromBorne,
      back.platformFee,
      back.tax,
      back.at,
    ],
  );
}
