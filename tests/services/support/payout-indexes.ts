import type { Database, Tx } from '../../../src/adapters/postgres/sql';
import { brokenInvariants } from '../../../src/api/payment/queries/invariants';
import { linkTransfers } from '../../../src/api/payout/queries/bank-payouts';
import { hostEarnings, hostMonths } from '../../../src/api/payout/queries/host-earnings';
import { hostPayout, hostPayouts, payoutsForStaff } from '../../../src/api/payout/queries/payout-views';
import { duePayouts, openPayouts } from '../../../src/api/payout/queries/payouts';
import { openOfBooking, openReceivables } from '../../../src/api/payout/queries/receivables';
import { dueReleases } from '../../../src/api/payout/queries/release-due';
import { releaseFacts } from '../../../src/api/payout/queries/release-facts';
import { reversibleTransfers } from '../../../src/api/payout/queries/reversals';
import { chargesOf, hasOpenTransfers } from '../../../src/api/payout/queries/transfers';

type Work = (sql: Database & Tx) => Promise<unknown>;

const at = '2026-01-01T02:00:00Z';
const returned = {
  ...({ id: 'po_1', state: 'paid', amount: 1, currency: 'EUR', arrivesAt: new Date(at), failure: null } as const),
  ...{ transfers: ['tr_1'], sentAgain: ['po_2'] },
};
const earnings: Work = (sql) => hostEarnings(sql, 1);

/** What the indexes of payouts serve, as `serves` of index-use.test.ts. */
export const payoutIndexes: Readonly<Record<string, Work>> = {
  booking_release_due_at: (sql) => dueReleases(sql, at, 10),
  booking_release_due_host: earnings,
  booking_release_host: earnings,
  release_return_host: earnings,
  release_return_booking: (sql) => releaseFacts(sql, 1),
  host_receivable_booking: (sql) => openOfBooking(sql, 1, 'penalty'),
  host_receivable_open: (sql) => openReceivables(sql, 1, 'EUR'),
  payout_booking: (sql) => openPayouts(sql, 1),
  payout_document_id_key: (sql) => hostPayout(sql, 1, 'payout1'),
  payout_held_until: (sql) => duePayouts(sql, at, 10),
  payout_host: (sql) => hostPayouts(sql, 1, { state: null, beforeId: null, limit: 10 }),
  payout_owed: (sql) => duePayouts(sql, at, 10),
  payout_state: (sql) => payoutsForStaff(sql, { state: 'owed', beforeId: null, limit: 10 }),
  payout_line_payout: (sql) => hostPayout(sql, 1, 'payout1'),
  payout_line_receivable: brokenInvariants,
  transfer_host: (sql) => hostMonths(sql, 1, 10),
  transfer_bank_payout: (sql) => linkTransfers(sql, 1, returned),
  transfer_booking: (sql) => chargesOf(sql, 1),
  transfer_payout: (sql) => hasOpenTransfers(sql, 1),
  transfer_reversal_host: earnings,
  transfer_reversal_receivable: brokenInvariants,
  transfer_reversal_transfer: (sql) => reversibleTransfers(sql, 1),
};

const series = (count: number) => `generate_series(1, ${count}) i`;
const ago = `timestamp '2026-01-01' + i * interval '1 minute'`;

export const payoutRows: readonly string[] = [
  `insert into booking_release_due select i, 1 + i % 4000, 'EUR', ${ago}, 100 from ${series(20_000)}`,
  `insert into booking_release select i, 1, 1 + i % 4000, 'EUR', 80, 15, 5, ${ago}, ${ago} from ${series(20_000)}`,
  `insert into release_return (posting, refund_id, booking_id, host_id, currency, from_payable, from_receivable, platform_fee, tax, at)
     select 'refund-' || i, i, i, 1 + i % 4000, 'EUR', 5, 5, 1, 1, ${ago} from ${series(10_000)}`,
  `insert into host_receivable (host_id, booking_id, kind, currency, amount, settled, at)
     select 1 + i % 4000, i, 'penalty', 'EUR', 100, case when i % 50 = 0 then 0 else 100 end, ${ago} from ${series(10_000)}`,
  `insert into payout (document_id, host_id, booking_id, part, currency, amount, transferred, state, hold_until, next_try_at, created_at, transferred_at)
     select 'payout' || i, 1 + i % 4000, i, 1, 'EUR', 80, case when i % 100 < 2 then 0 else 80 end, case i % 100 when 0 then 'owed' when 1 then 'held' else 'transferred' end,
       ${ago}, ${ago}, ${ago}, case when i % 100 >= 2 then ${ago} end from ${series(20_000)}`,
  `insert into payout_line (payout_id, kind, booking_id, receivable_id, amount, at) select i, 'stay', i, case when i % 20 = 0 then i end, case when i % 20 = 0 then -1 else 80 end, ${ago} from ${series(20_000)}`,
  `insert into transfer (document_id, payout_id, host_id, booking_id, payment_id, destination, currency, amount, state, stripe_transfer, bank_payout, created_at, updated_at)
     select 'transfer' || i, i, 1 + i % 4000, i, i, 'acct_1', 'EUR', 80, 'succeeded', 'tr_' || i, 'po_' || i, ${ago}, ${ago} from ${series(20_000)}`,
  `insert into transfer_reversal (document_id, transfer_id, receivable_id, host_id, booking_id, currency, amount, state, stripe_reversal, created_at, updated_at)
     select 'reversal' || i, i, i, 1 + i % 4000, i, 'EUR', 10, 'succeeded', 'trr_' || i, ${ago}, ${ago} from ${series(10_000)}`,
];
