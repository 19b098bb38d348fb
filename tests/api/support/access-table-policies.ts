import type { Row } from './access-table';

export const policies = {
  cancellationPolicies: { access: 'anyone', anonymous: 200, guest: 200, host: 200 },
} satisfies Record<string, Row>;
