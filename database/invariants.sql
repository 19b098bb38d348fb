-- What must be true of money and nights at every instant between two transactions, whatever is still under way. Each row is a broken
-- invariant: which one, and what breaks it. None is the only good answer. Run after every test and by a job; an operator may run it at
-- any time: psql -f database/invariants.sql

with paid_by_booking as (
  -- What is left of all that a booking's guest paid; what is only reserved counts too where the booking stands on it.
  select booking_id, sum(captured_amount - refunded_amount) as kept, sum(case state when 'authorised' then amount else 0 end) as reserved,
     bool_or(state = 'captured') as captured from payments where purpose = 'stay' and state in ('authorised', 'captured') group by booking_id
), decided as (
  -- What staff gave back beyond what alterations and cancellations did.
  select booking_id, sum(amount) as amount from refund_decision group by booking_id
), covered as (
  -- How much of that host and marketplace gave out of their own, less what they got back: it is still held for the guest's stay.
  select booking_id, sum(amount) as amount from (
    select t.booking_id, case t.kind when 'refund_cover_returned' then -e.amount else e.amount end as amount
      from ledger_transaction t join ledger_entry e on e.transaction_id = t.id
      where t.kind in ('refunded_by_marketplace', 'refunded_by_host') and e.amount > 0
        or t.kind = 'refund_cover_returned' and e.account = 'guest_funds:' || t.booking_id
    union all select booking_id, -(from_payable + from_receivable + from_borne + platform_fee + tax) from release_return where posting like 'booking-%') each
   group by booking_id
), owed_back as (
  -- Refunds that are on their way, or have failed and wait for a decision.
  select r.id, r.state, r.amount - coalesce((select sum(d.amount) from refund_by_dispute d where d.refund_id = r.id), 0) as amount, r.currency
   from refunds r where r.state in ('creating', 'pending') or r.state = 'failed' and not exists (select 1 from refund_end x where x.refund_id = r.id)
), open_balance as (
  -- What of a booking's price is still to be paid: planned with the card that is kept, or asked of the guest.
  select booking_id, sum(amount) as due from payments where purpose = 'stay' and part > 0 and state in ('scheduled', 'creating', 'requires_payment', 'processing')
   group by booking_id
), owned_nights as (
  -- How many nights a booking owns, and how many of those are its own dates', its accepted alteration's, and both's.
  select s.booking_id, count(*) as owned,
     count(*) filter (where s.property_id = b.property_id and s.night >= b.check_in and s.night < b.check_out) as booked,
     count(*) filter (where s.property_id = b.property_id and s.night >= a.check_in and s.night < a.check_out) as added,
     count(*) filter (where s.property_id = b.property_id and s.night >= greatest(a.check_in, b.check_in) and s.night < least(a.check_out, b.check_out) and a.id is not null) as shared
   from stay_night s join bookings b on b.id = s.booking_id left join booking_alteration a on a.booking_id = b.id and a.state = 'accepted'
   group by s.booking_id
), released_by_booking as (
  -- What of a booking's money is the guest's no more, less what refunds took back of it.
  select booking_id, sum(amount) as amount from (
    select booking_id, host_payout + platform_fee + tax as amount from booking_release
    union all select booking_id, -(from_payable + from_receivable + from_borne + platform_fee + tax) from release_return) each group by booking_id
)

-- 1. At most one live payment for each part of each instalment: the booking itself, each alteration that costs more, each claim.
select 'one live payment' as invariant, 'booking ' || booking_id || ', ' || purpose || ' instalment ' || instalment || ', part ' || part as detail from payments
   where state in ('authorised', 'captured') group by booking_id, purpose, instalment, part having count(*) > 1
union all

-- 2. Each Stripe object maps to exactly one ledger transaction, and back.
select 'capture without posting', 'payment ' || p.id from payments p where p.state = 'captured' and not exists
     (select 1 from ledger_transaction t where t.source = 'stripe' and t.kind = 'captured' and t.external_id = p.stripe_charge and t.booking_id = p.booking_id)
union all
select 'posting without capture', 'ledger ' || t.id from ledger_transaction t where t.source = 'stripe' and t.kind = 'captured' and not exists
     (select 1 from payments p where p.stripe_charge = t.external_id and p.booking_id = t.booking_id and p.state = 'captured')
