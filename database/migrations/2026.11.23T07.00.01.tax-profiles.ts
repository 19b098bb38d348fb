import type { Knex } from 'knex';

/**
 * What tax offices want to know of a host is sealed, since nobody but the host and the yearly report needs it; it outlives the account as
 * long as the law says. Who read the report is written down.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(taxProfiles);
}

const taxProfiles = `
create table host_tax_profile (
  host_id integer primary key,
  sealed text not null,
  updated_at timestamptz not null,
  erased_at timestamptz,
  keep_until timestamptz,
  constraint host_tax_profile_kept check ((erased_at is null) = (keep_until is null))
);
create index host_tax_profile_kept_until on host_tax_profile (keep_until) where keep_until is not null;
create table report_reading (
  id bigint generated always as identity primary key,
  report text not null,
  period text not null,
  admin_id integer not null,
  admin_name text not null,
  at timestamptz not null
);
`;
