import type { ActorKind } from '../../../domain/booking-moves';
import type { Door } from '../../../ports';

/** Who moves a booking, through which door, and why. */
export interface Mover {
  readonly kind: ActorKind;
  /** Account or staff id; null for the machine. */
  readonly id: number | null;
  readonly name: string | null;
  readonly door: Door;
  readonly reason: string | null;
}

export const machine = (name: string, door: Door, reason: string | null = null): Mover => ({
  kind: 'system',
  id: null,
  name,
  door,
  reason,
});
