import type { ThingRow } from './panel-table';

const booking = { uid: 'api::booking.booking', host: 403, moderator: 403 };
const nobodys = (status: number) => ({ own: status, another: status, missing: 404 });

/** Money: staff's alone. Neither hosts nor moderators come in, to what is theirs neither. */
export const moneyTable: Readonly<Record<string, ThingRow>> = {
  // Nothing was taken on either.
  'POST /casita/bookings/:id/refunds': {
    ...{ ...booking, superAdmin: nobodys(409) },
    body: { amount: 1, reason: 'Matrix', bearer: 'policy', expectedRefundable: 0 },
  },
  'POST /casita/refunds/:id/retry': {
    ...{ uid: 'api::refund.refund', host: 403, moderator: 403, superAdmin: nobodys(409) },
    body: { reason: 'Matrix' },
  },
  'POST /casita/refunds/:id/paid-outside': {
    ...{ uid: 'api::refund.refund', host: 403, moderator: 403, superAdmin: nobodys(409) },
    body: { reason: 'Matrix', reference: 'SEPA 1' },
  },
  'GET /casita/bookings/:id/money': { ...booking, superAdmin: nobodys(200) },
  'GET /casita/ledger/balances': { ...booking, superAdmin: 200 },
  // More than the booking costs.
  'POST /casita/bookings/:id/adjustments': {
    ...{ ...booking, superAdmin: nobodys(422) },
    body: { amount: 1_000_000_000, reason: 'Matrix' },
  },
  'GET /casita/corrections': { ...booking, superAdmin: 200 },
  // A posting is known by its number.
  'POST /casita/ledger/:id/reverse': { ...booking, superAdmin: 400, body: { reason: 'Matrix' } },
  'GET /casita/money/attention': { ...booking, superAdmin: 200 },
  // A call is known by its number.
  'POST /casita/stripe-calls/:id/retry': { ...booking, superAdmin: 400 },
};
