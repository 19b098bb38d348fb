import { Temporal } from 'temporal-polyfill';
import type { Database, Tx } from '../../src/adapters/postgres/sql';
import { accountByEmail } from '../../src/api/account/queries/account-by-email';
import { identifySession } from '../../src/api/account/queries/identify-session';
import { insertAccount, usernameTaken } from '../../src/api/account/queries/insert-account';
import { ownProfile } from '../../src/api/account/queries/own-profile';
import { insertPasswordReset } from '../../src/api/account/queries/password-reset';
import * as registrations from '../../src/api/account/queries/pending-registration';
import { endSession, liveSessions } from '../../src/api/account/queries/sessions';
import { setPassword } from '../../src/api/account/queries/set-password';
import { signInAccount } from '../../src/api/account/queries/sign-in-account';
import { alterationsOfBooking, lockOpenAlteration } from '../../src/api/alteration/queries/load-alteration';
import { bookingViewById, listBookings } from '../../src/api/booking/queries/booking-view';
import { lockBooking } from '../../src/api/booking/queries/load-booking';
import { freeNights } from '../../src/api/booking/queries/own-nights';
import { countGuestsUses } from '../../src/api/coupon/queries/coupon-uses';
import { couponByCode } from '../../src/api/coupon/queries/load-coupon';
import {
  endConflictsOfBooking,
  endConflictsOfFeed,
  hostConflicts,
  lockConflict,
} from '../../src/api/calendar-feed/queries/conflicts';
import { markStaleFeeds, takeDueFeeds } from '../../src/api/calendar-feed/queries/due-feeds';
import { feedEvents, feedRanges } from '../../src/api/calendar-feed/queries/feed-events';
import { ownFeed, ownFeeds } from '../../src/api/calendar-feed/queries/feed-rows';
import { claimPhoto } from '../../src/api/damage-claim/queries/claim-photos';
import {
  claimsOfBooking,
  claimsOfHost,
  claimsWaiting,
  lockClaim,
  openClaim,
  placeOfClaim,
} from '../../src/api/damage-claim/queries/load-claim';
import { evidenceOf } from '../../src/api/dispute/queries/dispute-evidence';
import { disputeFileContent, providersFiles } from '../../src/api/dispute/queries/dispute-files';
import { disputeView } from '../../src/api/dispute/queries/dispute-view';
import {
  disputeByDocument,
  lockDispute,
  lockDisputesOfBooking,
  unsettledDisputes,
} from '../../src/api/dispute/queries/load-dispute';
import { remindable } from '../../src/api/dispute/queries/reminders';
import { accountEvents } from '../../src/api/host-account/queries/account-events';
import { dueAccounts } from '../../src/api/host-account/queries/due-accounts';
import { hostOfAccount } from '../../src/api/host-account/queries/host-account-row';
import { hostsWithChangingRate } from '../../src/api/host-profile/queries/changing-rates';
import { hostsToCount } from '../../src/api/host-profile/queries/response-rates';
import { panelMemberByEmail } from '../../src/api/host/queries/panel-user';
import { lanesWithDueCalls, insertCall, takeCall } from '../../src/outbox/queries/calls';
import { openEvents } from '../../src/inbox/queries/events';
import { firstUnclosed } from '../../src/api/balance/queries/closes';
import { countOpenDifferences } from '../../src/api/balance/queries/differences';
import { matchMovements, openMovements } from '../../src/api/balance/queries/movements';
import { brokenInvariants } from '../../src/api/payment/queries/invariants';
import { paymentOfBooking, placeOfIntent, unsettledIntents } from '../../src/api/payment/queries/load-payment';
import { liveSetup, setupByIntent, unsettledSetups } from '../../src/api/payment/queries/payment-setups';
import { dueCharges, overduePayments } from '../../src/api/payment/queries/charge-progress';
import { postLedger } from '../../src/api/payment/queries/post-ledger';
import { refundByStripeId, unsettledRefunds } from '../../src/api/payment/queries/refunds';
import { removedAmong } from '../../src/api/saved-card/queries/card-removals';
import { eventsOfObjects } from '../../src/api/money/queries/booking-objects';
import { forgetKeys } from '../../src/idempotency/queries/forget-keys';
import { forgetEvents } from '../../src/inbox/queries/forget-events';
import { listCorrections } from '../../src/api/money/queries/hand-postings';
import { waitingRefunds } from '../../src/api/money/queries/attention';
import { decidedOfBooking, decisionsOfBooking } from '../../src/api/refund/queries/refund-decisions';
import { bookingOfRefund } from '../../src/api/refund/queries/refund-ends';
import { propertyHistory } from '../../src/api/property/queries/delete-property';
import { propertyRanges } from '../../src/api/property/queries/host-ranges';
import { ownListings } from '../../src/api/property/queries/own-listing';
import { countPhotos } from '../../src/api/property/queries/photo-uses';
import { publicExtras } from '../../src/api/property/queries/public-extras';
import { publishedProperty } from '../../src/api/property/queries/published-property';
import { publishedReviews } from '../../src/api/property/queries/published-reviews';
import { saveAmenities } from '../../src/api/property/queries/save-listing-parts';
import { openStage } from '../../src/api/property/queries/stage-listings';
import { writeStagedHosts } from '../../src/api/property/queries/write-staged-hosts';
import { writeStagedProperties } from '../../src/api/property/queries/write-staged-properties';
import { writeStagedReviews } from '../../src/api/property/queries/write-staged-reviews';
import { forgetKeptProfiles } from '../../src/api/tax-profile/queries/kept-profiles';
import { findReview, reviewsOfBooking } from '../../src/api/review/queries/reviews-of-booking';
import { hasOpenReport } from '../../src/api/review/queries/write-review';
import type { Night } from '../../src/domain/night';
import { hostOfPanelUser } from '../../src/extensions/admin/queries/host-of-panel-user';
import { markGoneListings } from '../../src/import/inside-airbnb/queries/mark-gone-listings';
import { escalateClaims } from '../../src/jobs/escalate-claims';
import { completeStays } from '../../src/jobs/complete-stays';
import { endProposals, endUnpaidAlterations } from '../../src/jobs/end-alterations';
import { endHolds, endRequests } from '../../src/jobs/end-unpaid';
import { openReviews } from '../../src/jobs/open-reviews';
import { rollSearch } from '../../src/jobs/roll-search';
import type { Casita } from '../../src/ports';
import { taxMovements } from '../../src/reports/taxes/queries/tax-movements';
import { taxedStays } from '../../src/reports/taxes/queries/taxed-stays';
import { releaseTransactions } from '../../src/sandbox/stripe/queries/carry-transactions';
import { claimDueWork } from '../../src/sandbox/stripe/queries/claim-due-work';
import { claimDeliveries, countOpenDeliveries } from '../../src/sandbox/stripe/queries/deliveries';
import { forgetOldAnswers } from '../../src/sandbox/stripe/queries/idempotency';
import { listObjects, type ListQuery } from '../../src/sandbox/stripe/queries/list-objects';
import { scheduleWork } from '../../src/sandbox/stripe/queries/schedule-work';
import { sumRefunds } from '../../src/sandbox/stripe/queries/sum-refunds';
import { sumTransfers } from '../../src/sandbox/stripe/queries/sum-transfers';
import { affectedProperties } from '../../src/search/queries/affected-properties';
import { findHomes } from '../../src/search/queries/find-homes';
import { propertyFacts } from '../../src/search/queries/property-facts';
import { sampledCells } from '../../src/search/queries/map-cells';
import type { HomeSearch } from '../../src/search/search-query';
import { fillInBulk } from './support/bulk-rows';
import { readDatabasePage, strapisNames } from './support/database-page';
import { indexesUsed } from './support/explain';
import { payoutIndexes } from './support/payout-indexes';
import { onlyDatabase } from './support/test-database';