union all
select 'refund without posting', 'refund ' || r.id from refunds r where not exists (select 1 from refund_end x where x.retried_as = r.id) and r.amount <> coalesce(
     (select -sum(e.amount) from ledger_transaction t join ledger_entry e on e.transaction_id = t.id where t.source = 'casita' and t.external_id = 'refund-' || r.id
        and t.kind in ('refunded', 'refunded_after_release', 'refunded_after_transfer', 'refunded_by_host', 'refunded_by_marketplace') and e.account = 'refund_clearing'), 0)
union all
select 'succeeded refund without posting', 'refund ' || r.id from refunds r where r.state = 'succeeded' and not exists
     (select 1 from ledger_transaction t where t.source = 'stripe' and t.kind = 'refund_succeeded' and t.external_id = r.stripe_refund)
union all
select 'posting without refund', 'ledger ' || t.id from ledger_transaction t where t.source = 'stripe' and t.kind = 'refund_succeeded' and not exists
     (select 1 from refunds r where r.stripe_refund = t.external_id)
union all

-- 3. What was captured is refunded, released or still there, to the unit, per booking.
select 'guest funds differ', 'booking ' || p.booking_id from
     (select booking_id, sum(captured_amount - refunded_amount) as held from payments where purpose = 'stay' group by booking_id) p
     left join (select t.booking_id, -sum(e.amount) as held from ledger_entry e join ledger_transaction t on t.id = e.transaction_id
                where e.account = 'guest_funds:' || t.booking_id group by t.booking_id) l using (booking_id)
     left join covered c using (booking_id) left join released_by_booking r using (booking_id)
   where p.held + coalesce(c.amount, 0) - coalesce(r.amount, 0) <> coalesce(l.held, 0)
union all

-- 4. Never more back than came in.
select 'refunds exceed capture', 'payment ' || p.id from payments p left join
     (select payment_id, sum(amount) as amount from refunds where state <> 'failed' group by payment_id) r on r.payment_id = p.id
   where coalesce(r.amount, 0) > p.captured_amount or p.refunded_amount < coalesce(r.amount, 0) or p.refunded_amount > p.captured_amount
union all

-- 6. Clearing accounts come to zero: what is in them is a refund that is still on its way, or failed and is still owed.
select 'refund clearing is not clear', l.currency || ' ' || l.amount from
     (select currency, sum(amount) as amount from ledger_entry where account = 'refund_clearing' group by currency) l
     left join (select currency, sum(amount) as amount from owed_back group by currency) r using (currency)
   where -l.amount <> coalesce(r.amount, 0)
union all

-- Disputes: what the bank has taken, given back or kept of each stands in the ledger once, and back. What is left in dispute clearing is
-- the money of the disputes that are open.
select 'dispute without posting', 'dispute ' || d.id || ': ' || k.kind from dispute d
     cross join lateral (values ('dispute_opened', d.withdrawn_at), ('dispute_won', d.reinstated_at), ('dispute_lost', d.lost_at)) k (kind, at)
   where k.at is not null and not exists (select 1 from ledger_transaction t
     where t.source = 'stripe' and t.kind = k.kind and t.external_id = d.stripe_dispute and t.booking_id = d.booking_id)
union all
select 'posting without dispute', 'ledger ' || t.id from ledger_transaction t where t.source = 'stripe' and t.kind in ('dispute_opened', 'dispute_won', 'dispute_lost')
   and not exists (select 1 from dispute d where d.stripe_dispute = t.external_id and d.booking_id = t.booking_id
     and case t.kind when 'dispute_opened' then d.withdrawn_at when 'dispute_won' then d.reinstated_at else d.lost_at end is not null)
union all
select 'dispute clearing is not clear', 'dispute ' || coalesce(d.stripe_dispute, l.external_id) from
     (select t.external_id, sum(e.amount) as amount from ledger_entry e join ledger_transaction t on t.id = e.transaction_id
      where e.account = 'dispute_clearing' group by t.external_id) l
     full join dispute d on d.stripe_dispute = l.external_id
   where coalesce(l.amount, 0) <> coalesce(case when d.withdrawn_at is not null and d.reinstated_at is null and d.lost_at is null then d.amount end, 0)
