import type { ConstraintStep } from './constraint-step';

/** What every content type stands on: keys, presence, and the indexes of the queries there were from the start. */
export const firstSteps: readonly ConstraintStep[] = [
  {
    name: '001-keys',
    sql: `
create unique index properties_document on properties (document_id);
create unique index host_profiles_document on host_profiles (document_id);
create unique index bookings_document on bookings (document_id);
create unique index bookings_reference on bookings (reference);
create unique index reviews_document on reviews (document_id);
create unique index payments_document on payments (document_id);
create unique index amenities_code on amenities (code);
create unique index properties_source on properties (source, source_id) where source_id is not null;
create unique index host_profiles_source on host_profiles (source, source_id) where source_id is not null;
create unique index reviews_source on reviews (source, source_id) where source_id is not null;
create unique index host_profiles_user on host_profiles (user_id) where user_id is not null;
create unique index host_profiles_admin_user on host_profiles (admin_user_id) where admin_user_id is not null;
create unique index up_users_email_lower on up_users (lower(email));
create unique index reviews_once_per_side on reviews (booking_id, side) where booking_id is not null;
create unique index payments_intent on payments (stripe_payment_intent) where stripe_payment_intent is not null;
create unique index payments_one_live on payments (booking_id) where state in ('creating', 'requires_payment', 'processing', 'authorised', 'captured');
create unique index refunds_stripe on refunds (stripe_refund) where stripe_refund is not null;`,
  },
  {
    name: '002-checks',
    sql: `
alter table bookings add constraint bookings_complete check (property_id is not null and host_id is not null and document_id is not null and check_in is not null and check_out is not null and total is not null and state is not null and currency is not null);
alter table bookings add constraint bookings_nights check (check_out > check_in and nights = check_out - check_in);
alter table bookings add constraint bookings_total check (total >= 0);
alter table payments add constraint payments_complete check (booking_id is not null and amount is not null and currency is not null and state is not null);
alter table payments add constraint payments_amounts check (captured_amount between 0 and amount and refunded_amount between 0 and captured_amount);
alter table refunds add constraint refunds_complete check (payment_id is not null and booking_id is not null and amount > 0);
alter table calendar_ranges add constraint calendar_ranges_order check (last_night >= first_night);
alter table reviews add constraint reviews_scores check (overall between 1 and 5 and cleanliness between 1 and 5 and accuracy between 1 and 5 and check_in between 1 and 5 and communication between 1 and 5 and location between 1 and 5 and value between 1 and 5);`,
  },
  {
    name: '003-stay-nights',
    sql: `
alter table stay_night add constraint stay_night_property foreign key (property_id) references properties (id);
alter table stay_night add constraint stay_night_booking foreign key (booking_id) references bookings (id);`,
  },
  {
    name: '004-indexes',
    sql: `
create index bookings_guest on bookings (guest_id, id desc);
create index bookings_host on bookings (host_id, id desc);
create index bookings_property on bookings (property_id, check_in);
create index bookings_hold_due on bookings (hold_expires_at) where state = 'held';
create index bookings_request_due on bookings (request_expires_at) where state = 'requested';
create index bookings_stay_due on bookings (check_out_at) where state in ('confirmed', 'checked_in');
create index booking_events_booking on booking_events (booking_id, id);
create index payments_booking on payments (booking_id);
create index payments_unsettled on payments (updated_at) where state in ('creating', 'requires_payment', 'processing', 'authorised');
create index refunds_booking on refunds (booking_id);
create index refunds_unsettled on refunds (updated_at) where state in ('creating', 'pending');
create index calendar_ranges_property on calendar_ranges (property_id, first_night);
create index photo_uses_property on photo_uses (property_id, position);
create index reviews_property on reviews (property_id, visible_at desc, id desc) where state = 'published';
create index reviews_moderation on reviews (written_at) where state in ('sealed', 'pending');
create index reports_open on reports (id) where state = 'open';`,
  },
  {
    name: '005-search-rows',
    sql: `
delete from search_property where not exists (select 1 from properties where properties.id = search_property.property_id);
alter table search_property add constraint search_property_property foreign key (property_id) references properties (id) on delete cascade;`,
  },
  {
    name: '006-imported-listings',
    sql: `
alter table imported_listing add constraint imported_listing_property foreign key (property_id) references properties (id) on delete cascade;`,
  },
  {
    name: '007-accounts',
    sql: `
alter table password_reset add constraint password_reset_user_fk foreign key (user_id) references up_users (id) on delete cascade;
create unique index strapi_sessions_session on strapi_sessions (session_id);
create index strapi_sessions_child on strapi_sessions (child_id) where child_id is not null;
create index strapi_sessions_user on strapi_sessions (user_id, origin);
create index up_users_username_lower on up_users (lower(username));`,
  },
  {
    // Strapi makes an index on each foreign key: ours for the same rows were a second one to keep up.
    name: '008-indexes-by-query',
    sql: `
drop index bookings_property;
drop index calendar_ranges_property;
drop index payments_booking;
drop index refunds_booking;
drop index reviews_property;
create index reviews_published on reviews (property_id, coalesce(visible_at, written_at, created_at) desc, id desc) where state = 'published' and side = 'guest';
create index up_users_username on up_users (username);
create index admin_users_email_lower on admin_users (lower(email));`,
  },
];