type Work = (sql: Database & Tx) => Promise<unknown>;

/** Before nearly all times of the rows. */
const at = '2026-01-01T02:00:00Z';
const now = Temporal.Instant.from(at);
const night = '2026-01-05' as Night;
const january = {
  ...{ from: '2026-01-01' as Night, to: '2026-01-31' as Night },
  ...{ country: null, region: null, city: null, currency: null },
};
const guests = { adults: 2, children: 0, infants: 0, pets: 0 };
const account = { email: 'a@example.test', username: 'a', displayName: 'A', passwordHash: '!', at };
const reset = { tokenHash: 'h', userId: 1, createdAt: at, expiresAt: at };
const app = (db: Database) => ({ db, clock: { now: () => now } }) as unknown as Casita;

const anything: HomeSearch = {
  stays: [],
  guests,
  area: null,
  words: [],
  priceMin: null,
  priceMax: null,
  currency: null,
  amenities: [],
  type: null,
  roomType: null,
  bedrooms: null,
  beds: null,
  bathrooms: null,
  instantBook: false,
  ratingMin: null,
  hostLanguages: [],
  sort: 'relevance',
};
const search =
  (wish: Partial<HomeSearch>): Work =>
  (sql) =>
    findHomes(sql, { ...anything, ...wish }, now, { position: null, limit: 20 });

