import { createId } from '@paralleldrive/cuid2';
import type { Tx } from '../../../adapters/postgres/sql';
import type { ActorKind, BookingState, MoveName } from '../../../domain/booking-moves';
import type { Door } from '../../../ports';

export interface NewBookingEvent {
  readonly bookingId: number;
  readonly move: MoveName;
  readonly from: BookingState | null;
  readonly to: BookingState;
  readonly actorKind: ActorKind;
  readonly actorId: number | null;
  readonly actorName: string | null;
  readonly door: Door;
  readonly reason: string | null;
  readonly at: string;
}

/** Each move is a row: who, when, why, by which door. */
export async function insertBookingEvent(tx: Tx, event: NewBookingEvent): Promise<void> {
  await tx.query(
    `insert into booking_events (document_id, booking_id, move, from_state, to_state, actor_kind, actor_id, actor_name, door, reason, at,
       created_at, updated_at, published_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, $11, $11)`,
    [
      createId(),
      event.bookingId,
      event.move,
      event.from,
      event.to,
      event.actorKind,
      event.actorId,
      event.actorName,
      event.door,
      event.reason,
      event.at,
    ],
  );
}
