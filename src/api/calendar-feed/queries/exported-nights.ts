import type { Sql } from '../../../adapters/postgres/sql';
import type { ExportedClosure, ExportedStay } from '../../../domain/exported-calendar';
import type { Night } from '../../../domain/night';

export interface ExportedHome {
  readonly id: number;
  readonly name: string;
  readonly timeZone: string;
  readonly seed: string;
}

/** A home whose calendar is exported. */
export async function exportedHome(sql: Sql, documentId: string): Promise<ExportedHome | null> {
  const rows = await sql.query<ExportedHome>(
    `select p.id, coalesce(p.name, '') as name, coalesce(known_time_zone(p.time_zone), 'UTC') as "timeZone", e.seed
     from properties p join calendar_export e on e.property_id = p.id where p.document_id = $1`,
    [documentId],
  );
  return rows[0] ?? null;
}

/** Stays that hold nights, from today on. */
export const exportedStays = (sql: Sql, propertyId: number, today: Night): Promise<ExportedStay[]> =>
  sql.query<ExportedStay>(
    `select b.document_id as "documentId", b.check_in as "checkIn", b.check_out as "checkOut",
       coalesce(b.updated_at, b.created_at, timestamp 'epoch') as "changedAt"
     from bookings b where b.property_id = $1 and b.check_out > $2
       and exists (select 1 from stay_night n where n.booking_id = b.id) order by b.check_in`,
    [propertyId, today],
  );

/** What the host closed, not what other calendars did. */
export const exportedClosures = (sql: Sql, propertyId: number, today: Night): Promise<ExportedClosure[]> =>
  sql.query<ExportedClosure>(
    `select r.first_night as "checkIn", r.last_night + 1 as "checkOut",
       coalesce(r.updated_at, r.created_at, timestamp 'epoch') as "changedAt"
     from calendar_ranges r where r.property_id = $1 and r.closed and coalesce(r.source, 'host') <> 'feed' and r.last_night >= $2
     order by r.first_night`,
    [propertyId, today],
  );
