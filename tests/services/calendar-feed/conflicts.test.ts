import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { decideConflict, listConflicts } from '../../../src/api/calendar-feed/use-cases/decide-conflict';
import { removeFeed } from '../../../src/api/calendar-feed/use-cases/manage-feeds';
import { pollFeed } from '../../../src/api/calendar-feed/use-cases/poll-feed';
import { cancelBooking } from '../../../src/api/booking/use-cases/cancel-booking';
import { lockProperty } from '../../../src/api/booking/queries/lock-property';
import { placeBooking } from '../../../src/api/booking/use-cases/place-booking';
import type { AccountActor } from '../../../src/ports';
import { inOrder, waiting } from '../booking/lock-barrier';
import { createTestCasita, type TestCasita } from '../support/casita';
import { book, makeAccount, quote, viewOf } from '../support/world';
import { calendar, event, FakeFeeds } from './fake-feeds';
import { follow, mailsTo, moveClock, type Following } from './following';

let casita: TestCasita;
let feeds: FakeFeeds;
let it1: Following;
let guest: AccountActor;

beforeAll(async () => {
  feeds = new FakeFeeds();
  casita = await createTestCasita({ feeds });
  await moveClock(casita, '2027-01-10T12:00:00Z');
  guest = await makeAccount(casita.app);
});
afterAll(() => casita.close());
beforeEach(async () => {
  it1 = await follow(casita, feeds);
});

const stay = { checkIn: '2027-02-10', checkOut: '2027-02-14' };
const other = event('other', '20270301', '20270320');
const clash = event('clash', '20270212', '20270216');

const conflicts = async (state: 'open' | 'dismissed' | 'resolved' | 'ended' | null = null) =>
  (await listConflicts(casita.app, it1.home.hostId, state)).map(
    (row) => `${row.state} ${row.firstNight} ${row.lastNight}`,
  );

async function settle(decision: 'resolve' | 'dismiss'): Promise<void> {
  const [row] = await listConflicts(casita.app, it1.home.hostId, null);
  const settled = await decideConflict(casita.app, it1.home.hostId, row?.documentId ?? '', { decision, note: 'seen' });
  expect(settled.ok).toBe(true);
}

async function cancel(documentId: string): Promise<void> {
  const cancelled = await cancelBooking(casita.app, {
    actor: guest,
    side: 'guest',
    door: 'rest',
    bookingDocumentId: documentId,
    reason: null,
    expectedRefund: null,
  });
  if (!cancelled.ok) throw new Error(cancelled.message);
}

test('a booking that clashes stands, its nights stay sold, the rest closes, and the host is told once', async () => {
  const booking = await book(casita.app, it1.home, guest, stay);
  await it1.poll(calendar(other, clash));
  expect(await conflicts()).toEqual(['open 2027-02-12 2027-02-13']);
  expect((await viewOf(casita.app, booking.id)).state).toBe('held');
  const sold = await casita.app.db.query('select night from stay_night where booking_id = $1', [booking.id]);
  expect(sold).toHaveLength(4);
  await it1.poll(calendar(other, clash));
  expect(await conflicts()).toEqual(['open 2027-02-12 2027-02-13']);
  expect(await mailsTo(casita.app, it1.home.host.userId)).toHaveLength(1);
  await expect(quote(casita.app, it1.home, guest, { checkIn: '2027-02-14', checkOut: '2027-02-16' })).rejects.toThrow(
    'night_closed',
  );
});