union all
select 'host bears another share', 'dispute ' || d.id from dispute d where d.lost_at is not null and d.host_share <> coalesce(
     (select sum(e.amount) from ledger_entry e join ledger_transaction t on t.id = e.transaction_id
      where t.source = 'stripe' and t.kind = 'dispute_lost' and t.external_id = d.stripe_dispute and e.account like 'host_receivable:%'), 0)
union all
select 'counted refunds differ', 'dispute ' || d.id from dispute d where d.refunds_counted <> coalesce(
     (select sum(e.amount) from ledger_entry e join ledger_transaction t on t.id = e.transaction_id
      where t.kind = 'refunded_by_dispute' and t.external_id like 'dispute-' || d.id || '-counted-%' and e.account = 'guest_funds:' || d.booking_id), 0)
   + coalesce((select sum(r.from_payable + r.from_receivable + r.from_borne + r.platform_fee + r.tax) from release_return r where r.posting like 'dispute-' || d.id || '-counted-%'), 0)
   + d.refunds_settled
union all
select 'settled refunds differ', 'dispute ' || d.id from dispute d
     left join (select dispute_id, sum(amount) as amount from refund_by_dispute group by dispute_id) x on x.dispute_id = d.id
   where d.refunds_settled <> coalesce(x.amount, 0)
union all
select 'refund paid by a dispute without posting', 'refund ' || x.refund_id from refund_by_dispute x where not exists
     (select 1 from ledger_transaction t join ledger_entry e on e.transaction_id = t.id where t.source = 'casita' and t.kind = 'refund_paid_by_dispute'
        and t.external_id = 'dispute-' || x.dispute_id || '-refund-' || x.refund_id and e.account = 'refund_clearing' and e.amount = x.amount)
union all
select 'posting of a refund that no dispute paid', 'ledger ' || t.id from ledger_transaction t where t.kind = 'refund_paid_by_dispute' and not exists
     (select 1 from refund_by_dispute x where t.external_id = 'dispute-' || x.dispute_id || '-refund-' || x.refund_id)
union all
select 'refund not paid by disputes as it says', 'refund ' || r.id from refunds r left join refund_end x on x.refund_id = r.id and x.kind = 'paid_by_dispute'
     left join (select refund_id, sum(amount) as amount from refund_by_dispute group by refund_id) d on d.refund_id = r.id
   where (x.refund_id is not null) <> (coalesce(d.amount, 0) = r.amount) or d.amount > r.amount
union all

-- Claims: what is paid for damage is the host's, once; what came for a claim that is over goes back; what waits has a payment to wait for.
select 'claim paid without posting', 'claim ' || c.id from damage_claim c where c.state = 'paid' and not exists
     (select 1 from ledger_transaction t join ledger_entry e on e.transaction_id = t.id where t.source = 'casita' and t.kind = 'claim_paid'
      and t.external_id = 'claim-' || c.id and t.booking_id = c.booking_id and e.account = 'host_payable:' || c.host_id and e.amount = -c.awarded)
union all
select 'posting without claim', 'ledger ' || t.id from ledger_transaction t where t.source = 'casita' and t.kind = 'claim_paid' and not exists
     (select 1 from damage_claim c where 'claim-' || c.id = t.external_id and c.booking_id = t.booking_id and c.state = 'paid')
union all
select 'claim paid without its money', 'claim ' || c.id from damage_claim c where c.state = 'paid' and not exists
     (select 1 from payments p where p.booking_id = c.booking_id and p.purpose = 'claim' and p.instalment = c.n and p.state = 'captured' and p.captured_amount = c.awarded)
union all
select 'money of a claim that is over', 'payment ' || p.id from payments p left join damage_claim c on c.booking_id = p.booking_id and c.n = p.instalment
   where p.purpose = 'claim' and p.state = 'captured' and c.state is distinct from 'paid' and p.refunded_amount < p.captured_amount
union all
select 'claim waits for nothing', 'claim ' || c.id from damage_claim c where c.state = 'awaiting_payment' and not exists
     (select 1 from payments p where p.booking_id = c.booking_id and p.purpose = 'claim' and p.instalment = c.n and p.amount = c.awarded
      and p.state in ('scheduled', 'creating', 'requires_payment', 'processing'))
