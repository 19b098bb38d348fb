import { randomUUID } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import { acceptAlteration } from '../../../src/api/alteration/use-cases/answer-alteration';
import { proposeAlteration } from '../../../src/api/alteration/use-cases/propose-alteration';
import { settleIntent } from '../../../src/api/payment/use-cases/settle-intent';
import { writeReview } from '../../../src/api/review/use-cases/write-review';
import { nightOf } from '../../../src/domain/night';
import { completeStays } from '../../../src/jobs/complete-stays';
import type { AccountActor, Casita } from '../../../src/ports';
import type { TickingClock } from '../booking/model/real';
import { sure } from '../support/alterations';
import type { PaymentsDouble } from '../support/payments-double';
import { book, makeHome, type TestHome } from '../support/world';

/** What waits for time: stays in a state, alterations in one, feeds to be asked. */
export type Wanted = 'held' | 'requested' | 'confirmed' | 'reviewed' | 'proposed' | 'accepted' | 'followed';

export type TestHomes = Readonly<Record<'instant' | 'request', readonly TestHome[]>>;

export interface DueWorld {
  readonly app: Casita;
  readonly clock: TickingClock;
  readonly provider: PaymentsDouble;
  readonly guest: AccountActor;
  readonly homes: TestHomes;
}

const PLACES = 20;

export async function homesFor(app: Casita): Promise<TestHomes> {
  const many = (instantBook: boolean) =>
    Promise.all(
      Array.from({ length: PLACES }, () =>
        makeHome(app, { bookingRules: { instantBook, minNights: 1, maxNights: 60, cancellationPolicy: 'moderate' } }),
      ),
    );
  return { instant: await many(true), request: await many(false) };
}

/** So many of a kind, made ten at a time. */
export async function makeDue(world: DueWorld, wanted: Wanted, count: number): Promise<void> {
  if (wanted === 'followed') return follow(world, count);
  for (let made = 0; made < count; made += 10) {
    await Promise.all(
      Array.from({ length: Math.min(10, count - made) }, (_, at) => makeStay(world, wanted, made + at)),
    );
  }
  if (wanted === 'reviewed') await reviewAll(world);
}

async function makeStay(world: DueWorld, wanted: Wanted, index: number): Promise<void> {
  const { app, provider, guest } = world;
  const home = world.homes[wanted === 'requested' ? 'request' : 'instant'][index % PLACES] as TestHome;
  const night = (day: number) => Temporal.PlainDate.from('2027-03-20').add({ days: day }).toString();
  // Every second night stays free, for those that want it.
  const first = Math.floor(index / PLACES) * 2;
  const booking = await book(app, home, guest, { checkIn: night(first), checkOut: night(first + 1) });
  if (wanted === 'held') return;
  const intent = booking.payment?.clientSecret?.split('_secret_')[0] ?? '';
  provider.confirm(intent, 'good');
  await settleIntent(app, intent, 'job');
  if (wanted !== 'proposed' && wanted !== 'accepted') return;
  const said = { door: 'rest', bookingDocumentId: booking.document_id, reason: null } as const;
  const guests = { adults: 2, children: 0, infants: 0, pets: 0 };
  const request = { checkIn: nightOf(night(first)), checkOut: nightOf(night(first + 2)), guests };
  const { n } = sure(await proposeAlteration(app, { ...said, actor: guest, side: 'guest', request }));
  if (wanted === 'accepted') sure(await acceptAlteration(app, { ...said, actor: home.host, side: 'host', n }));
}

async function reviewAll({ app, clock, guest }: DueWorld): Promise<void> {
  clock.ms += 7 * 24 * 60 * 60_000;
  await completeStays.run(app);
  const stays = await app.db.query<{ document_id: string }>('select document_id from bookings');
  const scores = { overall: 5, cleanliness: 5, accuracy: 5, checkIn: 5, communication: 5, location: 5, value: 5 };
  for (const { document_id: bookingDocumentId } of stays) {
    const body = 'Quiet and clean, as described.';
    sure(await writeReview(app, { actor: guest, bookingDocumentId, ratings: scores, body, privateNote: null }));
  }
}

/** Feeds that were asked well and are due in two hours. */
async function follow({ app, clock, homes }: DueWorld, count: number): Promise<void> {
  for (const table of ['calendar_feed_poll', 'calendar_feeds', 'graphile_worker._private_jobs']) {
    await app.db.query(`delete from ${table}`);
  }
  await app.db.query(
    `with made as (
       insert into calendar_feeds (document_id, property_id, name, server, state, events, created_at, updated_at, published_at)
       select $1 || '-' || n, ($2::int[])[1 + n % $3], 'Other', 'platform.test', 'fresh', 0, now(), now(), now() from generate_series(1, $4) n
       returning id, property_id)
     insert into calendar_feed_poll (feed_id, property_id, sealed_url, url_hash, next_poll_at, stale_at)
     select id, property_id, '', 'url ' || id, $5::timestamptz + interval '2 hours', $5::timestamptz + interval '2 days' from made`,
    [randomUUID(), homes.instant.map(({ id }) => id), PLACES, count, Temporal.Instant.fromEpochMilliseconds(clock.ms).toString()], // prettier-ignore
  );
}
