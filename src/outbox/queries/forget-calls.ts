import type { Tx } from '../../adapters/postgres/sql';

/** Calls in the order in which they came to be owed, up to those of the last days. */
export async function oldCalls(tx: Tx, afterId: number, days: number, limit: number): Promise<number[]> {
  const rows = await tx.query<{ id: number }>(
    `select id from (select id, created_at from stripe_call where id > $1 order by id limit $3) c
     where created_at < now() - make_interval(days => $2) order by id`,
    [afterId, days, limit],
  );
  return rows.map((row) => row.id);
}

/**
 * Of these calls, deletes those that were answered, and whose whole booking has been at rest since: none of its calls is younger, open or
 * refused, and nothing of it is unsettled, so that nobody can come to owe the same again. Other lanes keep theirs but for removed cards: a
 * host's are counted to name the next one's key. A reversal's stays as well: it tells that we asked for it (database/invariants.sql).
 * Calls live in real time, as they are made in. @returns how many
 */
export async function forgetCalls(tx: Tx, ids: readonly number[], days: number): Promise<number> {
  const rows = await tx.query(
    `delete from stripe_call where id in (
       select c.id from stripe_call c
       left join bookings b on b.id = case when c.lane like 'booking:%' then substring(c.lane from 9)::integer end
       where c.id = any($1::bigint[]) and c.state = 'done' and c.done_at < now() - make_interval(days => $2) and (c.kind = 'remove_card' or
         c.kind <> 'reverse_transfer' and b.state in ('completed', 'no_show', 'cancelled', 'declined', 'expired')
         and not exists (select from stripe_call other where other.lane = c.lane
           and (other.state <> 'done' or other.done_at >= now() - make_interval(days => $2)))
         and not exists (select from payments p where p.booking_id = b.id and p.state not in ('captured', 'cancelled', 'failed'))
         and not exists (select from payment_setup s where s.booking_id = b.id and s.state in ('creating', 'open'))
         and not exists (select from refunds r where r.booking_id = b.id and r.state <> 'succeeded'
           and not exists (select from refund_end e where e.refund_id = r.id))
         and not exists (select from payout o where o.booking_id = b.id and o.state not in ('transferred', 'reversed'))
         and not exists (select from dispute d where d.booking_id = b.id and d.state not in ('won', 'lost', 'warning_closed', 'prevented'))
         and not exists (select from damage_claim m where m.booking_id = b.id and m.state in ('filed', 'in_review', 'awaiting_payment')))
       for update of c skip locked)
     returning 1`,
    [ids, days],
  );
  return rows.length;
}