union all
select 'claim without event', 'claim ' || c.id from damage_claim c
   where c.state is distinct from (select e.to_state from damage_claim_event e where e.claim_id = c.id order by e.id desc limit 1)
union all

-- 8. Every transaction of the ledger sums to zero in each currency.
select 'ledger does not sum to zero', 'ledger ' || transaction_id from ledger_entry group by transaction_id, currency having sum(amount) <> 0
union all
select 'ledger transaction without entries', 'ledger ' || t.id from ledger_transaction t where not exists (select 1 from ledger_entry e where e.transaction_id = t.id)
union all

-- 10. Nothing is owed for long without anybody knowing why.
select 'call is stuck', 'call ' || id || ': ' || coalesce(last_error, 'never tried') from stripe_call
   where state = 'pending' and created_at < now() - interval '10 minutes'
union all

-- 5. What stands is paid to the unit; captured money on a dead booking is on its way back as far as it should be.
select 'confirmed without its money', 'booking ' || b.id || ': ' || coalesce(p.kept + p.reserved, 0) || ' of ' || b.total || ', ' || coalesce(o.due, 0) || ' still due'
   from bookings b left join paid_by_booking p on p.booking_id = b.id left join open_balance o on o.booking_id = b.id left join decided d on d.booking_id = b.id
   where b.state in ('confirmed', 'checked_in', 'completed', 'no_show') and coalesce(p.kept + p.reserved, 0)
     + case when b.state in ('confirmed', 'checked_in') then coalesce(o.due, 0) else 0 end <> greatest(b.total - coalesce(d.amount, 0), 0)
union all
select 'money on a dead booking', 'booking ' || b.id from bookings b join payments p on p.booking_id = b.id
   where b.state in ('expired', 'declined') and p.state = 'captured' and p.refunded_amount < p.captured_amount
union all
select 'cancellation not settled', 'booking ' || b.id || ': ' || p.kept || ' kept of ' || b.total || ', ' || coalesce(b.refund_owed, 0) || ' owed' from bookings b join paid_by_booking p on p.booking_id = b.id
     left join decided d on d.booking_id = b.id
   where b.state = 'cancelled' and p.captured and p.kept <> greatest(b.total - coalesce(b.refund_owed, 0) - coalesce(d.amount, 0), 0)
union all

-- 7. No night sold twice, and nights owned by exactly the bookings that should own them: their dates, and those of an alteration
-- that was accepted and is not paid yet.
select 'night sold twice', 'property ' || property_id || ' ' || night from stay_night group by property_id, night having count(*) > 1
union all
select 'nights of a booking', 'booking ' || b.id from bookings b left join owned_nights s on s.booking_id = b.id
     left join booking_alteration a on a.booking_id = b.id and a.state = 'accepted'
   where case when b.state in ('held', 'requested', 'confirmed', 'checked_in', 'completed', 'no_show')
     then coalesce(s.booked, 0) <> b.nights or coalesce(s.added, 0) <> coalesce(a.check_out - a.check_in, 0)
       or coalesce(s.owned, 0) <> s.booked + s.added - s.shared
     else s.owned is not null end
union all

-- 9. The last event of a booking tells its state.
select 'state without event', 'booking ' || b.id from bookings b
   where b.state is distinct from (select e.to_state from booking_events e where e.booking_id = b.id order by e.id desc limit 1)
union all

-- A booking that can still be a stay has its coupon's use, and one that ended unsold has given it back.
select 'coupon use of a booking', 'booking ' || b.id from coupon_use u join bookings b on b.id = u.booking_id
   where case when u.released_at is null then b.state in ('expired', 'declined')
     else b.state in ('held', 'requested', 'confirmed', 'checked_in', 'completed', 'no_show') end
union all

-- 11. Only a stay that stands has an open alteration; one that waits for money has a payment to wait for.
select 'open alteration of a dead booking', 'booking ' || b.id || ', alteration ' || a.n from booking_alteration a join bookings b on b.id = a.booking_id
   where a.state in ('proposed', 'accepted') and b.state not in ('confirmed', 'checked_in')