const box = { kind: 'box', west: -10, south: 38, east: -8, north: 40 } as const;
const charges =
  (equal: ListQuery['equal']): Work =>
  (sql) =>
    listObjects(sql, 'charge', { equal, limit: 10 });
const staged =
  (work: (tx: Tx, at: string) => Promise<unknown>): Work =>
  (sql) =>
    work(sql, at);

/** A generated list, as Strapi writes it. */
const listed =
  (condition: string): Work =>
  (sql) =>
    sql.query(
      `select t0.* from properties t0 where (t0.state = 'published' and ${condition}) order by t0.published_on desc, t0.id asc limit 25`,
    );

const listedHosts =
  (condition: string): Work =>
  (sql) =>
    sql.query(`select t0.* from host_profiles t0 where ${condition} order by t0.display_name asc, t0.id asc limit 25`);

/** What each index of docs/database.md serves: the query that is named there, or the first of them. */
const serves: Readonly<Record<string, Work>> = {
  stay_night_booking: (sql) => freeNights(sql, 1),
  booking_alteration_booking_id_n_key: (sql) => alterationsOfBooking(sql, 1),
  booking_alteration_one_open: (sql) => lockOpenAlteration(sql, 100),
  booking_alteration_answer_due: (sql) => endProposals.run(app(sql)),
  booking_alteration_payment_due: (sql) => endUnpaidAlterations.run(app(sql)),
  ledger_transaction_source_external_id_kind_key: (sql) =>
    postLedger(sql, { kind: 'captured', entries: [] } as never, {
      source: 'stripe',
      externalId: 'c',
      bookingId: 1,
      at,
    }),
  ledger_transaction_booking: (sql) => taxedStays(sql, january, null, 100),
  ledger_transaction_at: (sql) => taxMovements(sql, at, '2026-01-01T03:00:00Z', null),
  ledger_entry_transaction: brokenInvariants,
  ledger_entry_account: brokenInvariants,
  refund_decision_booking_id: (sql) => decidedOfBooking(sql, 1),
  refund_decision_part_decision_id: (sql) => decisionsOfBooking(sql, 1, at),
  stripe_event_object: (sql) => eventsOfObjects(sql, ['o'], 10),
  balance_transaction_ledger_id_key: matchMovements,
  balance_transaction_created: firstUnclosed,
  balance_transaction_open: (sql) => openMovements(sql, at, 10),
  close_difference_open: countOpenDifferences,
  stripe_event_age: (sql) => forgetEvents(sql, at, 10),
  idempotency_key_age: (sql) => forgetKeys(sql, at, 10),
  stripe_event_open: (sql) => openEvents(sql, 10),
  stripe_call_idempotency_key_key: (sql) =>
    insertCall(sql, { lane: 'booking:1', kind: 'refund', subjectId: 1, key: 'k' }),
  stripe_call_lane: (sql) => takeCall(sql, 'booking:1', new Date().toISOString()),
  stripe_call_pending: (sql) => lanesWithDueCalls(sql, 10),
  host_account_stripe_account_key: (sql) => hostOfAccount(sql, 'acct_7'),
  host_account_check: (sql) => dueAccounts(sql, at, 10),
  host_account_event_host: (sql) => accountEvents(sql, 1, 20),
  host_response_rate_changing: (sql) => hostsWithChangingRate(sql, 10),
  damage_claim_document_id_key: (sql) => placeOfClaim(sql, 'claim1'),
  damage_claim_booking_id_n_key: (sql) => lockClaim(sql, 1, 1),
  damage_claim_one_open: (sql) => openClaim(sql, 100),
  damage_claim_answer_due: (sql) => escalateClaims.run(app(sql)),
  damage_claim_open: (sql) => claimsWaiting(sql, 'to_decide', { limit: 10, offset: 0 }),
  damage_claim_of_host: (sql) => claimsOfHost(sql, 1, 'all', { limit: 10, offset: 0 }),
  ledger_transaction_by_hand_id: (sql) => listCorrections(sql, { beforeId: null, limit: 10 }),
  damage_claim_photo_document_id_key: (sql) => claimPhoto(sql, 'photo1'),
  damage_claim_photo_claim: (sql) => claimsOfBooking(sql, 1),
  damage_claim_event_claim: (sql) => claimsOfBooking(sql, 1),
  dispute_document_id_key: (sql) => disputeByDocument(sql, 'dispute1'),
  dispute_stripe_dispute_key: (sql) => lockDispute(sql, 'du_1'),
  dispute_payment: (sql) => paymentOfBooking(sql, 1),
  dispute_booking: (sql) => lockDisputesOfBooking(sql, 1),
  dispute_answer_due: (sql) => remindable(sql, at, [3, 1], 10),
  dispute_unsettled: (sql) => unsettledDisputes(sql, at, 10),
  dispute_evidence_dispute: (sql) => evidenceOf(sql, 1),
  dispute_file_document_id_key: (sql) => disputeFileContent(sql, 'file1'),
  dispute_file_dispute: (sql) => providersFiles(sql, 1),
  dispute_event_dispute: (sql) => disputeView(sql, 'dispute1'),
  pending_registration_token_hash_key: (sql) => registrations.lockRegistrationByToken(sql, 'hash1', at),
  pending_registration_email: (sql) => registrations.latestRegistrationId(sql, 'new1@example.test', at),
  pending_registration_age: (sql) => registrations.deleteExpiredRegistrations(sql, at),
  password_reset_user: (sql) => setPassword(sql, 1, '!', at),
  password_reset_age: (sql) => insertPasswordReset(sql, reset),
  search_property_document: (sql) => publicExtras(sql, ['home1']),
  search_property_place: search({ area: box }),
  search_property_spread: (sql) =>
    sampledCells(sql, { ...anything, area: box }, now, { zoom: 0, sampled: 5, walked: 10 }),
  search_property_ranking: search({}),
  search_property_rating: search({ sort: 'rating' }),
  search_property_newest: search({ sort: 'newest' }),
  search_property_price: search({ sort: 'price' }),
  search_property_amenities: search({ amenities: ['code1'] }),
  search_property_words: search({ words: ['abcdef'] }),
  search_property_closed_from: (sql) => rollSearch.run(app(sql)),
  coupon_use_open: (sql) => countGuestsUses(sql, 1, 1),
  imported_listing_set: (sql) => markGoneListings(sql, 'bulk', 1, [], at),
  properties_document: (sql) => publishedProperty(sql, 'home1'),
  properties_source: staged(writeStagedProperties),
  properties_host_id_fk: (sql) => ownListings(sql, 1, { state: null, limit: 10, offset: 0 }),
  properties_published_on: listed('true'),
  properties_room_type: listed("t0.room_type = 'hotel_room'"),
  properties_property_type: listed("t0.property_type = 'Castle'"),
  properties_currency: listed("t0.currency = 'JPY'"),
  host_profiles_document: (sql) => affectedProperties(sql, 'host profile', ['host1']),
  host_profiles_source: staged(writeStagedHosts),
  host_profiles_display_name: listedHosts('true'),
  host_profiles_superhost: listedHosts('(t0.superhost = true)'),
  host_profiles_user: (sql) => ownProfile(sql, 1),
  host_profiles_admin_user: (sql) => hostOfPanelUser(sql, 1001),
  bookings_document: (sql) => lockBooking(sql, 'booking1'),
  bookings_guest: (sql) => listBookings(sql, { guestId: 1, hostId: null, state: null, beforeId: null, limit: 10 }),
  bookings_host: (sql) => listBookings(sql, { guestId: null, hostId: 1, state: null, beforeId: null, limit: 10 }),
  bookings_property_id_fk: (sql) => propertyHistory(sql, 1),
  bookings_hold_due: (sql) => endHolds.run(app(sql)),
  bookings_requests: (sql) => hostsToCount(sql, at, 1, 10),
  bookings_request_due: (sql) => endRequests.run(app(sql)),
  host_tax_profile_kept_until: (sql) => forgetKeptProfiles(sql, at, 10),
  bookings_sold_nights: (sql) => taxedStays(sql, january, null, 100),
  bookings_stay_due: (sql) => completeStays.run(app(sql)),
  booking_events_booking: brokenInvariants,
  card_removal_payment_method_key: (sql) => removedAmong(sql, ['pm_1', 'pm_2']),
  payment_setup_stripe_setup_intent_key: (sql) => setupByIntent(sql, 'seti_1'),
  payment_setup_one_live: (sql) => liveSetup(sql, 1),
  payment_setup_unsettled: (sql) => unsettledSetups(sql, at, 10),
  payments_charge_due: (sql) => dueCharges(sql, at, 10),
  payments_pay_due: (sql) => overduePayments(sql, at, 10),
  payments_intent: (sql) => placeOfIntent(sql, 'pi_1'),
  payments_booking_id_fk: (sql) => paymentOfBooking(sql, 1),
  payments_unsettled: (sql) => unsettledIntents(sql, at, 10),
  refunds_stripe: (sql) => refundByStripeId(sql, 're_1'),
  refunds_booking_id_fk: (sql) => bookingViewById(sql, 1),
  refunds_document: (sql) => bookingOfRefund(sql, 'refund1'),
  refunds_waiting: (sql) => waitingRefunds(sql, at, 10),
  refunds_unsettled: (sql) => unsettledRefunds(sql, at, 10),
  reviews_document: (sql) => findReview(sql, 'review1'),
  reviews_once_per_side: (sql) => reviewsOfBooking(sql, 1),
  reviews_published: (sql) => publishedReviews(sql, 1, { key: '2026-01-05', id: 9 } as never, 10),
  reviews_moderation: (sql) => openReviews.run(app(sql)),
  reviews_property_id_fk: (sql) => propertyHistory(sql, 1),
  review_decisions_review_id_fk: staged(writeStagedReviews),
  reports_review_id_fk: (sql) => hasOpenReport(sql, 1, 1),
  reports_open: (sql) => sql.query('select * from reports where state = $1 order by id asc limit 10', ['open']),
  calendar_ranges_property_id_fk: (sql) => propertyRanges(sql, 1, night),
  coupons_code: (sql) => couponByCode(sql, 'CODE1'),
  calendar_ranges_feed_id: (sql) => feedRanges(sql, 1),
  calendar_feed_poll_due: (sql) => takeDueFeeds(sql, at, at, 10),
  calendar_feed_poll_stale: (sql) => markStaleFeeds(sql, at, 10),
  calendar_feed_event_once: (sql) => feedEvents(sql, 1),
  calendar_feeds_document: (sql) => ownFeed(sql, 'home2', 'feed1', 3),
  calendar_feeds_property_id_fk: (sql) => ownFeeds(sql, 'home2', 3),
  calendar_conflicts_document: (sql) => lockConflict(sql, 'conflict1', null),
  calendar_conflicts_property_id_fk: (sql) => hostConflicts(sql, 1, null, 10),
  calendar_conflicts_feed_id_fk: (sql) => endConflictsOfFeed(sql, 1, at),
  calendar_conflicts_booking_id_fk: (sql) => endConflictsOfBooking(sql, 1, at),
  photo_uses_property: (sql) => countPhotos(sql, 1),
  amenities_code: (sql) => saveAmenities(sql, 1, ['code1']),
  properties_uq: (sql) => propertyFacts(sql, [1]),
  properties_amenities_lnk_uq: (sql) => ownListings(sql, 1, { state: null, limit: 10, offset: 0 }),
  properties_amenities_lnk_ifk: (sql) => affectedProperties(sql, 'amenity', ['amenity1']),
  object_by_type: charges({}),
  object_by_customer: charges({ customer: 'cus_1' }),
  object_by_payment_intent: charges({ payment_intent: 'pi_1' }),
  object_by_charge: (sql) => sumRefunds(sql, 'ch_1'),
  object_by_source: charges({ source: 's_1' }),
  object_by_transfer_group: charges({ transfer_group: 'g_1' }),
  object_by_transfer: (sql) => listObjects(sql, 'transfer_reversal', { equal: { transfer: 'tr_1' }, limit: 10 }),
  object_by_destination: (sql) => listObjects(sql, 'transfer', { equal: { destination: 'acct_1' }, limit: 10 }),
  object_by_source_transaction: (sql) => sumTransfers(sql, 'ch_1'),
  object_by_account: (sql) => listObjects(sql, 'payout', { account: 'acct_1', equal: {}, limit: 10 }),
  object_by_payout: (sql) => releaseTransactions(sql, 'po_1'),
  webhook_delivery_open: (sql) => claimDeliveries(sql, { now, atOnce: false, limit: 10, leaseSeconds: 5 }),
  webhook_delivery_by_event: (sql) => countOpenDeliveries(sql, ['o_1']),
  idempotency_by_age: (sql) => forgetOldAnswers(sql, { v1: now, v2: now }),
  due_work_kind_object_id_key: (sql) => scheduleWork(sql, 'k', 'o', now),
  due_work_by_time: (sql) => claimDueWork(sql, now),
  up_users_email_lower: (sql) => accountByEmail(sql, 'mail1@example.test'),
  up_users_username: (sql) => signInAccount(sql, 'name1'),
  up_users_username_lower: (sql) => usernameTaken(sql, 'name1'),
  strapi_sessions_session: (sql) => identifySession(sql, 'session1', '1'),
  strapi_sessions_child: (sql) => endSession(sql, 1, 'session1'),
  strapi_sessions_user: (sql) => liveSessions(sql, 1),
  ...payoutIndexes,
  admin_users_email_lower: (sql) => panelMemberByEmail(sql, 'panel1@example.test'),
};

