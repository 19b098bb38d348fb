import type { Tx } from '../../../adapters/postgres/sql';

const ofGuest = 'select c.id from damage_claim c join bookings b on b.id = c.booking_id where b.guest_id = $1';
const ofHost = 'select c.id from damage_claim c where c.host_id = $1';

/** What a guest has said and shown of damage; the host's words, the sums and staff's decisions stay. */
export async function eraseGuestOfClaims(tx: Tx, guestId: number): Promise<void> {
  await tx.query(`update damage_claim set answer = null where id in (${ofGuest})`, [guestId]);
  await eraseSide(tx, ofGuest, guestId, 'guest');
}

/** The same of a host. */
export async function eraseHostOfClaims(tx: Tx, hostId: number): Promise<void> {
  await tx.query(
    `update damage_claim set description = '', items = coalesce((select jsonb_agg(i || '{"label": ""}') from jsonb_array_elements(items) i), '[]')
     where id in (${ofHost})`,
    [hostId],
  );
  await eraseSide(tx, ofHost, hostId, 'host');
}

async function eraseSide(tx: Tx, claims: string, id: number, side: 'guest' | 'host'): Promise<void> {
  await tx.query(`delete from damage_claim_photo where side = $2 and claim_id in (${claims})`, [id, side]);
  await tx.query(
    `update damage_claim_event set actor_name = null, reason = null where actor_kind = $2 and claim_id in (${claims})`,
    [id, side],
  );
}
