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
  {
    name: 'settled refunds differ',
    sql: ({ lost }) => `update dispute set refunds_settled = refunds_settled + 1 where booking_id = ${lost.id}`,
    also: ['counted refunds differ'],
  },
  {
    name: 'refund paid by a dispute without posting',
    sql: ({ lost, cancelled }) => `insert into refund_by_dispute (refund_id, dispute_id, amount, at)
      select r.id, d.id, 1, now() from refunds r, dispute d where r.booking_id = ${cancelled.id} and d.booking_id = ${lost.id}`,
    also: ['settled refunds differ'],
  },
  {
    name: 'posting of a refund that no dispute paid',
    sql: ({ stay }) => bogusPosting('refund_paid_by_dispute', stay.id, [['stripe', 1], ['stripe_fee', -1]], 'casita'), // prettier-ignore
  },
  {
    name: 'refund not paid by disputes as it says',
    sql: ({ cancelled }) => `insert into refund_end (refund_id, kind, reason, made_by_name, at)
      select id, 'paid_by_dispute', 'why', 'Casita', now() from refunds where booking_id = ${cancelled.id}`,
    also: ['ended refund has not failed'],
  },
];
