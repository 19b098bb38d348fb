import type { ConstraintStep } from './constraint-step';

/** Refunds that staff decided on, and what became of those that failed. */
export const refundSteps: readonly ConstraintStep[] = [
  {
    name: '090-refunds',
    sql: `
update refunds set state_since = updated_at where state_since is null;
create unique index refunds_document on refunds (document_id);
create index refunds_waiting on refunds (state_since) where state in ('creating', 'pending', 'failed');
alter table refund_decision add constraint refund_decision_booking foreign key (booking_id) references bookings (id);
alter table refund_decision_part add constraint refund_decision_part_refund foreign key (refund_id) references refunds (id);
alter table refund_end add constraint refund_end_refund foreign key (refund_id) references refunds (id);
alter table refund_end add constraint refund_end_retry_refund foreign key (retried_as) references refunds (id);`,
  },
];
