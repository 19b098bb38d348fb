import type { Sql } from '../../../adapters/postgres/sql';
import type { EndedRequests } from '../../../domain/response-rate';

export interface HostsEndedRequests extends EndedRequests {
  readonly hostId: number;
}

/**
 * How the requests ended that were put to these hosts, and whose time to answer was not over before `since`. One that is open is not among
 * them. A booking is put to its host once.
 */
export async function endedRequests(
  sql: Sql,
  hostIds: readonly number[],
  since: string,
): Promise<HostsEndedRequests[]> {
  return sql.query<HostsEndedRequests>(
    `select b.host_id as "hostId", ended.move, ended.at > b.request_expires_at as "isLate", count(*)::integer as requests
     from bookings b cross join lateral (
       select e.move, e.at from booking_events e where e.booking_id = b.id and e.from_state = 'requested' order by e.id limit 1
     ) ended
     where b.host_id = any($1::integer[]) and b.request_expires_at >= $2 group by 1, 2, 3`,
    [hostIds, since],
  );
}
