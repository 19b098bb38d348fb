import type { AccountActor } from '../../../ports';
import type { BookingRow } from '../queries/booking-row';

/** One account can be host of one booking and guest of another: which party it is here is read from the booking. */
export const sideOf = (
  booking: Pick<BookingRow, 'guest_id' | 'host_id'>,
  { userId, hostId }: Pick<AccountActor, 'userId' | 'hostId'>,
): 'guest' | 'host' =>
  hostId !== null && booking.host_id === hostId && booking.guest_id !== userId ? 'host' : 'guest';
