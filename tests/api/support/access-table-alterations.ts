import { missingId } from './access-world';
import type { Ask, Parts, Row } from './access-table';

const ofBooking = ({ world, which, side }: Ask): { readonly id: string } => ({
  id: which === 'missing' ? missingId : world.bookings[side],
});
const own = (status: number) => ({ own: status, another: 404, missing: 404 });
const both = (status: number, send: (ask: Ask) => Parts): Row => ({
  access: 'account',
  guest: own(status),
  host: own(status),
  send,
});
/** None has been proposed for the world's bookings: for its parties too there is nothing to answer. */
const answer = both(404, (ask) => ({ params: { ...ofBooking(ask), n: 1 } }));

export const alterations = {
  alterations: both(200, (ask) => ({ params: ofBooking(ask) })),
  // More guests than the home takes, so that the booking stays as it is.
  proposeAlteration: both(422, (ask) => ({
    params: ofBooking(ask),
    body: { checkIn: '2099-01-01', checkOut: '2099-01-02', adults: 50 },
  })),
  acceptAlteration: answer,
  declineAlteration: answer,
  withdrawAlteration: answer,
} satisfies Record<string, Row>;
