import type { ConstraintStep } from './constraint-step';

/** Releases, payouts and what hosts owe belong to bookings and hosts; stays that were paid before there were payouts are looked at once. */
export const payoutSteps: readonly ConstraintStep[] = [
  {
    name: '070-payouts',
    sql: `
alter table host_balance add constraint host_balance_host foreign key (host_id) references host_profiles (id);
alter table booking_release_due add constraint booking_release_due_booking foreign key (booking_id) references bookings (id);
alter table booking_release add constraint booking_release_booking foreign key (booking_id) references bookings (id);
alter table release_return add constraint release_return_refund foreign key (refund_id) references refunds (id);
alter table host_receivable add constraint host_receivable_host foreign key (host_id) references host_profiles (id);
alter table host_receivable add constraint host_receivable_booking_fk foreign key (booking_id) references bookings (id);
alter table host_receivable add constraint host_receivable_refund foreign key (refund_id) references refunds (id);
alter table payout add constraint payout_host_fk foreign key (host_id) references host_profiles (id);
alter table payout add constraint payout_booking_fk foreign key (booking_id) references bookings (id);
alter table payout_block add constraint payout_block_booking foreign key (booking_id) references bookings (id);
alter table payout_line add constraint payout_line_booking foreign key (booking_id) references bookings (id);
alter table transfer add constraint transfer_payment foreign key (payment_id) references payments (id);
insert into booking_release_due (booking_id, host_id, currency, due_at, host_amount)
  select b.id, b.host_id, b.currency, coalesce(b.check_in_at, now()), 0 from bookings b
  where b.state in ('confirmed', 'checked_in', 'completed', 'cancelled', 'no_show')
    and exists (select from payments p where p.booking_id = b.id and p.state = 'captured');`,
  },
];