union all
select 'alteration waits for nothing', 'booking ' || a.booking_id || ', alteration ' || a.n from booking_alteration a
   where a.state = 'accepted' and not exists (select 1 from payments p where p.booking_id = a.booking_id and p.purpose = 'stay' and p.instalment = a.n
     and p.amount = a.difference and p.state in ('creating', 'requires_payment', 'processing'))
union all

-- 12. An alteration is applied and paid, or neither: never both, never half.
select 'applied without its money', 'booking ' || a.booking_id || ', alteration ' || a.n from booking_alteration a
   where a.state = 'applied' and a.difference > 0 and not exists (select 1 from payments p where p.booking_id = a.booking_id and p.purpose = 'stay' and p.instalment = a.n
     and p.state = 'captured' and p.captured_amount = a.difference)
union all
select 'money of an alteration that is not', 'payment ' || p.id from payments p left join booking_alteration a on a.booking_id = p.booking_id and a.n = p.instalment
   where p.purpose = 'stay' and p.instalment > 0 and p.state = 'captured' and a.state is distinct from 'applied' and p.refunded_amount < p.captured_amount
union all

-- 13. What is applied last is what the booking is.
select 'booking is not as altered', 'booking ' || b.id || ', alteration ' || a.n from bookings b join booking_alteration a on a.booking_id = b.id and a.state = 'applied'
   where not exists (select 1 from booking_alteration later where later.booking_id = b.id and later.state = 'applied' and later.n > a.n)
     and (b.check_in, b.check_out, b.total, b.adults, b.children, b.infants, b.pets) is distinct from (a.check_in, a.check_out, a.total, a.adults, a.children, a.infants, a.pets)
union all

-- 14. The last event of an alteration tells its state.
select 'alteration without event', 'booking ' || a.booking_id || ', alteration ' || a.n from booking_alteration a
   where a.state is distinct from (select case e.move when 'propose_alteration' then 'proposed' when 'accept_alteration' then 'accepted'
     when 'apply_alteration' then 'applied' when 'decline_alteration' then 'declined' when 'withdraw_alteration' then 'withdrawn'
     when 'expire_alteration' then 'expired' when 'cancel_alteration' then 'cancelled' end
     from booking_events e where e.booking_id = a.booking_id and e.alteration = a.n order by e.id desc limit 1)
union all

-- 15. What staff decide on is given back as decided, and a refund that failed ends once: sent again for the same sum, or paid another way.
select 'decision is not what is refunded', 'decision ' || d.id from refund_decision d
     left join refund_decision_part p on p.decision_id = d.id left join refunds r on r.id = p.refund_id and r.booking_id = d.booking_id and r.currency = d.currency
   group by d.id, d.amount having d.amount <> coalesce(sum(r.amount), 0)
union all
select 'refund is not borne as decided', 'refund ' || p.refund_id from refund_decision_part p join refund_decision d on d.id = p.decision_id
   where not exists (select 1 from ledger_transaction t where t.source = 'casita' and t.external_id = 'refund-' || p.refund_id and case d.bearer
     when 'policy' then t.kind in ('refunded', 'refunded_after_release', 'refunded_after_transfer')
     when 'host' then t.kind = 'refunded_by_host' and t.made_by = d.made_by else t.kind = 'refunded_by_marketplace' and t.made_by = d.made_by end)
union all
select 'ended refund has not failed', 'refund ' || x.refund_id from refund_end x join refunds r on r.id = x.refund_id where r.state <> 'failed'
union all
select 'refund sent again is another sum', 'refund ' || x.refund_id from refund_end x join refunds r on r.id = x.refund_id join refunds n on n.id = x.retried_as
   where (r.payment_id, r.amount - coalesce((select sum(d.amount) from refund_by_dispute d where d.refund_id = r.id), 0), r.currency) is distinct from (n.payment_id, n.amount, n.currency) or n.id <= r.id
union all
select 'refund paid outside without posting', 'refund ' || x.refund_id from refund_end x where x.kind = 'paid_outside' and not exists
     (select 1 from ledger_transaction t where t.source = 'casita' and t.kind = 'refund_paid_outside' and t.external_id = 'refund-' || x.refund_id)
