import type { ConstraintStep } from './constraint-step';

export const reportSteps: readonly ConstraintStep[] = [
  {
    name: '120-tax-reports',
    sql: `
create index bookings_sold_nights on bookings (check_out, id) where state in ('confirmed', 'checked_in', 'completed', 'no_show', 'cancelled');`,
  },
];
