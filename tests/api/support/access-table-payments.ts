import type { Row } from './access-table';

/** Nobody of this world has saved a card: of one's own there are none, and another's would be as missing. */
export const payments = {
  paymentMethods: { access: 'account', guest: 200, host: 200, send: () => ({}) },
  removePaymentMethod: { access: 'account', guest: 404, host: 404, send: () => ({ params: { id: 'pm_missing' } }) },
} satisfies Record<string, Row>;
