import type { Tx } from '../../../adapters/postgres/sql';
import type { BookingState } from '../../../domain/booking-moves';

/** Times that a move sets beside the state; what is absent stays as it is. */
export interface BookingTimes {
  readonly holdExpiresAt?: string;
  readonly requestExpiresAt?: string;
  readonly confirmedAt?: string;
  readonly endedAt?: string;
  readonly cancelledBy?: 'guest' | 'host' | 'staff' | 'system';
  /** Minor units: what a cancellation gives back in all, now or when money under way has come. */
  readonly refundOwed?: number;
}

export async function setBookingState(
  tx: Tx,
  bookingId: number,
  state: BookingState,
  times: BookingTimes,
  now: string,
): Promise<void> {
  await tx.query(
    `update bookings set state = $2, updated_at = $3,
       request_expires_at = coalesce($4, request_expires_at),
       confirmed_at = coalesce($5, confirmed_at),
       ended_at = coalesce($6, ended_at),
       cancelled_by = coalesce($7, cancelled_by),
       refund_owed = coalesce($8, refund_owed),
       hold_expires_at = coalesce($9, hold_expires_at)
     where id = $1`,
    [
      bookingId,
      state,
      now,
      times.requestExpiresAt ?? null,
      times.confirmedAt ?? null,
      times.endedAt ?? null,
      times.cancelledBy ?? null,
      times.refundOwed ?? null,
      times.holdExpiresAt ?? null,
    ],
  );
}
