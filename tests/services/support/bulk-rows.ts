import type { Database } from '../../../src/adapters/postgres/sql';
import { payoutRows } from './payout-indexes';

/** Rows enough for PostgreSQL to prefer one index to another. They hang together, but nothing lived them. */
export async function fillInBulk(db: Database): Promise<void> {
  await db.transaction(async (tx) => {
    // Foreign keys and triggers are not what is looked at here.
    await tx.query(`set local session_replication_role = replica`);
    for (const statement of [...statements, ...payoutRows]) await tx.query(statement);
  });
  // The word index keeps new entries in a list of its own until then, and is not asked meanwhile.
  await db.query('vacuum analyze');
}

const series = (count: number) => `generate_series(1, ${count}) i`;
const ago = `timestamp '2026-01-01' + i * interval '1 minute'`;

const statements = [
  `insert into up_users (id, document_id, username, email, confirmed, blocked) select i, 'user' || i, 'name' || i, 'mail' || i || '@example.test', true, false from ${series(20_000)}`,
  `insert into admin_users (id, document_id, email, is_active) select 1000 + i, 'admin' || i, 'panel' || i || '@example.test', true from ${series(5_000)}`,
  `insert into strapi_sessions (id, user_id, session_id, child_id, origin, status, expires_at) select i, (1 + i % 4000)::text, 'session' || i, 'session' || (i + 1), 'users-permissions', 'active', ${ago} from ${series(20_000)}`,
  `insert into pending_registration (token_hash, email, display_name, password_hash, created_at, expires_at) select 'hash' || i, 'new' || i % 2000 || '@example.test', 'N', '!', ${ago}, ${ago} from ${series(5_000)}`,
  `insert into password_reset select 'hash' || i, i, ${ago}, ${ago} from ${series(5_000)}`,
  `insert into idempotency_key (user_id, key, operation, request_hash, created_at) select i, 'key' || i, 'o', 'h', ${ago} from ${series(10_000)}`,
  `insert into host_profiles (id, document_id, display_name, user_id, admin_user_id, source, source_id) select i, 'host' || i, 'Host ' || i, i, 1000 + i, 'bulk', i::text from ${series(4_000)}`,
  `insert into host_account (host_id, stripe_account, state, state_since, country, check_at, created_at) select i, 'acct_' || i, case when i % 10 = 0 then 'closed' else 'onboarding' end, ${ago}, 'PT', ${ago}, ${ago} from ${series(4_000)}`,
  `insert into host_response_rate select i, 90, null, null, case when i % 500 = 0 then 0 end from ${series(4_000)}`,
  `insert into host_account_event (host_id, kind, actor, at) select 1 + i % 4000, 'link', 'host', ${ago} from ${series(20_000)}`,
  `insert into properties (id, document_id, name, host_id, state, currency, time_zone, source, source_id, published_on) select i, 'home' || i, 'Home ' || i, 1 + i % 4000, 'published', 'EUR', 'Europe/Lisbon', 'bulk', i::text, ${ago} from ${series(10_000)}`,
  `insert into imported_listing select i, 'bulk', i % 100, i % 50 = 0, ${ago} from ${series(10_000)}`,
  `insert into amenities (id, document_id, code, name) select i, 'amenity' || i, 'code' || i, 'A' from ${series(500)}`,
  `insert into properties_amenities_lnk (property_id, amenity_id, amenity_ord) select i, 1 + i % 500, 1 from ${series(10_000)}`,
  `insert into components_property_prices (id, base) select i, 10000 from ${series(10_000)}`,
  `insert into properties_cmps (entity_id, cmp_id, component_type, field) select i, i, 'property.' || part, part from ${series(10_000)}, unnest(array['prices', 'address', 'point', 'capacity', 'bookingRules']) part`,
  `insert into photo_uses (id, document_id, property_id, position) select i, 'photo' || i, 1 + i % 10000, i / 10000 from ${series(50_000)}`,
  `insert into files_related_mph (file_id, related_id, related_type, field, "order") select 1, i, 'api::photo-use.photo-use', 'file', 1 from ${series(50_000)}`,
  `insert into calendar_ranges (id, document_id, property_id, first_night, last_night, closed, source) select i, 'range' || i, 1 + i % 10000, date '2026-01-01' + i % 700, date '2026-01-03' + i % 700, true, 'host' from ${series(50_000)}`,
  `insert into calendar_feeds (id, document_id, property_id, name, state) select i, 'feed' || i, 1 + i % 10000, 'F', 'fresh' from ${series(10_000)}`,
  `insert into calendar_feed_poll (feed_id, property_id, sealed_url, url_hash, next_poll_at, stale_at, stale_told_at) select i, 1 + i % 10000, 's', 'h' || i, ${ago}, ${ago}, case when i % 500 <> 0 then ${ago} end from ${series(10_000)}`,
  `insert into calendar_feed_event (feed_id, uid, recurrence, first_night, check_out) select 1 + i % 10000, 'u' || i, '', date '2026-01-01' + i % 700, date '2026-01-03' + i % 700 from ${series(50_000)}`,
  `insert into calendar_ranges (id, document_id, property_id, feed_id, first_night, last_night, closed, source) select 100000 + i, 'ranged' || i, 1 + i % 10000, i, '2026-01-01', '2026-01-03', true, 'feed' from ${series(10_000)}`,
  `insert into calendar_conflicts (id, document_id, property_id, feed_id, booking_id, event_id, state, first_night, last_night) select i, 'conflict' || i, 1 + i % 10000, i, i, i, 'open', '2026-01-01', '2026-01-03' from ${series(10_000)}`,
  `insert into bookings (id, document_id, reference, property_id, host_id, guest_id, state, check_in, check_out, nights, currency, total, check_out_at, hold_expires_at, request_expires_at, quote)
     select i, 'booking' || i, 'R' || i, 1 + i % 10000, 1 + i % 4000, 1 + i % 20000, case i % 100 when 0 then 'held' when 1 then 'requested' when 2 then 'confirmed' when 3 then 'checked_in' else 'completed' end,
       date '2026-01-01' + i % 700, date '2026-01-03' + i % 700, 2, 'EUR', 20000, ${ago}, ${ago}, ${ago}, '{}' from ${series(30_000)}`,
  `insert into stay_night select 1 + i % 10000, date '2026-01-01' + i / 10000, i from ${series(60_000)}`,
  `insert into booking_events (id, document_id, booking_id, to_state) select i, 'event' || i, 1 + i % 30000, 'held' from ${series(60_000)}`,
  `insert into coupons (id, document_id, code, label, kind, percent, funded_by, active) select i, 'coupon' || i, 'CODE' || i, 'C', 'percent', 10, 'marketplace', true from ${series(5_000)}`,
  `insert into coupon_use select 1 + i % 5000, i, 1 + i % 20000, ${ago}, null from ${series(20_000)}`,
  `insert into guest_customer (user_id, key) select i, 'customer' || i from ${series(20_000)}`,
  `insert into payment_setup (document_id, booking_id, state, stripe_setup_intent, method, created_at, updated_at)
     select 'setup' || i, i, case i % 100 when 0 then 'open' else 'ready' end, 'seti_' || i, 'pm_' || i, ${ago}, ${ago} from ${series(20_000)}`,
  `insert into card_removal (user_id, payment_method, at) select i, 'pm_' || i, ${ago} from ${series(20_000)}`,
  `insert into payments (id, document_id, booking_id, instalment, part, purpose, amount, captured_amount, refunded_amount, currency, state, stripe_payment_intent, stripe_charge, updated_at, charge_at, pay_by)
     select i, 'payment' || i, i, 0, 0, 'stay', 100, 0, 0, 'EUR', case i % 100 when 0 then 'requires_payment' else 'captured' end, 'pi_' || i, 'ch_' || i, ${ago}, ${ago}, ${ago} from ${series(30_000)}`,
  `insert into booking_alteration (booking_id, n, state, proposer, check_in, check_out, adults, children, infants, pets, quote, quote_before, total, difference, currency, fingerprint, expires_at, payment_due_at, proposed_at)
     select i, 1, case i % 100 when 0 then 'proposed' when 1 then 'accepted' else 'applied' end, 'guest', date '2026-01-01', date '2026-01-03', 1, 0, 0, 0, '{}', '{}', 0, 1, 'EUR', 'f', ${ago}, ${ago}, ${ago} from ${series(20_000)}`,
  `insert into refunds (id, document_id, payment_id, booking_id, amount, currency, state, stripe_refund, updated_at, state_since)
     select i, 'refund' || i, i, i, 10, 'EUR', case i % 100 when 0 then 'pending' when 1 then 'failed' else 'succeeded' end, 're_' || i, ${ago}, ${ago} from ${series(10_000)}`,
  `insert into refund_decision (booking_id, amount, currency, bearer, reason, made_by, made_by_name, at) select i, 10, 'EUR', 'policy', 'r', 1, 's', ${ago} from ${series(5_000)}`,
  `insert into refund_decision_part (refund_id, decision_id) select i, i from ${series(5_000)}`,
  `insert into dispute (document_id, stripe_dispute, payment_id, booking_id, state, reason, amount, currency, opened_at, evidence_due_by, bearer, withdrawn_at, lost_at, looked_at)
     select 'dispute' || i, 'du_' || i, i, i, case when i % 100 = 0 then 'needs_response' else 'lost' end, 'fraudulent', 100, 'EUR', ${ago}, ${ago}, 'marketplace', ${ago}, case when i % 100 <> 0 then ${ago} end, ${ago} from ${series(10_000)}`,
  `insert into damage_claim (document_id, booking_id, n, host_id, state, amount, currency, description, awarded, filed_at, answer_by, ended_at)
     select 'claim' || i, i, 1, 1 + i % 4000, case i % 100 when 0 then 'filed' when 1 then 'in_review' else 'paid' end, 100, 'EUR', 'd', 100, ${ago}, ${ago}, case when i % 100 > 1 then ${ago} end from ${series(10_000)}`,
  `insert into damage_claim_photo (document_id, claim_id, side, jpeg, at) select 'photo' || i, 1 + i % 10000, 'host', '\\x00', ${ago} from ${series(20_000)}`,
  `insert into damage_claim_event (claim_id, move, to_state, actor_kind, door, at) select 1 + i % 10000, 'pay', 'paid', 'system', 'job', ${ago} from ${series(20_000)}`,
  `insert into dispute_evidence (dispute_id, evidence, saved_by, at) select 1 + i % 10000, '{}', 1, ${ago} from ${series(20_000)}`,
  `insert into dispute_file (document_id, dispute_id, field, kind, content, added_by, at, removed_at)
     select 'file' || i, 1 + i % 10000, 'receipt', 'pdf', case when i <= 10000 then '\\x00'::bytea end, 1, ${ago}, case when i > 10000 then ${ago} end from ${series(20_000)}`,
  `insert into dispute_event (dispute_id, step, actor_kind, door, at) select 1 + i % 10000, 'lost', 'system', 'job', ${ago} from ${series(20_000)}`,
  `insert into ledger_transaction (source, external_id, kind, booking_id, at) select 'stripe', 'ch_' || i, 'captured', i, ${ago} from ${series(30_000)}`,
  `insert into ledger_entry (transaction_id, account, amount, currency) select i, 'guest_funds:' || i, -100, 'EUR' from ${series(30_000)}`,
  `insert into ledger_entry (transaction_id, account, amount, currency) select i, 'platform_cash', 100, 'EUR' from ${series(30_000)}`,
  `insert into host_tax_profile select i, 's', ${ago}, case when i % 50 = 0 then ${ago} end, case when i % 50 = 0 then ${ago} end from ${series(4_000)}`,
  `insert into ledger_entry (transaction_id, account, amount, currency) select i, 'tax_payable', -1, 'EUR' from ${series(30_000)}`,
  `insert into stripe_event (id, type, object_id, payload, received_at, processed_at) select 'evt_' || i, 't', 'o' || i, '{}', ${ago}, case when i % 500 <> 0 then ${ago} end from ${series(30_000)}`,
  `insert into balance_transaction select 'txn_' || i, 'charge', 'ch_' || i, 'pi_' || i, 100, 0, 100, 'EUR', ${ago}, ${ago}, ${ago}, case when i % 500 <> 0 then i end, null from ${series(30_000)}`,
  `insert into daily_close (day, currency, ledger, provider, mirrored, accounted, items, closed_at) select (${ago})::date, 'EUR', 0, 0, 0, 0, '[]', ${ago} from ${series(1)}`,
  `insert into close_difference (kind, subject, detail, found_at, cleared_at) select 'movement', i::text, 'd', ${ago}, case when i % 500 <> 0 then ${ago} end from ${series(5_000)}`,
  `insert into stripe_call (lane, subject_id, kind, idempotency_key, state, next_attempt_at, created_at) select 'booking:' || i, i, 'refund', 'call' || i, case i % 500 when 0 then 'pending' else 'done' end, ${ago}, ${ago} from ${series(30_000)}`,
  `insert into reviews (id, document_id, property_id, booking_id, side, author_id, state, overall, body, written_at, visible_at, created_at, source, source_id)
     select i, 'review' || i, 1 + i % 10000, i, case i % 5 when 0 then 'host' else 'guest' end, 1 + i % 20000, case i % 200 when 0 then 'sealed' when 1 then 'pending' else 'published' end, 5, 'b', ${ago}, ${ago}, ${ago}, 'bulk', i::text from ${series(50_000)}`,
  `insert into review_decisions (id, document_id, review_id, decision) select i, 'decision' || i, i, 'publish' from ${series(20_000)}`,
  `insert into reports (id, document_id, review_id, reporter_id, state) select i, 'report' || i, 1 + i % 10000, 1 + i % 50, case i % 200 when 0 then 'open' else 'dismissed' end from ${series(20_000)}`,
  `insert into search_property (property_id, document_id, listed, state, published_on, host_superhost, name, search_text, approximate_latitude, approximate_longitude, max_guests, amenities, currency, base_price,
       rating_mean, rating_count, ranking, instant_book, min_nights, max_nights, night_rules, advance_notice_days, booking_window_months, closed_to_arrival, closed_to_departure, closed_from, closed)
     select i, 'home' || i, true, 'published', ${ago}, false, 'n', 'home ' || md5(i::text), (i * 7919 % 180) - 90 + i / 1e5, (i * 104729 % 360) - 180 + i / 1e5, 2 + i % 5, array['code' || i % 500], 'EUR', 5000 + i,
       3 + (i % 200) / 100.0, 3, i / 1e4, true, 1, 365, false, 0, 36, 0, 0, date '2026-01-01' + i % 40, b'' from ${series(10_000)}`,
  `insert into stripe_sandbox.object (id, type, created, body) select 'o_' || i, 'charge', i, jsonb_build_object('customer', 'cus_' || i, 'payment_intent', 'pi_' || i, 'charge', 'ch_' || i, 'source', 's_' || i, 'transfer_group', 'g_' || i) from ${series(10_000)}`,
  `insert into stripe_sandbox.webhook_delivery (event_id, endpoint_id, due_real, ended_real, outcome) select 'o_' || i, 'we', ${ago}, case when i % 200 <> 0 then ${ago} end, case when i % 200 <> 0 then 'delivered' end from ${series(10_000)}`,
  `insert into stripe_sandbox.idempotency select 's', 'k' || i, 'POST', '/', 'f', 200, '', 'r', ${ago} from ${series(5_000)}`,
  `insert into stripe_sandbox.due_work (due_at, kind, object_id) select ${ago}, 'k', 'o_' || i from ${series(5_000)}`,
];
