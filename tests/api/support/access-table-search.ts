import type { Row } from './access-table';

export const searching = {
  searchMap: { access: 'anyone', anonymous: 200, guest: 200, host: 200, send: () => ({ query: { bbox: '-180,-90,180,90' } }) },
} satisfies Record<string, Row>; // prettier-ignore
