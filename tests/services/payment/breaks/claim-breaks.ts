import { bogusPosting, type Break } from './small-world';

/** What hosts claim for damage. */
export const claimBreaks: readonly Break[] = [
  {
    name: 'claim paid without posting',
    sql: ({ claimed }) =>
      `update ledger_transaction set kind = 'hidden' where kind = 'claim_paid' and booking_id = ${claimed.id}`,
  },
  {
    name: 'posting without claim',
    sql: ({ stay }) => `${bogusPosting('claim_paid', stay.id, [['stripe', 1], ['stripe_fee', -1]])};
      update ledger_transaction set source = 'casita' where external_id = 'bogus'`, // prettier-ignore
  },
  {
    name: 'claim paid without its money',
    sql: ({ claimed }) =>
      `update payments set captured_amount = captured_amount - 1 where booking_id = ${claimed.id} and purpose = 'claim'`,
  },
  {
    name: 'money of a claim that is over',
    also: ['posting without claim'],
    sql: ({ claimed }) => `update damage_claim set state = 'unpaid' where booking_id = ${claimed.id};
      update damage_claim_event set to_state = 'unpaid' where id = (select max(e.id) from damage_claim_event e join damage_claim c on c.id = e.claim_id where c.booking_id = ${claimed.id})`,
  },
  {
    name: 'claim waits for nothing',
    sql: ({ awaiting }) =>
      `update payments set state = 'cancelled' where booking_id = ${awaiting.id} and purpose = 'claim'`,
  },
  {
    name: 'claim without event',
    sql: ({ awaiting }) =>
      `delete from damage_claim_event where claim_id = (select id from damage_claim where booking_id = ${awaiting.id})`,
  },
];
