import type { Break, SmallWorld } from './small-world';

const decision = ({ cancelled }: SmallWorld, bearer: string, amount: string) => `
  insert into refund_decision (booking_id, amount, currency, bearer, reason, made_by, made_by_name, at)
    values (${cancelled.id}, ${amount}, 'EUR', '${bearer}', 'why', 7, 'Sam', now());
  insert into refund_decision_part (refund_id, decision_id) select r.id, d.id from refunds r join refund_decision d using (booking_id)`;
const refundOf = ({ cancelled }: SmallWorld) => `(select id from refunds where booking_id = ${cancelled.id})`;
const sumOf = ({ cancelled }: SmallWorld) => `(select amount from refunds where booking_id = ${cancelled.id})`;
const end = (small: SmallWorld, kind: string, retriedAs: string, reference: string) => `
  insert into refund_end (refund_id, kind, retried_as, reference, reason, made_by, made_by_name, at)
    values (${refundOf(small)}, '${kind}', ${retriedAs}, ${reference}, 'why', 7, 'Sam', now())`;

/** A capture that says that it undoes another. */
const undoes = (bookingId: number, madeBy: string) => `
  update ledger_transaction t set reverses = (select min(id) from ledger_transaction where id <> t.id), reason = 'why', made_by = ${madeBy}
    where t.kind = 'captured' and t.booking_id = ${bookingId}`;

/** Refunds by staff, and what became of those that failed. */
export const refundBreaks: readonly Break[] = [
  {
    name: 'decision is not what is refunded',
    sql: (small) => decision(small, 'policy', `${sumOf(small)} + 1`),
    also: ['cancellation not settled'],
  },
  {
    name: 'refund is not borne as decided',
    sql: (small) => decision(small, 'host', sumOf(small)),
    also: ['cancellation not settled'],
  },
  { name: 'ended refund has not failed', sql: (small) => end(small, 'retried', '999999', 'null') },
  {
    name: 'refund sent again is another sum',
    sql: (small) => end(small, 'retried', refundOf(small), 'null'),
    also: ['ended refund has not failed'],
  },
  {
    name: 'refund paid outside without posting',
    sql: (small) => end(small, 'paid_outside', 'null', `'SEPA 1'`),
    also: ['ended refund has not failed'],
  },
  {
    name: 'posting of a refund paid outside that was not',
    sql: () => `
      with made as (insert into ledger_transaction (source, external_id, kind, at, made_by, reason)
        values ('casita', 'refund-999999', 'refund_paid_outside', now(), 7, 'why') returning id)
      insert into ledger_entry (transaction_id, account, amount, currency)
      select made.id, e.account, e.amount, 'EUR' from made, (values ('stripe', 1), ('stripe_fee', -1)) as e (account, amount)`,
  },
  {
    name: 'reversal is not the opposite',
    sql: ({ stay }) => undoes(stay.id, '7'),
  },
  {
    name: 'reversal by nobody',
    sql: ({ stay }) => undoes(stay.id, 'null'),
    also: ['reversal is not the opposite'],
  },
];
