import { cancelBooking } from '../../../../../src/api/booking/use-cases/cancel-booking';
import type { StaffActor } from '../../../../../src/ports';
import type { Act, LivedStay } from '../life';

export const staff: StaffActor = { kind: 'staff', adminId: 1, name: 'Vera' };

export type Side = 'guest' | 'host' | 'staff';

export const as = ({ guest, home, documentId }: LivedStay, side: Side) => ({
  actor: side === 'staff' ? staff : side === 'guest' ? guest : home.host,
  ...{ side, door: 'rest' as const, bookingDocumentId: documentId, reason: null },
});

export const cancelBy =
  (side: Side): Act =>
  (world, stay) =>
    cancelBooking(world.app, { ...as(stay, side), expectedRefund: null });
