import type { ThingRow } from './panel-table';

const uid = 'api::host-profile.host-profile';
const ofHost = { own: 200, another: 404, missing: 404 };
const ofStaff = { own: 200, another: 200, missing: 404 };

/** A payout of nobody's: as missing to hosts as to staff. */
const payout: ThingRow = { uid: 'payout', host: 404, moderator: 403, superAdmin: 404 };
/** Without a month there is nothing to state; another's is as good as missing all the same. */
const month: ThingRow = { uid, host: 400, moderator: 403, superAdmin: 400 };

/** A host's own money; staff see everybody's. */
export const payoutButtons: Readonly<Record<string, ThingRow>> = {
  'GET /casita/payouts': { uid, host: 200, moderator: 403, superAdmin: 200 },
  'GET /casita/payouts/:id': payout,
  'GET /casita/payouts/:id/statement.csv': payout,
  'GET /casita/payouts/:id/statement.html': payout,
  'GET /casita/own-profile': { uid, host: 200, moderator: 403, superAdmin: 200 },
  'GET /casita/host-profiles/:id/earnings': { uid, host: ofHost, moderator: 403, superAdmin: ofStaff },
  'GET /casita/host-profiles/:id/statement': month,
  'GET /casita/host-profiles/:id/statement.csv': month,
  'GET /casita/host-profiles/:id/statement.html': month,
};
