import type { ConstraintStep } from './constraint-step';

/** Penalties, coupons, and bookings that were altered. */
export const bookingSteps: readonly ConstraintStep[] = [
  {
    name: '020-host-penalties',
    sql: `
alter table host_penalty add constraint host_penalty_booking foreign key (booking_id) references bookings (id);
alter table host_penalty add constraint host_penalty_host foreign key (host_id) references host_profiles (id);`,
  },
  {
    name: '021-coupons',
    sql: `
create unique index coupons_code on coupons (upper(code));
alter table coupons add constraint coupons_complete check (code is not null and label is not null and kind is not null and funded_by is not null);
alter table coupons add constraint coupons_value check ((kind = 'percent' and percent > 0 and percent <= 100 and amount is null and currency is null) or (kind = 'amount' and amount > 0 and currency is not null and percent is null));
alter table coupons add constraint coupons_funding check (funded_by <> 'host' or host_id is not null);
alter table coupon_use add constraint coupon_use_coupon foreign key (coupon_id) references coupons (id);
alter table coupon_use add constraint coupon_use_booking foreign key (booking_id) references bookings (id);
alter table coupon_use add constraint coupon_use_guest foreign key (guest_id) references up_users (id) on delete set null;`,
  },
  {
    // A booking is paid by instalments: its own (0), and one for each alteration that costs more (its number).
    name: '030-instalments',
    sql: `
update payments set instalment = 0 where instalment is null;
alter table payments add constraint payments_instalment check (instalment is not null and instalment >= 0);
drop index payments_one_live;
create unique index payments_one_live on payments (booking_id, instalment) where state in ('creating', 'requires_payment', 'processing', 'authorised', 'captured');
update bookings b set refund_owed = (select sum(p.refunded_amount) from payments p where p.booking_id = b.id) where b.state = 'cancelled' and refund_owed is null;
alter table bookings add constraint bookings_refund_owed check (refund_owed between 0 and total);`,
  },
  {
    name: '031-alterations',
    sql: `
alter table booking_alteration add constraint booking_alteration_booking foreign key (booking_id) references bookings (id);`,
  },
];