union all
select 'posting of a refund paid outside that was not', 'ledger ' || t.id from ledger_transaction t where t.kind = 'refund_paid_outside' and not exists
     (select 1 from refund_end x where x.kind = 'paid_outside' and t.external_id = 'refund-' || x.refund_id)
union all

-- The provider's balance: each movement is one posting of the same amount, or was raised by the close that came after it; a close
-- names all that differs.
select 'movement of another amount', 'movement ' || b.id from balance_transaction b where b.ledger_id is not null and b.net is distinct from
     (select sum(e.amount) from ledger_entry e where e.transaction_id = b.ledger_id and e.account = 'stripe' and e.currency = b.currency)
union all
select 'movement undone by another', 'movement ' || b.id from balance_transaction b left join balance_transaction other on other.id = b.undone_by
   where b.undone_by is not null and (other.undone_by is distinct from b.id or other.net <> -b.net or other.currency <> b.currency)
union all
select 'movement that nobody raised', 'movement ' || b.id from balance_transaction b where b.ledger_id is null and b.undone_by is null
     and exists (select 1 from daily_close c where c.closed_at > b.created_at + interval '1 hour' and c.currency = b.currency)
     and not exists (select 1 from close_difference d where d.kind = 'movement' and d.subject = b.id)
     and not exists (select 1 from refunds r where r.stripe_refund = b.source and r.state = 'pending')
union all
select 'close does not add up', 'close of ' || c.day || ', ' || c.currency from daily_close c
   where c.mirrored - c.ledger <> coalesce((select sum((i ->> 'amount')::bigint) from jsonb_array_elements(c.items) i), 0)
union all
select 'difference that nobody raised', 'close of ' || c.day || ', ' || c.currency from daily_close c where c.difference <> 0
     and not exists (select 1 from close_difference d where d.currency = c.currency and d.found_at <= c.closed_at)
union all

-- Releases and payouts. Money is released once, not before its time, never more than there is, and what is left has a time at which it will be.
select 'more released than kept', account || ' ' || currency || ': ' || sum(amount) from ledger_entry where account like 'guest\_funds:%'
   group by account, currency having sum(amount) > 0
union all
select 'released before its time', 'booking ' || r.booking_id || ', part ' || r.part from booking_release r join bookings b on b.id = r.booking_id
   where r.due_at < b.check_in_at and not exists (select 1 from booking_alteration a where a.booking_id = b.id and a.state = 'applied')
union all
select 'money without a release to come', 'booking ' || b.id || ': ' || f.held from bookings b
     join (select substr(account, 13)::integer as booking_id, -sum(amount) as held from ledger_entry where account like 'guest\_funds:%' group by account having sum(amount) < 0) f on f.booking_id = b.id
   where b.state in ('confirmed', 'checked_in', 'completed', 'no_show', 'cancelled') and not exists (select 1 from booking_release_due d where d.booking_id = b.id)
union all
select 'release without posting', 'booking ' || r.booking_id || ', part ' || r.part from booking_release r where not exists
     (select 1 from ledger_transaction t join ledger_entry e on e.transaction_id = t.id where t.source = 'casita' and t.kind = 'released' and t.booking_id = r.booking_id
        and t.external_id = 'release-' || r.booking_id || '-' || r.part having coalesce(sum(e.amount) filter (where e.account = 'guest_funds:' || r.booking_id), 0) = r.host_payout + r.platform_fee + r.tax
        and coalesce(-sum(e.amount) filter (where e.account = 'host_payable:' || r.host_id), 0) = r.host_payout
        and coalesce(-sum(e.amount) filter (where e.account = 'tax_payable'), 0) = r.tax and count(*) > 0)
union all
select 'posting without release', 'ledger ' || t.id from ledger_transaction t where t.source = 'casita' and t.kind = 'released' and not exists
     (select 1 from booking_release r where t.external_id = 'release-' || r.booking_id || '-' || r.part and r.booking_id = t.booking_id)
