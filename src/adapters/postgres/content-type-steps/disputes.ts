import type { ConstraintStep } from './constraint-step';

/** What guests' banks dispute. */
export const disputeSteps: readonly ConstraintStep[] = [
  {
    name: '100-disputes',
    sql: `
alter table dispute add constraint dispute_payment_fk foreign key (payment_id) references payments (id);
alter table dispute add constraint dispute_booking_fk foreign key (booking_id) references bookings (id);`,
  },
];
