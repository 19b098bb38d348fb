import { createId } from '@paralleldrive/cuid2';
import type { Tx } from '../../../adapters/postgres/sql';
import type { AlterationEventName } from '../../../domain/alteration-moves';
import type { ActorKind, BookingState, MoveName } from '../../../domain/booking-moves';
import type { Door } from '../../../ports';

export interface NewBookingEvent {
  readonly bookingId: number;
  /** A move of the booking, or a step of one of its alterations, which leaves its state as it is. */
  readonly move: MoveName | AlterationEventName;
  /** Which alteration the step is of; null for a move of the booking. */
  readonly alteration: number | null;
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
    `insert into booking_events (document_id, booking_id, move, alteration, from_state, to_state, actor_kind, actor_id, actor_name, door, reason, at,
       created_at, updated_at, published_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $12, $12)`,
    [
      createId(),
      event.bookingId,
      event.move,
      event.alteration,
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
