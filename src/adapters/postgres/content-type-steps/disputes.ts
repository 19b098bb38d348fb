import type { ConstraintStep } from './constraint-step';

/** What guests' banks dispute, and what hosts claim after a stay. */
export const disputeSteps: readonly ConstraintStep[] = [
  {
    name: '100-disputes',
    sql: `
alter table dispute add constraint dispute_payment_fk foreign key (payment_id) references payments (id);
alter table dispute add constraint dispute_booking_fk foreign key (booking_id) references bookings (id);`,
  },
  {
    name: '102-refunds-paid-by-banks',
    sql: 'alter table refund_by_dispute add constraint refund_by_dispute_refund foreign key (refund_id) references refunds (id);',
  },
  {
    name: '101-damage-claims',
    sql: `
alter table damage_claim add constraint damage_claim_booking foreign key (booking_id) references bookings (id);
alter table damage_claim add constraint damage_claim_host foreign key (host_id) references host_profiles (id);`,
  },
];
