import type { ConstraintStep } from './constraint-step';

export const responseRateSteps: readonly ConstraintStep[] = [
  {
    name: '160-response-rate',
    sql: `
alter table host_response_rate add constraint host_response_rate_host foreign key (host_id) references host_profiles (id) on delete cascade;
create index bookings_requests on bookings (host_id, request_expires_at) where request_expires_at is not null;`,
  },
];