union all
select 'return without posting', r.posting from release_return r where not exists
     (select 1 from ledger_transaction t join ledger_entry e on e.transaction_id = t.id where t.source = 'casita' and t.external_id = r.posting and t.booking_id = r.booking_id
        and t.kind in ('refunded_after_release', 'refunded_after_transfer', 'refunded_by_dispute', 'refund_cover_returned')
      having count(*) > 0 and coalesce(sum(e.amount) filter (where e.account = 'tax_payable'), 0) = r.tax
        and coalesce(sum(e.amount) filter (where e.account = 'platform_fee'), 0) = r.platform_fee
        and coalesce(sum(e.amount) filter (where e.account like 'host\_%' and e.amount > 0), 0) = r.from_payable + r.from_receivable)
union all
select 'release without payout', 'booking ' || r.booking_id || ', part ' || r.part from booking_release r where r.host_payout > 0 and not exists
     (select 1 from payout p join payout_line l on l.payout_id = p.id and l.kind = 'stay' and l.amount = r.host_payout
      where p.booking_id = r.booking_id and p.part = r.part and p.host_id = r.host_id and p.currency = r.currency)
union all
select 'lines of a payout', 'payout ' || p.id from payout p where p.amount <> (select coalesce(sum(l.amount), 0) from payout_line l where l.payout_id = p.id)
union all
select 'transfers of a payout', 'payout ' || p.id from payout p left join
     (select payout_id, sum(amount) filter (where state = 'succeeded') as sent, bool_or(state = 'creating') as open from transfer group by payout_id) t on t.payout_id = p.id
   where p.transferred <> coalesce(t.sent, 0) or (p.state = 'transferring') <> coalesce(t.open, false)
union all
select 'payout goes on in spite of a block', 'payout ' || p.id from payout p join payout_block b on b.booking_id = p.booking_id where p.state in ('owed', 'held')
union all

-- What hosts are owed and owe, by the ledger and by the rows. A debt is settled by what was taken for it, and no further.
select 'host payable differs', 'host ' || host_id || ' ' || currency || ': ' || sum(ledger) || ' posted, ' || sum(owed) || ' owed' from (
     select substr(account, 14)::integer as host_id, currency, -amount as ledger, 0 as owed from ledger_entry where account like 'host\_payable:%'
     union all select host_id, currency, 0, amount - transferred from payout) each
   group by host_id, currency having sum(ledger) <> sum(owed)
union all
select 'host receivable differs', 'host ' || host_id || ' ' || currency || ': ' || sum(ledger) || ' posted, ' || sum(owed) || ' owed' from (
     select substr(account, 17)::integer as host_id, currency, amount as ledger, 0 as owed from ledger_entry where account like 'host\_receivable:%'
     union all select host_id, currency, 0, amount - settled from host_receivable) each
   group by host_id, currency having sum(ledger) <> sum(owed)
union all
select 'receivable not settled so', 'receivable ' || r.id from host_receivable r
   where r.settled <> r.waived - (select coalesce(sum(l.amount), 0) from payout_line l where l.receivable_id = r.id)
       + (select coalesce(sum(v.amount), 0) from transfer_reversal v where v.receivable_id = r.id and v.state = 'succeeded')
     or r.reversing <> (select coalesce(sum(v.amount), 0) from transfer_reversal v where v.receivable_id = r.id and v.state = 'creating')
union all
select 'netting without posting', 'payout line ' || l.id from payout_line l join payout p on p.id = l.payout_id where l.receivable_id is not null and not exists
     (select 1 from ledger_transaction t join ledger_entry e on e.transaction_id = t.id where t.source = 'casita' and t.kind = 'netted' and t.external_id = 'payout-line-' || l.id
        and e.account = 'host_payable:' || p.host_id and e.amount = -l.amount)
union all
select 'posting without netting', 'ledger ' || t.id from ledger_transaction t where t.source = 'casita' and t.kind = 'netted' and not exists
     (select 1 from payout_line l where t.external_id = 'payout-line-' || l.id and l.receivable_id is not null)
union all
select 'penalty without posting', 'booking ' || n.booking_id from host_penalty n where n.amount > 0 and (n.waived_at is null or exists (select 1 from host_receivable r where r.booking_id = n.booking_id and r.kind = 'penalty'))
   and (not exists (select 1 from ledger_transaction t where t.source = 'casita' and t.kind = 'host_penalty' and t.external_id = 'penalty-' || n.booking_id)
     or (n.waived_at is not null) <> exists (select 1 from ledger_transaction t where t.source = 'casita' and t.kind = 'penalty_waived' and t.external_id = 'penalty-' || n.booking_id))
