import type { Sql } from '../../../adapters/postgres/sql';

/** How a row of each type belongs to a host; `row` is the row, $1 the host, $2 what is asked for. */
const owners = {
  'api::property.property': 'select row.id from properties row where row.host_id = $1',
  'api::photo-use.photo-use':
    'select row.id from photo_uses row join properties home on home.id = row.property_id where home.host_id = $1',
  'api::calendar-range.calendar-range':
    'select row.id from calendar_ranges row join properties home on home.id = row.property_id where home.host_id = $1',
  'api::host-profile.host-profile': 'select row.id from host_profiles row where row.id = $1',
  'api::booking.booking': 'select row.id from bookings row where row.host_id = $1',
} as const;

export type OwnedType = keyof typeof owners;
export const isOwnedType = (uid: string): uid is OwnedType => uid in owners;

/** The row's id if it is this host's; null where it is another's or not there. */
export async function ownedRow(
  sql: Sql,
  uid: OwnedType,
  hostId: number,
  target: { id?: unknown; documentId?: unknown },
): Promise<number | null> {
  const byDocument = typeof target.documentId === 'string';
  const rows = await sql.query<{ id: number }>(`${owners[uid]} and row.${byDocument ? 'document_id' : 'id'} = $2`, [
    hostId,
    byDocument ? target.documentId : Number(target.id),
  ]);
  return rows[0]?.id ?? null;
}
