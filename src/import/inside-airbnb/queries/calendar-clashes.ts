import type { Tx } from '../../../adapters/postgres/sql';

/** A booking with nights that the imported calendar says are closed. The booking holds; somebody should look at it. */
export interface CalendarClash {
  readonly listing: string;
  readonly propertyDocumentId: string;
  readonly booking: string;
  readonly nights: number;
  readonly firstNight: string;
  readonly lastNight: string;
}

export async function calendarClashes(tx: Tx): Promise<CalendarClash[]> {
  return tx.query<CalendarClash>(
    `select s.source_id as listing, p.document_id as "propertyDocumentId", b.reference as booking, count(distinct n.night) as nights,
       min(n.night) as "firstNight", max(n.night) as "lastNight"
     from staged_listing s
     join properties p on p.id = s.property_id
     join stay_night n on n.property_id = s.property_id
     join bookings b on b.id = n.booking_id
     join calendar_ranges r on r.property_id = s.property_id and r.source = 'import' and r.closed
       and n.night between r.first_night and r.last_night
     group by s.source_id, p.document_id, b.reference order by b.reference`,
  );
}
