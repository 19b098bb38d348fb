import type { ThingRow } from './panel-table';

const uid = 'api::host-profile.host-profile';

/** A host has one profile: another's is as good as missing. */
export const hostAccountButtons: Readonly<Record<string, ThingRow>> = {
  'GET /casita/host-profiles/:id/account': {
    ...{ uid, host: { own: 200, another: 404, missing: 404 }, moderator: 403 },
    superAdmin: { own: 200, another: 200, missing: 404 },
  },
  // Without a country there is nothing to begin with.
  'POST /casita/host-profiles/:id/onboarding': {
    ...{ uid, host: { own: 400, another: 404, missing: 404 }, moderator: 403, superAdmin: 403 },
    body: {},
  },
  'POST /casita/host-profiles/:id/invite': {
    ...{ uid, host: 403, moderator: 403, superAdmin: { own: 200, another: 200, missing: 404 } },
    body: { reason: 'Matrix' },
  },
  // Without a reason, so that nothing is closed.
  'POST /casita/host-profiles/:id/close-account': {
    ...{ uid, host: 403, moderator: 403, superAdmin: 400 },
    body: {},
  },
};
