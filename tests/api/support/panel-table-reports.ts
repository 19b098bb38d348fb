import type { ThingRow } from './panel-table';

/** What staff look up for tax offices. Without a period they answer 400, and only to those who may ask. */
const reportRow: ThingRow = { uid: 'api::booking.booking', host: 403, moderator: 403, superAdmin: 400 };

export const reportTable: Readonly<Record<string, ThingRow>> = {
  'GET /casita/reports/taxes': reportRow,
  'GET /casita/reports/taxes.csv': reportRow,
  'GET /casita/reports/tax-stays.csv': reportRow,
  'GET /casita/reports/sellers': reportRow,
  'GET /casita/reports/sellers.csv': reportRow,
};
