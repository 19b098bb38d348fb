import type { Knex } from 'knex';

/**
 * What an account waits for. Tokens are kept as SHA-256 only: who reads the database cannot use them.
 * A registration becomes an account when its mail address is confirmed; until then it is nobody's.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(registrations);
  await knex.raw(resets);
}

/** The password belongs to its registration: the one that is confirmed decides, not the one that came last. */
const registrations = `
create table pending_registration (
  id bigint generated always as identity primary key,
  token_hash text unique,
  email text not null,
  username text,
  display_name text not null,
  password_hash text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  confirmed_at timestamptz
);
create index pending_registration_email on pending_registration (lower(email), id desc);
create index pending_registration_age on pending_registration (expires_at);
`;

const resets = `
create table password_reset (
  token_hash text primary key,
  user_id integer not null,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index password_reset_user on password_reset (user_id);
create index password_reset_age on password_reset (expires_at);
`;