let database: Awaited<ReturnType<typeof onlyDatabase>>;
beforeAll(async () => {
  database = await onlyDatabase();
  await fillInBulk(database.db);
});
afterAll(() => database.drop());

it.each(Object.entries(serves))('%s serves the query that the page names', async (name, work) => {
  expect([...(await indexesUsed(database.db, work, openStage))]).toContain(name);
});

/** Every index is here but the primary keys, the ones that only hold, and Strapi's that only Strapi uses. */
it('asks for every index that serves', () => {
  const isIndex = ({ what }: { what: string }) => !/^(check|constraint trigger)$|^\([^;]*→[^;]*$/.test(what);
  const serving = readDatabasePage().rows.filter((row) => {
    if (!isIndex(row) || row.name.endsWith('_pkey')) return false;
    return /\bserves\b/i.test(row.purpose) || !(row.what.includes('unique') || strapisNames.test(row.name));
  });
  const asked = new Set(Object.keys(serves));
  expect(serving.map(({ name }) => name).filter((name) => !asked.has(name))).toEqual([]);
});

it('finds an account by its session without reading all accounts', async () => {
  const used = await indexesUsed(database.db, (sql) => identifySession(sql, 'session1', '1'), openStage);
  expect([...used]).toContain('up_users_pkey');
});

it('finds who has an address without reading all accounts when somebody registers', async () => {
  expect([...(await indexesUsed(database.db, (sql) => insertAccount(sql, account), openStage))]).toContain(
    'up_users_email_lower',
  );
});