test('what is settled stays settled while both stand, also under a new UID, and comes up again when more nights clash', async () => {
  await book(casita.app, it1.home, guest, stay);
  await it1.poll(calendar(other, clash));
  await settle('dismiss');
  await it1.poll(calendar(other, clash));
  expect(await conflicts()).toEqual(['dismissed 2027-02-12 2027-02-13']);
  await it1.poll(calendar(other, event('clash', '20270213', '20270216')));
  expect(await conflicts()).toEqual(['dismissed 2027-02-13 2027-02-13']);
  await it1.poll(calendar(other, event('clash', '20270211', '20270216')));
  expect(await conflicts()).toEqual(['open 2027-02-11 2027-02-13']);
  await settle('resolve');
  expect(await conflicts()).toEqual(['resolved 2027-02-11 2027-02-13']);
  expect(await mailsTo(casita.app, it1.home.host.userId)).toHaveLength(2);
});

test('it ends when the event goes, and is a new one when it returns', async () => {
  await book(casita.app, it1.home, guest, stay);
  await it1.poll(calendar(other, clash));
  await settle('dismiss');
  await it1.poll(calendar(other));
  expect(await conflicts()).toEqual([]);
  expect(await conflicts('ended')).toHaveLength(1);
  await it1.poll(calendar(other, clash));
  expect(await conflicts()).toEqual(['open 2027-02-12 2027-02-13']);
});

test('it ends in the moment in which the booking does, and the nights are closed still', async () => {
  const booking = await book(casita.app, it1.home, guest, stay);
  await it1.poll(calendar(other, clash));
  await cancel(booking.document_id);
  expect(await conflicts()).toEqual([]);
  await expect(quote(casita.app, it1.home, guest, stay)).rejects.toThrow('night_closed');
  await expect(quote(casita.app, it1.home, guest, { ...stay, checkOut: '2027-02-12' })).resolves.toBeTruthy();
});

test('it ends with its feed, and nobody else may settle it', async () => {
  await book(casita.app, it1.home, guest, stay);
  await it1.poll(calendar(other, clash));
  const [row] = await listConflicts(casita.app, it1.home.hostId, null);
  const decision = { decision: 'dismiss' as const, note: null };
  expect(await decideConflict(casita.app, it1.home.hostId + 1, row?.documentId ?? '', decision)).toMatchObject({
    ok: false,
    kind: 'not_found',
  });
  const key = { hostId: it1.home.hostId, property: it1.home.documentId, feed: it1.feed };
  expect((await removeFeed(casita.app, key)).ok).toBe(true);
  expect(await conflicts('ended')).toHaveLength(1);
  expect(await decideConflict(casita.app, null, row?.documentId ?? '', decision)).toMatchObject({
    ok: false,
    kind: 'conflict',
  });
});

const placeStay = (token: string) =>
  placeBooking(casita.app, { actor: guest, door: 'rest', quote: token, message: '', idempotencyKey: randomUUID() });

test.each(['the booking', 'the answer'])('a booking and an answer at once, %s first', async (first) => {
  const token = await quote(casita.app, it1.home, guest, stay);
  feeds.answer(calendar(other, clash));
  const place = async () => (await placeStay(token)).ok;
  const poll = async () => (await pollFeed(casita.app, it1.feedId)).ok;
  const sold = first === 'the booking';
  const ends = await inOrder(casita.app.db, it1.home.id, sold ? [place, poll] : [poll, place]);
  expect(ends.map((end) => end.status === 'fulfilled' && end.value)).toEqual([true, sold]);
  expect(await conflicts()).toEqual(sold ? ['open 2027-02-12 2027-02-13'] : []);
  await casita.checkInvariants();
});

test('an answer that frees nights waits for whoever is at the property, too', async () => {
  await it1.poll(calendar(other, clash));
  feeds.answer(calendar(other));
  let polled = false;
  let poll: Promise<unknown> = Promise.resolve();
  await casita.app.db.transaction(async (tx) => {
    await lockProperty(tx, it1.home.id);
    poll = pollFeed(casita.app, it1.feedId).finally(() => (polled = true));
    while (!polled && (await waiting(casita.app.db)) === 0) await sleep(1);
    expect(polled).toBe(false);
  });
  await poll;
  await expect(quote(casita.app, it1.home, guest, stay)).resolves.toBeTruthy();
});
