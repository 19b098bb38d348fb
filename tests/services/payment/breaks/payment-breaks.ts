import { bogusPosting, type Break } from './small-world';

const nothing = [
  ['stripe', 1],
  ['stripe_fee', -1],
] as const;

/** A posting that is there, under a kind that nobody looks for. */
const hide = (kind: string, bookingId: number): string =>
  `update ledger_transaction set kind = 'hidden' where kind = '${kind}' and booking_id = ${bookingId}`;

/** A balance of one cent. */
const planned = (bookingId: number, chargeAt: string): string =>
  `insert into payments (document_id, booking_id, purpose, instalment, part, state, amount, captured_amount, refunded_amount, currency, charge_at)
   values ('planned', ${bookingId}, 'stay', 0, 1, 'scheduled', 1, 0, 0, 'EUR', ${chargeAt})`;

/** Payments, refunds, the ledger, and the calls that we owe. */
export const paymentBreaks: readonly Break[] = [
  {
    name: 'one live payment',
    sql: ({ cancelled }) => `drop index payments_one_live;
      insert into payments select (jsonb_populate_record(p, '{"id": 999999, "document_id": "second", "state": "authorised", "stripe_payment_intent": null, "captured_amount": 0, "refunded_amount": 0}')).*
      from payments p where booking_id = ${cancelled.id}`,
  },
  { name: 'capture without posting', sql: ({ stay }) => hide('captured', stay.id) },
  { name: 'posting without capture', sql: ({ stay }) => bogusPosting('captured', stay.id, nothing) },
  { name: 'refund without posting', sql: ({ cancelled }) => hide('refunded', cancelled.id) },
  { name: 'succeeded refund without posting', sql: ({ cancelled }) => hide('refund_succeeded', cancelled.id) },
  { name: 'posting without refund', sql: ({ stay }) => bogusPosting('refund_succeeded', stay.id, nothing) },
  {
    name: 'guest funds differ',
    sql: ({ stay }) => bogusPosting('reversed', stay.id, [[`guest_funds:${stay.id}`, 1], ['stripe', -1]]), // prettier-ignore
  },
  {
    name: 'refunds exceed capture',
    sql: ({ cancelled }) => `update refunds set amount = amount + 1 where booking_id = ${cancelled.id}`,
    also: ['refund without posting'],
  },
  {
    name: 'refund clearing is not clear',
    sql: ({ stay }) => bogusPosting('reversed', stay.id, [['refund_clearing', 1], ['stripe', -1]]), // prettier-ignore
  },
  {
    name: 'ledger does not sum to zero',
    sql: ({ stay }) => bogusPosting('reversed', stay.id, [['stripe_fee', 1]]),
  },
  {
    name: 'ledger transaction without entries',
    sql: ({ stay }) =>
      `insert into ledger_transaction (source, external_id, kind, booking_id, at) values ('casita', 'empty', 'reversed', ${stay.id}, now())`,
  },
  {
    name: 'call is stuck',
    sql: () => `update stripe_call set state = 'pending', created_at = now() - interval '11 minutes'
      where id = (select min(id) from stripe_call)`,
  },
  {
    name: 'confirmed without its money',
    sql: ({ stay }) => `update bookings set total = total + 1 where id = ${stay.id}`,
  },
  {
    name: 'money on a dead booking',
    sql: ({ cancelled: { id } }) => `update bookings set state = 'expired' where id = ${id};
      update booking_events set to_state = 'expired' where id = (select max(id) from booking_events where booking_id = ${id})`,
  },
  {
    name: 'cancellation not settled',
    sql: ({ cancelled }) => `update bookings set refund_owed = refund_owed + 1 where id = ${cancelled.id}`,
  },
  {
    name: 'planned payment of a dead booking',
    sql: ({ cancelled }) => planned(cancelled.id, 'now()'),
  },
  {
    name: 'balance without a date',
    sql: ({ stay }) => `${planned(stay.id, 'null')}; update bookings set total = total + 1 where id = ${stay.id}`,
  },
];
