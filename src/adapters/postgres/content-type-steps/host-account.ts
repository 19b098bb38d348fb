import type { ConstraintStep } from './constraint-step';

/** Hosts' accounts with the payment provider. */
export const hostAccountSteps: readonly ConstraintStep[] = [
  {
    // A host that has, or had, an account is erased and never deleted: the books rest on it.
    name: '060-host-accounts',
    sql: `
alter table host_account add constraint host_account_host foreign key (host_id) references host_profiles (id);
alter table host_account_event add constraint host_account_event_host_fk foreign key (host_id) references host_profiles (id) on delete cascade;`,
  },
  {
    name: '061-past-accounts',
    sql: 'alter table host_account_past add constraint host_account_past_host foreign key (host_id) references host_profiles (id);',
  },
];
