import type { Row } from './access-table';
import { missingId } from './access-world';

/** Nobody of this world has saved a card: of one's own there are none, and another's would be as missing. */
export const payments = {
  paymentMethods: { access: 'account', guest: 200, host: 200, send: () => ({}) },
  removePaymentMethod: { access: 'account', guest: 404, host: 404, send: () => ({ params: { id: 'pm_missing' } }) },
  // The world's bookings are paid: for their guest there is nothing to pay, for anybody else there is no such booking.
  payBooking: {
    access: 'account',
    guest: { own: 409, another: 404, missing: 404 },
    host: { own: 404, another: 404, missing: 404 },
    send: ({ world, which, side }) => ({ params: { id: which === 'missing' ? missingId : world.bookings[side] } }),
  },
} satisfies Record<string, Row>;