union all

-- Transfers and their reversals: each is one posting and back; never more out of a charge than it brought in, nor back than went out.
select 'transfer without posting', 'transfer ' || f.id from transfer f where f.state = 'succeeded' and not exists
     (select 1 from ledger_transaction t join ledger_entry e on e.transaction_id = t.id where t.source = 'stripe' and t.kind = 'transferred' and t.external_id = f.stripe_transfer
        and t.booking_id = f.booking_id and e.account = 'host_payable:' || f.host_id and e.amount = f.amount)
union all
select 'posting without transfer', 'ledger ' || t.id from ledger_transaction t where t.source = 'stripe' and t.kind = 'transferred' and not exists
     (select 1 from transfer f where f.stripe_transfer = t.external_id)
union all
select 'reversal without posting', 'reversal ' || v.id from transfer_reversal v where v.state = 'succeeded' and not exists
     (select 1 from ledger_transaction t join ledger_entry e on e.transaction_id = t.id where t.source = 'stripe' and t.kind = 'transfer_reversed' and t.external_id = v.stripe_reversal
        and e.account = 'host_receivable:' || v.host_id and e.amount = -v.amount)
union all
select 'posting without reversal', 'ledger ' || t.id from ledger_transaction t where t.source = 'stripe' and t.kind = 'transfer_reversed' and not exists
     (select 1 from transfer_reversal v where v.stripe_reversal = t.external_id)
union all
select 'taken back by hand without posting', 'reversal ' || v.id from transfer_reversal v
   where v.state = 'succeeded' and not exists (select 1 from stripe_call c where c.idempotency_key = 'casita-reversal-' || v.id) and not exists
     (select 1 from ledger_transaction t join ledger_entry e on e.transaction_id = t.id where t.source = 'casita' and t.kind = 'transfer_taken_back'
        and t.external_id = 'reversal-' || v.id and t.booking_id = v.booking_id and e.account = 'host_payable:' || v.host_id and e.amount = -v.amount)
union all
select 'posting of what was not taken back', 'ledger ' || t.id from ledger_transaction t where t.source = 'casita' and t.kind = 'transfer_taken_back' and not exists
     (select 1 from transfer_reversal v where t.external_id = 'reversal-' || v.id and v.booking_id = t.booking_id and v.state = 'succeeded')
union all
select 'transfers exceed capture', 'payment ' || f.payment_id from transfer f join payments p on p.id = f.payment_id where f.state <> 'failed'
   group by f.payment_id, p.captured_amount having sum(f.amount) > p.captured_amount
union all
select 'reversals exceed transfer', 'transfer ' || f.id from transfer f left join
     (select transfer_id, sum(amount) filter (where state = 'succeeded') as back, sum(amount) as asked from transfer_reversal where state <> 'failed' group by transfer_id) v on v.transfer_id = f.id
   where f.reversed <> coalesce(v.back, 0) or coalesce(v.asked, 0) > f.amount
union all

-- 16. What is to be paid later is of a stay that may still come, and has a date.
select 'planned payment of a dead booking', 'payment ' || p.id from payments p join bookings b on b.id = p.booking_id
   where p.purpose = 'stay' and p.state = 'scheduled' and b.state not in ('held', 'requested', 'confirmed', 'checked_in')
union all
select 'balance without a date', 'payment ' || p.id from payments p
   where p.purpose = 'stay' and p.part > 0 and p.state = 'scheduled' and p.charge_at is null and p.pay_by is null
union all

-- Corrections by hand: a reversal is the opposite of what it undoes, by somebody.
select 'reversal is not the opposite', 'ledger ' || t.id from ledger_transaction t
     join ledger_entry e on e.transaction_id in (t.id, t.reverses)
   where t.reverses is not null group by t.id, e.account, e.currency having sum(e.amount) <> 0
union all
select 'reversal by nobody', 'ledger ' || t.id from ledger_transaction t where t.reverses is not null and t.made_by is null
