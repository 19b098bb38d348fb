import type { Row } from './access-table';

/** Each host's own; an empty body empties it. */
export const tax = {
  taxProfile: { access: 'host', guest: 403, host: 200 },
  setTaxProfile: { access: 'host', guest: 403, host: 200, send: () => ({ body: {} }) },
} satisfies Record<string, Row>;
