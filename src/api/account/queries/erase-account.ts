import type { Tx } from '../../../adapters/postgres/sql';
import { lockHomesAnd } from '../../../search/queries/affected-properties';

/** In place of a name, wherever one must be. */
export const erasedName = 'Former member';

/** Staff see why a listing is down; with a reason that no import gave, nobody but they can put it back. */
const listingReason = 'Its host has erased the account';

/**
 * Locks what the person's traces hang on, properties first as everywhere: no home becomes theirs, and they book none, until this has ended.
 * @returns the host's own properties
 */
export async function lockTraces(tx: Tx, userId: number, hostId: number | null): Promise<number[]> {
  const homesOf = (condition: string) => async () => {
    const text = `select p.id from properties p where ${condition} order by p.id`;
    return (await tx.query<{ id: number }>(text, [userId, hostId])).map(({ id }) => id);
  };
  const own = 'p.host_id = $2::integer and $1::integer is not null';
  const booked = 'exists (select 1 from bookings b where b.property_id = p.id and b.guest_id = $1::integer)';
  await lockHomesAnd(tx, homesOf(`${own} or ${booked}`), async () => {
    await tx.query('select id from host_profiles where id = $1 for update', [hostId]);
    await tx.query('select id from up_users where id = $1 for update', [userId]);
  });
  return homesOf(own)();
}

/** What must come to its end before its parties can be forgotten. */
export async function unfinished(
  tx: Tx,
  userId: number,
  hostId: number | null,
): Promise<{ bookings: number; payments: number }> {
  const rows = await tx.query<{ bookings: number; payments: number }>(
    `with own as (select id, state from bookings where guest_id = $1 or host_id = $2)
     select (select count(*) from own where state in ('held', 'requested', 'confirmed', 'checked_in')) as bookings,
       (select count(*) from payments where booking_id in (select id from own) and state in ('creating', 'processing', 'authorised'))
         + (select count(*) from refunds where booking_id in (select id from own) and state in ('creating', 'pending', 'requires_action'))
         + (select count(*) from dispute where booking_id in (select id from own) and state not in ('won', 'lost', 'warning_closed', 'prevented'))
         + (select count(*) from damage_claim where booking_id in (select id from own) and state in ('filed', 'in_review', 'awaiting_payment')) as payments`,
    [userId, hostId],
  );
  return rows[0] as { bookings: number; payments: number };
}

/** Names, words and secrets on bookings and reviews. Nights, amounts and scores stay: the ledger and the others' stays need them. */
export async function eraseTraces(tx: Tx, userId: number): Promise<void> {
  const statements = [
    `update stripe_event set payload = '{}' where processed_at is not null and object_id in (
       select unnest(array[y.stripe_payment_intent, y.stripe_charge, f.stripe_refund]) from bookings b
       join payments y on y.booking_id = b.id left join refunds f on f.payment_id = y.id where b.guest_id = $1)`,
    `update payments set client_secret = null, last_error = null where booking_id in (select id from bookings where guest_id = $1)`,
    `update payment_setup set client_secret = null, last_error = null where booking_id in (select id from bookings where guest_id = $1)`,
    `update bookings set guest_name = '${erasedName}', message = null where guest_id = $1`,
    `update booking_events set actor_name = '${erasedName}', reason = null where actor_id = $1 and actor_kind in ('guest', 'host')`,
    `update reviews set author_name = '${erasedName}', body = '', private_note = null where author_id = $1`,
    `update reports set details = null where reporter_id = $1`,
    `delete from idempotency_key where user_id = $1`,
    `delete from graphile_worker._private_jobs j using up_users u where u.id = $1 and lower(j.payload ->> 'email') = lower(u.email)`,
    `delete from pending_registration r using up_users u where u.id = $1 and lower(r.email) = lower(u.email)`,
    `delete from password_reset where user_id = $1`,
    `delete from strapi_sessions where user_id = $1::text and origin = 'users-permissions'`,
  ];
  for (const statement of statements) await tx.query(statement, [userId]);
}

