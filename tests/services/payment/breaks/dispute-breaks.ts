import { bogusPosting, type Break } from './small-world';

/** What guests' banks dispute. */
export const disputeBreaks: readonly Break[] = [
  {
    name: 'dispute without posting',
    sql: ({ disputed }) =>
      `update ledger_transaction set kind = 'hidden' where kind = 'dispute_opened' and booking_id = ${disputed.id}`,
  },
  {
    name: 'posting without dispute',
    sql: ({ stay }) => bogusPosting('dispute_opened', stay.id, [['stripe', 1], ['stripe_fee', -1]]), // prettier-ignore
  },
  {
    name: 'dispute clearing is not clear',
    sql: ({ stay }) => bogusPosting('reversed', stay.id, [['dispute_clearing', 1], ['stripe', -1]]), // prettier-ignore
  },
  {
    name: 'host bears another share',
    sql: ({ lost }) => `update dispute set host_share = host_share - 1 where booking_id = ${lost.id}`,
  },
  {
    name: 'counted refunds differ',
    sql: ({ lost }) => `update dispute set refunds_counted = refunds_counted - 1 where booking_id = ${lost.id}`,
  },
];
