import type { Sql } from '../../../adapters/postgres/sql';

/** A row is a broken invariant: which one, and what breaks it. None is the only good answer. */
export interface BrokenInvariant {
  readonly invariant: string;
  readonly detail: string;
}

/** Minutes that something may be under way before its absence counts. */
const PATIENCE_MINUTES = 10;

/**
 * What must be true of money and nights at every instant between two transactions, whatever is still under way.
 * Run after every test and by a job.
 */
export async function brokenInvariants(sql: Sql): Promise<BrokenInvariant[]> {
  return sql.query<BrokenInvariant>(checks.join('\nunion all\n'));
}

const checks = [
  // 1. At most one live payment for a booking.
  `select 'one live payment' as invariant, 'booking ' || booking_id as detail from payments
   where state in ('authorised', 'captured') group by booking_id having count(*) > 1`,

  // 2. Each Stripe object maps to exactly one ledger transaction, and back.
  `select 'capture without posting', 'payment ' || p.id from payments p where p.state = 'captured' and not exists
     (select 1 from ledger_transaction t where t.source = 'stripe' and t.kind = 'captured' and t.external_id = p.stripe_charge and t.booking_id = p.booking_id)`,
  `select 'posting without capture', 'ledger ' || t.id from ledger_transaction t where t.source = 'stripe' and t.kind = 'captured' and not exists
     (select 1 from payments p where p.stripe_charge = t.external_id and p.booking_id = t.booking_id and p.state = 'captured')`,
  `select 'refund without posting', 'refund ' || r.id from refunds r where not exists
     (select 1 from ledger_transaction t where t.source = 'casita' and t.kind = 'refunded' and t.external_id = 'refund-' || r.id)`,
  `select 'succeeded refund without posting', 'refund ' || r.id from refunds r where r.state = 'succeeded' and not exists
     (select 1 from ledger_transaction t where t.source = 'stripe' and t.kind = 'refund_succeeded' and t.external_id = r.stripe_refund)`,
  `select 'posting without refund', 'ledger ' || t.id from ledger_transaction t where t.source = 'stripe' and t.kind = 'refund_succeeded' and not exists
     (select 1 from refunds r where r.stripe_refund = t.external_id)`,

  // 3. What was captured is refunded or still there, to the unit, per booking.
  `select 'guest funds differ', 'booking ' || p.booking_id from
     (select booking_id, sum(captured_amount - refunded_amount) as held from payments group by booking_id) p
     left join (select t.booking_id, -sum(e.amount) as held from ledger_entry e join ledger_transaction t on t.id = e.transaction_id
                where e.account = 'guest_funds:' || t.booking_id group by t.booking_id) l using (booking_id)
   where p.held <> coalesce(l.held, 0)`,

  // 4. Never more back than came in.
  `select 'refunds exceed capture', 'payment ' || p.id from payments p left join
     (select payment_id, sum(amount) as amount from refunds where state <> 'failed' group by payment_id) r on r.payment_id = p.id
   where coalesce(r.amount, 0) > p.captured_amount or p.refunded_amount < coalesce(r.amount, 0)`,

  // 5. No confirmed booking without money, no captured money on a dead booking without its refund under way.
  `select 'confirmed without money', 'booking ' || b.id from bookings b
   where b.state in ('confirmed', 'checked_in', 'completed', 'no_show') and b.total > 0
     and not exists (select 1 from payments p where p.booking_id = b.id and p.state in ('authorised', 'captured'))`,
  `select 'money on a dead booking', 'booking ' || b.id from bookings b join payments p on p.booking_id = b.id
   where b.state in ('expired', 'declined') and p.state = 'captured' and p.refunded_amount < p.captured_amount`,

  // 6. Clearing accounts come to zero: what is in them is a refund that is still on its way.
  `select 'refund clearing is not clear', l.currency || ' ' || l.amount from
     (select currency, sum(amount) as amount from ledger_entry where account = 'refund_clearing' group by currency) l
     left join (select currency, sum(amount) as amount from refunds where state in ('creating', 'pending', 'failed') group by currency) r using (currency)
   where -l.amount <> coalesce(r.amount, 0)`,

  // 7. No night sold twice, and nights owned by exactly the bookings that should own them.
  `select 'night sold twice', 'property ' || property_id || ' ' || night from stay_night group by property_id, night having count(*) > 1`,
  `select 'nights of a booking', 'booking ' || b.id from bookings b left join
     (select booking_id, count(*) as owned, min(night) as first, max(night) as last from stay_night group by booking_id) s on s.booking_id = b.id
   where case when b.state in ('held', 'requested', 'confirmed', 'checked_in', 'completed', 'no_show')
     then coalesce(s.owned, 0) <> b.nights or s.first <> b.check_in or s.last <> b.check_out - 1
     else s.owned is not null end`,

  // 8. Every transaction of the ledger sums to zero in each currency.
  `select 'ledger does not sum to zero', 'ledger ' || transaction_id from ledger_entry group by transaction_id, currency having sum(amount) <> 0`,
  `select 'ledger transaction without entries', 'ledger ' || t.id from ledger_transaction t where not exists (select 1 from ledger_entry e where e.transaction_id = t.id)`,

  // 9. The last event of a booking tells its state.
  `select 'state without event', 'booking ' || b.id from bookings b
   where b.state is distinct from (select e.to_state from booking_events e where e.booking_id = b.id order by e.id desc limit 1)`,

  // 10. Nothing is owed for long without anybody knowing why.
  `select 'call is stuck', 'call ' || id || ': ' || coalesce(last_error, 'never tried') from stripe_call
   where state = 'pending' and created_at < now() - interval '${PATIENCE_MINUTES} minutes'`,
];
