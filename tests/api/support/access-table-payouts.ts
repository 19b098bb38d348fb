import { missingId } from './access-world';
import type { Row } from './access-table';

export const payouts = {
  hostEarnings: { access: 'host', guest: 403, host: 200 },
  hostPayouts: { access: 'host', guest: 403, host: 200 },
  // Nobody of the world has been paid yet: whose a payout is, payout-doors.test.ts asks.
  hostPayout: { access: 'host', guest: 403, host: 404, send: () => ({ params: { id: missingId } }) },
  hostStatement: { access: 'host', guest: 403, host: 200, send: () => ({ params: { month: '2026-11' } }) },
} satisfies Record<string, Row>;