/** The row stays as what bookings and reviews refer to; nobody can sign in to it and nothing in it is a person's. */
export async function eraseUser(tx: Tx, userId: number, at: string): Promise<void> {
  await tx.query(
    `update up_users set username = 'erased-' || id, email = 'erased-' || id || '@erased.invalid', display_name = '${erasedName}', phone = null,
       password = null, reset_password_token = null, confirmation_token = null, confirmed = false, blocked = true, updated_at = $2
     where id = $1`,
    [userId, at],
  );
}

/** @returns the profile's picture */
export async function eraseHost(tx: Tx, hostId: number, hostRole: string, at: string): Promise<number[]> {
  await tx.query('update bookings set host_note = null where host_id = $1', [hostId]);
  await tx.query(
    `update reviews r set reply = null, replied_at = null from properties p where p.id = r.property_id and p.host_id = $1 and r.side = 'guest'`,
    [hostId],
  );
  await tx.query('update host_account_event set reason = null where host_id = $1', [hostId]);
  await tx.query(`update stripe_call set last_error = null where lane = 'host:' || $1::int`, [hostId]);
  await erasePanelUser(tx, hostId, hostRole, at);
  const pictures = await tx.query<{ file_id: number }>(
    `delete from files_related_mph where related_id = $1 and related_type = 'api::host-profile.host-profile' returning file_id`,
    [hostId],
  );
  await tx.query(
    `update host_profiles set display_name = '${erasedName}', about = null, languages = '[]', location = null, user_id = null,
       admin_user_id = null, updated_at = $2
     where id = $1`,
    [hostId, at],
  );
  return pictures.map((row) => row.file_id);
}

/** A panel user who is a host and nothing more goes with the host; a member of staff is only let go of. */
async function erasePanelUser(tx: Tx, hostId: number, hostRole: string, at: string): Promise<void> {
  const rows = await tx.query<{ id: number }>(
    `update admin_users a set firstname = '${erasedName}', lastname = null, username = null, email = 'erased-' || a.id || '@erased.invalid',
       password = null, reset_password_token = null, registration_token = null, is_active = false, blocked = true, updated_at = $3
     from host_profiles h
     where h.id = $1 and a.id = h.admin_user_id and not exists (
       select 1 from admin_users_roles_lnk l join admin_roles r on r.id = l.role_id where l.user_id = a.id and r.code <> $2)
     returning a.id`,
    [hostId, hostRole, at],
  );
  for (const { id } of rows)
    await tx.query(`delete from strapi_sessions where user_id = $1::text and origin = 'admin'`, [id]);
}

/** A home where guests have been stays as a name on their bookings: off the market, without its words, its door and its pictures. */
export async function eraseListing(tx: Tx, propertyId: number, at: string): Promise<number[]> {
  await tx.query(
    `update properties set name = 'A home that is no longer let', summary = null, neighbourhood_overview = null, licence = null,
       state = case when state = 'draft' then state else 'unpublished' end, state_reason = $2, updated_at = $3
     where id = $1`,
    [propertyId, listingReason, at],
  );
  await tx.query(
    `update components_property_address a set line_1 = null, line_2 = null, postcode = null from properties_cmps j
     where j.cmp_id = a.id and j.component_type = 'property.address' and j.entity_id = $1`,
    [propertyId],
  );
  await tx.query(
    `update components_property_house_rules c set other = null from properties_cmps j
     where j.cmp_id = c.id and j.component_type = 'property.house-rules' and j.entity_id = $1`,
    [propertyId],
  );
  await tx.query(`update calendar_ranges set reason = null where property_id = $1`, [propertyId]);
  const pictures = await tx.query<{ file_id: number }>(
    `with gone as (delete from photo_uses where property_id = $1 returning id)
     delete from files_related_mph f using gone where f.related_id = gone.id and f.related_type = 'api::photo-use.photo-use' returning f.file_id`,
    [propertyId],
  );
  return pictures.map((row) => row.file_id);
}
