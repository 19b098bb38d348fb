import { accept, refuse, type Outcome } from '../../../domain/refusal';
import type { Casita, StaffActor } from '../../../ports';
import { lockHostPenalty, setPenaltyWaived } from '../queries/host-penalty';
import { actOnBooking, bookingNotFound } from './act-on-booking';
import { waivePenalty } from './record-penalty';

export interface WaiveCommand {
  readonly actor: StaffActor;
  readonly bookingDocumentId: string;
  readonly reason: string;
}

/** Staff let a host off: once, with a reason that stays. What was cancelled stays cancelled. @returns the booking's row id */
export async function waiveHostPenalty(app: Casita, { reason, ...command }: WaiveCommand): Promise<Outcome<number>> {
  return actOnBooking(app, { ...command, side: 'staff', door: 'admin', reason }, async (tx, booking) => {
    const penalty = await lockHostPenalty(tx, booking.id);
    if (!penalty) return bookingNotFound();
    if (penalty.waived_at) {
      return refuse('conflict', 'This penalty was waived before', [
        { code: 'already_waived', field: 'id', value: penalty.waived_at.toISOString() },
      ]);
    }
    await waivePenalty(app, tx, booking, penalty);
    await setPenaltyWaived(tx, {
      bookingId: booking.id,
      adminId: command.actor.adminId,
      reason,
      at: app.clock.now().toString(),
    });
    return accept(booking.id);
  });
}
