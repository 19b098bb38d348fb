import { bogusPosting, type Break } from './small-world';

const nothing = [
  ['stripe', 1],
  ['stripe_fee', -1],
] as const;

const hide = (kind: string, bookingId: number): string =>
  `update ledger_transaction set kind = 'hidden' where kind = '${kind}' and booking_id = ${bookingId}`;

/** Releases and payouts: of a stay whose host was sent the money, a penalty taken out, and whose guest then left early. */
const releases: readonly Break[] = [
  {
    name: 'more released than kept',
    sql: ({ sent: { id } }) => bogusPosting('reversed', id, [[`guest_funds:${id}`, 1], ['stripe', -1]]), // prettier-ignore
    also: ['guest funds differ'],
  },
  {
    name: 'released before its time',
    sql: ({ sent }) => `update booking_release set due_at = due_at - interval '2 days' where booking_id = ${sent.id}`,
  },
  {
    name: 'money without a release to come',
    sql: ({ stay }) => `delete from booking_release_due where booking_id = ${stay.id}`,
  },
  { name: 'release without posting', sql: ({ sent }) => hide('released', sent.id) },
  { name: 'posting without release', sql: ({ stay }) => bogusPosting('released', stay.id, nothing, 'casita') },
  {
    name: 'return without posting',
    sql: ({ sent }) =>
      `update release_return set tax = tax + 1, platform_fee = platform_fee - 1 where booking_id = ${sent.id}`,
  },
  {
    name: 'release without payout',
    sql: ({ sent }) => `update payout_line set kind = 'claim' where kind = 'stay' and booking_id = ${sent.id}`,
  },
  {
    name: 'lines of a payout',
    sql: ({ sent }) => `update payout_line set amount = amount + 1 where kind = 'stay' and booking_id = ${sent.id}`,
    also: ['release without payout'],
  },
  {
    name: 'transfers of a payout',
    sql: ({ owed }) => `update payout set state = 'transferring' where booking_id = ${owed.id}`,
  },
  {
    name: 'payout goes on in spite of a block',
    sql: ({ owed }) => `insert into payout_block (booking_id, reason, at) values (${owed.id}, 'dispute', now())`,
  },
];

/** What hosts are owed and owe. */
const balances: readonly Break[] = [
  {
    name: 'host payable differs',
    sql: ({ stay, sent: { home } }) =>
      bogusPosting('reversed', stay.id, [[`host_payable:${home.hostId}`, 1], ['stripe', -1]]), // prettier-ignore
  },
  {
    name: 'host receivable differs',
    sql: ({ stay, sent: { home } }) =>
      bogusPosting('reversed', stay.id, [[`host_receivable:${home.hostId}`, 1], ['stripe', -1]]), // prettier-ignore
  },
  {
    name: 'receivable not settled so',
    sql: ({ sent: { home } }) =>
      `update host_receivable set amount = amount + 1, settled = settled + 1 where host_id = ${home.hostId} and kind = 'penalty'`,
  },
  {
    name: 'netting without posting',
    sql: ({ penalised }) => hide('netted', penalised.id),
  },
  { name: 'posting without netting', sql: ({ stay }) => bogusPosting('netted', stay.id, nothing, 'casita') },
  { name: 'penalty without posting', sql: ({ penalised }) => hide('host_penalty', penalised.id) },
];

const transfers: readonly Break[] = [
  { name: 'transfer without posting', sql: ({ sent }) => hide('transferred', sent.id) },
  { name: 'posting without transfer', sql: ({ stay }) => bogusPosting('transferred', stay.id, nothing) },
  { name: 'reversal without posting', sql: ({ sent }) => hide('transfer_reversed', sent.id) },
  { name: 'posting without reversal', sql: ({ stay }) => bogusPosting('transfer_reversed', stay.id, nothing) },
  { name: 'taken back by hand without posting', sql: ({ taken }) => hide('transfer_taken_back', taken.id) },
  {
    name: 'posting of what was not taken back',
    sql: ({ stay }) => bogusPosting('transfer_taken_back', stay.id, nothing, 'casita'),
  },
  {
    name: 'transfers exceed capture',
    sql: ({ sent, owed }) =>
      `update transfer set payment_id = (select id from payments where booking_id = ${owed.id}) where booking_id = ${sent.id};
       update payments set captured_amount = 1 where booking_id = ${owed.id}`,
    also: ['confirmed without its money', 'guest funds differ'],
  },
  {
    name: 'reversals exceed transfer',
    sql: ({ sent }) => `update transfer set reversed = reversed + 1 where booking_id = ${sent.id}`,
  },
];

export const payoutBreaks: readonly Break[] = [...releases, ...balances, ...transfers];
