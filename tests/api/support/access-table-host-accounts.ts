import type { Row } from './access-table';

export const hostAccounts = {
  hostOnboarding: { access: 'host', guest: 403, host: 200 },
  startHostOnboarding: { access: 'host', guest: 403, host: 201, send: () => ({ body: { country: 'PT' } }) },
} satisfies Record<string, Row>;
