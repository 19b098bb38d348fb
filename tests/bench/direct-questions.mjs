/** Questions that are not asked over HTTP without a sign-in or without writing: by the app's own query functions. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { appDir } from '../../scripts/prepare.mjs';

const require = createRequire(import.meta.url);
const load = (path) => require(join(appDir, 'dist/src', path));

/** What the recipe of the homes leaves empty, as in an installation of some age; within the caller's transaction. */
export async function fillSmallTables(client) {
  await client.query(
    `insert into strapi_sessions (user_id, session_id, origin, expires_at, created_at, updated_at)
     select (1 + i % 50000)::text, 'plans' || i, 'users-permissions', now() + interval '1 day', now(), now() from generate_series(1, 100000) i`,
  );
  await client.query(
    `insert into stripe_call (lane, kind, subject_id, idempotency_key, state, next_attempt_at, created_at)
     select 'booking:' || i, 'createIntent', i, 'plans' || i, case when i % 2000 = 0 then 'pending' else 'done' end, now(), now() from generate_series(1, 100000) i`,
  );
  // No process is to hear of what never was.
  await client.query('set local session_replication_role = replica');
  await client.query(
    `insert into calendar_ranges (document_id, property_id, first_night, last_night, closed, source)
     select 'plans' || i, 1 + i % (select max(id) from properties), current_date + i / 1000, current_date + i / 1000 + 5, true, 'host'
     from generate_series(1, 100000) i`,
  );
  await client.query('set local session_replication_role = origin');
  await client.query('analyze calendar_ranges');
  await client.query('analyze strapi_sessions');
  await client.query('analyze stripe_call');
}

/** The statements that `work` asks, with what is there for an answer. @returns {Promise<import('./record-statements.mjs').Statement[]>} */
async function statementsOf(client, work) {
  const statements = [];
  const sql = {
    inTransaction: true,
    async query(text, values = []) {
      statements.push({ text, values, made: [] });
      await client.query('savepoint asked');
      try {
        return (await client.query(text, [...values])).rows;
      } finally {
        await client.query('rollback to asked');
      }
    },
  };
  await work(sql);
  return statements;
}

/** @returns {Promise<import('./query-plans.mjs').Question[]>} */
export async function directQuestions(client) {
  const { rows } = await client.query(
    `select b.guest_id, b.host_id, b.property_id, b.id, (select max(id) from bookings) as last from bookings b
     where b.id = (select max(id) / 2 from bookings)`,
  );
  const [booking] = rows;
  const far = new Date(Date.now() + 900 * 86_400_000).toISOString().slice(0, 10);
  const farther = new Date(Date.now() + 905 * 86_400_000).toISOString().slice(0, 10);
  const { takeNights } = load('api/booking/queries/own-nights');
  const { lockProperty } = load('api/booking/queries/lock-property');
  const { listBookings } = load('api/booking/queries/booking-view');
  const { propertyRanges } = load('api/property/queries/host-ranges');
  const { identifySession } = load('api/account/queries/identify-session');
  const { lanesWithDueCalls } = load('outbox/queries/calls');
  const { endHolds } = load('jobs/end-unpaid');
  const now = load('sandbox/clock').systemClock;
  const page = { state: null, beforeId: null, limit: 20 };
  const asked = {
    'A home is locked': [(sql) => lockProperty(sql, booking.property_id), true],
    'Its nights are taken by a booking': [
      (sql) => takeNights(sql, booking.property_id, booking.id, far, farther),
      true,
    ],
    "A guest's bookings": [(sql) => listBookings(sql, { ...page, guestId: booking.guest_id, hostId: null })],
    "A host's bookings": [(sql) => listBookings(sql, { ...page, guestId: null, hostId: booking.host_id })],
    "A home's calendar for its host": [(sql) => propertyRanges(sql, 7, new Date().toISOString().slice(0, 10))],
    'Who a token belongs to': [(sql) => identifySession(sql, 'plans777', '778')],
    'Calls to Stripe that are due': [(sql) => lanesWithDueCalls(sql, 50)],
    'Holds that have run out': [(sql) => endHolds.run({ db: sql, clock: now })],
  };
  const questions = [];
  for (const [what, [work, writes = false, keeps = []]] of Object.entries(asked))
    questions.push({ what, statements: await statementsOf(client, work), writes, keeps });
  return questions;
}
