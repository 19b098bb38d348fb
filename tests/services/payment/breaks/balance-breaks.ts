import type { Break } from './small-world';

const close = (figures: string, items = '[]'): string => `
  insert into daily_close (day, currency, ledger, provider, mirrored, accounted, items, closed_at)
  values ('2030-01-01', 'EUR', ${figures}, '${items}', '2030-01-02')`;

const movement = (id: string, rest: string): string => `
  insert into balance_transaction (id, type, source, object, amount, fee, net, currency, created_at, available_on, seen_at, ledger_id, undone_by)
  values ('${id}', 'charge', 'ch_x', 'pi_x', 7, 0, 7, 'EUR', '2029-12-01', '2029-12-01', '2029-12-01', ${rest})`;

/** The mirror of the provider's balance, and the daily close. */
export const balanceBreaks: readonly Break[] = [
  {
    name: 'movement of another amount',
    sql: () => movement('txn_x', `(select min(id) from ledger_transaction where kind = 'refunded'), null`),
  },
  { name: 'movement undone by another', sql: () => movement('txn_x', `null, 'txn_y'`) },
  { name: 'movement that nobody raised', sql: () => `${movement('txn_x', 'null, null')}; ${close('0, 0, 0, 0')}` },
  { name: 'close does not add up', sql: () => close('5, 5, 5, 0', '[{"amount": 1}]') },
  { name: 'difference that nobody raised', sql: () => close('5, 6, 5, 0') },
];
