import type { ConstraintStep } from './constraint-step';

/** Payments in parts, what they are for, and saved cards. */
export const chargeSteps: readonly ConstraintStep[] = [
  {
    // An instalment can be paid in parts (a deposit, then the balance), and there is money that is not for the stay.
    name: '080-payment-parts',
    sql: `
update payments set part = coalesce(part, 0), purpose = coalesce(purpose, 'stay');
alter table payments add constraint payments_part check (part is not null and part >= 0);
alter table payments add constraint payments_purpose check (purpose is not null and purpose in ('stay', 'claim'));
alter table payments add constraint payments_scheduled check (state <> 'scheduled' or stripe_payment_intent is null);
drop index payments_one_live;
create unique index payments_one_live on payments (booking_id, purpose, instalment, part) where state in ('scheduled', 'creating', 'requires_payment', 'processing', 'authorised', 'captured');`,
  },
  {
    name: '081-saved-cards',
    sql: `
alter table guest_customer add constraint guest_customer_user foreign key (user_id) references up_users (id);`,
  },
  {
    name: '082-later-charges',
    sql: `
create index payments_charge_due on payments (charge_at) where state in ('scheduled', 'requires_payment') and charge_at is not null;
create index payments_pay_due on payments (pay_by) where state in ('scheduled', 'creating', 'requires_payment') and pay_by is not null;`,
  },
  {
    name: '083-payment-setups',
    sql: `
alter table payment_setup add constraint payment_setup_booking foreign key (booking_id) references bookings (id);`,
  },
];
