import type { Break } from './small-world';

/** Nights, states and coupons of bookings. */
const stays: readonly Break[] = [
  {
    name: 'night sold twice',
    sql: ({ stay }) => `alter table stay_night drop constraint stay_night_pkey;
      insert into stay_night select * from stay_night where booking_id = ${stay.id} limit 1`,
    also: ['nights of a booking'],
  },
  {
    name: 'nights of a booking',
    sql: ({ stay }) =>
      `delete from stay_night where booking_id = ${stay.id} and night = (select min(night) from stay_night where booking_id = ${stay.id})`,
  },
  {
    name: 'state without event',
    sql: ({ stay }) => `update bookings set state = 'checked_in' where id = ${stay.id}`,
  },
  {
    name: 'coupon use of a booking',
    sql: ({ stay }) =>
      `insert into coupon_use (coupon_id, booking_id, at, released_at) values (0, ${stay.id}, now(), now())`,
  },
];

/** What an alteration's row, its payment and its booking say of each other. */
const alterations: readonly Break[] = [
  {
    name: 'open alteration of a dead booking',
    sql: ({ proposed: { id } }) => `update bookings set state = 'completed' where id = ${id};
      update booking_events set to_state = 'completed' where id = (select max(id) from booking_events where booking_id = ${id})`,
  },
  {
    name: 'alteration waits for nothing',
    sql: ({ accepted }) =>
      `update payments set amount = amount + 1 where booking_id = ${accepted.id} and instalment = 1`,
  },
  {
    name: 'applied without its money',
    sql: ({ altered }) => `update booking_alteration set difference = difference + 1 where booking_id = ${altered.id}`,
  },
  {
    name: 'money of an alteration that is not',
    sql: ({ altered: { id } }) => `update booking_alteration set state = 'declined' where booking_id = ${id};
      update booking_events set move = 'decline_alteration' where booking_id = ${id} and move = 'apply_alteration'`,
  },
  {
    name: 'booking is not as altered',
    sql: ({ altered }) => `update booking_alteration set pets = pets + 1 where booking_id = ${altered.id}`,
  },
  {
    name: 'alteration without event',
    sql: ({ proposed }) =>
      `update booking_events set move = 'pay' where booking_id = ${proposed.id} and move = 'propose_alteration'`,
  },
];

export const bookingBreaks: readonly Break[] = [...stays, ...alterations];
