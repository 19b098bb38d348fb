import type { ConstraintStep } from './constraint-step';

export const reportSteps: readonly ConstraintStep[] = [
  {
    name: '120-tax-reports',
    sql: `
create index bookings_sold_nights on bookings (check_out, id) where state in ('confirmed', 'checked_in', 'completed', 'no_show', 'cancelled');`,
  },
  {
    name: '121-tax-profiles',
    sql: `
alter table host_tax_profile add constraint host_tax_profile_host foreign key (host_id) references host_profiles (id);`,
  },
];
