import type { Knex } from 'knex';

/**
 * Each use of a coupon, by the booking that has it. Limits are counted here under the coupon's lock: a counter on the coupon would
 * be written by the panel's form as well, and could not say whose use it was.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create table coupon_use (
  coupon_id integer not null,
  booking_id integer primary key,
  guest_id integer,
  at timestamptz not null,
  released_at timestamptz
);
create index coupon_use_open on coupon_use (coupon_id, guest_id) where released_at is null;
`);
}
