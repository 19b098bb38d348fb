import type { ThingRow } from './panel-table';

/** Nobody's entry is a dispute: to staff the number of one is that of none, and to nobody else is there anything. */
const staffOnly = (superAdmin: number, body?: unknown): ThingRow => ({
  uid: 'dispute',
  ...{ host: 403, moderator: 403, superAdmin },
  ...(body === undefined ? {} : { body }),
});
const reason = 'Matrix';

/** Disputes of guests' banks. */
export const disputeButtons: Readonly<Record<string, ThingRow>> = {
  'GET /casita/disputes': staffOnly(200),
  'GET /casita/disputes/:id': staffOnly(404),
  'POST /casita/disputes/:id/evidence': staffOnly(404, { evidence: { customerName: 'Ada' }, reason }),
  // Without the file's name.
  'GET /casita/disputes/:id/file': staffOnly(400),
  'POST /casita/disputes/:id/files': staffOnly(404, { field: 'receipt', reason }),
  'POST /casita/disputes/:id/files/remove': staffOnly(404, { field: 'receipt', reason }),
  'POST /casita/disputes/:id/submit': staffOnly(404, { reason }),
  'POST /casita/disputes/:id/accept': staffOnly(404, { reason }),
  'POST /casita/disputes/:id/bearer': staffOnly(404, { bearer: 'host', reason }),
};

/** Claims for damage. */
export const claimButtons: Readonly<Record<string, ThingRow>> = {
  'GET /casita/claims': staffOnly(200),
  'GET /casita/claims/:id': staffOnly(404),
  // Without the picture's name.
  'GET /casita/claims/:id/photo': staffOnly(400),
  'POST /casita/claims/:id/decision': staffOnly(404, { amount: 0, reason }),
  'POST /casita/claims/:id/give-up': staffOnly(404, { reason }),
};

/** What a host claims in their own homes. */
export const ownClaimButtons: Readonly<Record<string, ThingRow>> = {
  'GET /casita/own-claims': { uid: 'claim', host: 200, moderator: 403, superAdmin: 403 },
  'GET /casita/own-claims/:id': { uid: 'claim', host: 404, moderator: 403, superAdmin: 403 },
  'GET /casita/own-claims/:id/photo': { uid: 'claim', host: 400, moderator: 403, superAdmin: 400 },
  'POST /casita/own-claims/:id/photos': { uid: 'claim', host: 404, moderator: 403, superAdmin: 403 },
  'POST /casita/own-claims/:id/withdraw': { uid: 'claim', host: 404, moderator: 403, superAdmin: 403 },
  // Without a word of what was damaged.
  'POST /casita/bookings/:id/claims': {
    ...{ uid: 'api::booking.booking', host: 400, moderator: 403, superAdmin: 400 },
    body: {},
  },
};
