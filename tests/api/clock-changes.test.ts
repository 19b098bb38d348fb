import { openTestDatabase } from '../services/support/test-database';
import type { Database } from '../../src/adapters/postgres/sql';
import { brokenInvariants } from '../../src/api/payment/queries/invariants';
import type { Casita } from '../../src/ports';
import { systemClock } from '../../src/sandbox/clock';
import { apiClient, makeApiAccount } from '../services/support/api-client';
import { startApp, type AppProcess } from '../services/support/app-process';
import { makeHome } from '../services/support/world';
import { call } from './support/client';
import { openDoors, signIn, signUp } from './support/people';
import { bookConfirmed, until } from './support/stays';

/**
 * Stays over the next night on which the clock changes, as guests live through them: booked today, and the sandbox's clock moved to
 * just before or just after the flexible policy's cut-off, a day before check-in on the clock at the home.
 */

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** Far enough ahead for the day of grace after the booking to be over. */
const DAYS_AHEAD = 30;

interface Change {
  readonly zone: string;
  readonly point: { readonly latitude: number; readonly longitude: number };
  /** The date that has 23, 25, 23½ or 24½ hours. */
  readonly date: string;
  /** By how much the clock goes forward. */
  readonly hours: number;
}

/** What a clock on a wall there shows, by the runtime's own tables: nothing of the app's. */
function shownThere(zone: string, ms: number): string {
  const form = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  return form.format(ms).replace(' ', 'T');
}
const offsetHours = (zone: string, ms: number): number => (Date.parse(`${shownThere(zone, ms)}Z`) - ms) / HOUR_MS;
const dayAfter = (date: string, days: number): string =>
  new Date(Date.parse(date) + days * 24 * HOUR_MS).toISOString().slice(0, 10);

function nextChange(zone: string, latitude: number, longitude: number): Change {
  const today = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
  for (let ms = today + DAYS_AHEAD * 24 * HOUR_MS; ; ms += HOUR_MS) {
    const hours = offsetHours(zone, ms + HOUR_MS) - offsetHours(zone, ms);
    if (hours !== 0) return { zone, point: { latitude, longitude }, date: shownThere(zone, ms + HOUR_MS).slice(0, 10), hours }; // prettier-ignore
  }
}

const changes = [nextChange('Europe/Lisbon', 38.71, -9.14), nextChange('Australia/Lord_Howe', -31.55, 159.08)].sort(
  (a, b) => a.date.localeCompare(b.date),
);
const [inTime, tooLate] = [-2 * MINUTE_MS, MINUTE_MS];
/** In the order in which the clock comes to them. */
const cases = changes
  .flatMap((change) => [
    { change, what: 'just before', after: inTime, rule: 'free', refund: 25_000 },
    { change, what: 'just after', after: tooLate, rule: 'late', refund: 12_500 },
  ])
  .sort((a, b) => a.change.date.localeCompare(b.change.date) || a.after - b.after);
type Case = (typeof cases)[number];

interface Booked {
  readonly id: string;
  /** Where other platforms read the home's calendar. */
  readonly export: string;
}

let app: AppProcess;
let db: Database;
const email = 'guest@example.test';
const cancelled = new Map<Case, Booked>();
const stayed = new Map<Change, Booked>();

beforeAll(async () => {
  app = await startApp({ env: openDoors });
  db = openTestDatabase(app.database.url);
  const { token } = await signUp(app, 'guest');
  for (const one of cases) cancelled.set(one, await bookAt(token, one.change, one.change.date));
  for (const change of changes) stayed.set(change, await bookAt(token, change, dayAfter(change.date, -1)));
}, 240_000);
afterAll(async () => {
  await db?.close();
  await app?.end();
});

/** Two nights at 100.00, and 50.00 for cleaning, in a home of their own. */
async function bookAt(token: string, { zone, point }: Change, checkIn: string): Promise<Booked> {
  const home = await makeHome({ db, clock: systemClock } as unknown as Casita, {
    timeZone: zone,
    point,
    prices: { base: 10_000, cleaningFee: 5_000 },
    bookingRules: { instantBook: true, maxNights: 60, cancellationPolicy: 'flexible' },
  });
  const host = await makeApiAccount(db, apiClient(app.url), home.hostId);
  const made = await host.client.post(`/api/properties/${home.documentId}/calendar-export`);
  const id = await bookConfirmed(app, token, home.documentId, { checkIn, checkOut: dayAfter(checkIn, 2) });
  const { pathname, search } = new URL(String(made.body.data.url));
  return { id, export: pathname + search };
}

const read = async (token: string, { id }: Booked) =>
  (await call(app, 'GET', `/api/bookings/${id}`, { token })).body.data;
const exported = async (home: Booked): Promise<string[]> =>
  String((await call(app, 'GET', home.export)).body).match(/^DT(?:START|END).*(?=\r)/gm) ?? [];

async function moveTo(ms: number): Promise<void> {
  const moved = await call(app, 'POST', '/sandbox/clock', { body: { to: new Date(ms).toISOString() } });
  if (moved.status !== 200) throw new Error(JSON.stringify(moved.body));
}

test.each(changes)('$zone: who stays over the $date has all nights, and the hour more or less', async (change) => {
  const { zone, date, hours } = change;
  const stay = stayed.get(change) as Booked;
  const { token } = await signIn(app, email);
  const { checkInAt, checkOutAt, timeZone, nights, total } = await read(token, stay);
  expect([timeZone, nights, total.amount]).toEqual([zone, 2, 25_000]);
  expect(shownThere(zone, Date.parse(checkInAt))).toBe(`${dayAfter(date, -1)}T15:00`);
  expect(shownThere(zone, Date.parse(checkOutAt))).toBe(`${dayAfter(date, 1)}T11:00`);
  expect((Date.parse(checkOutAt) - Date.parse(checkInAt)) / HOUR_MS).toBe(44 - hours);
  const day = (days: number) => dayAfter(date, days).replaceAll('-', '');
  expect(await exported(stay)).toEqual([`DTSTART;VALUE=DATE:${day(-1)}`, `DTEND;VALUE=DATE:${day(1)}`]);
});

test.each(cases)(
  '$change.zone: cancelled $what the day before $change.date, $rule: $refund',
  async (one) => {
    const { change, after, rule, refund } = one;
    const stay = cancelled.get(one) as Booked;
    const expected = { rule, refund: { amount: refund, currency: 'EUR' } };
    let { token } = await signIn(app, email);
    const preview = async () =>
      (await call(app, 'POST', `/api/bookings/${stay.id}/cancellation-preview`, { token, body: {} })).body.data;
    const free = (await preview()).cutoffs.find((cutoff: { rule: string }) => cutoff.rule === 'free');
    const [cutoff, checkInAt] = [Date.parse(free.until), Date.parse((await read(token, stay)).checkInAt)];
    // The same hour of the day before: an hour more or less away than a day.
    expect(shownThere(change.zone, cutoff)).toBe(`${dayAfter(change.date, -1)}T15:00`);
    expect(shownThere(change.zone, checkInAt)).toBe(`${change.date}T15:00`);
    expect((checkInAt - cutoff) / HOUR_MS).toBe(24 - change.hours);
    expect(await exported(stay)).toHaveLength(2);
    await moveTo(cutoff + after);
    ({ token } = await signIn(app, email));
    expect(await preview()).toMatchObject({ ...expected, paid: { amount: 25_000 } });
    const body = { expectedRefund: refund };
    expect((await call(app, 'POST', `/api/bookings/${stay.id}/cancel`, { token, body })).status).toBe(200);
    await until(async () => (await read(token, stay)).refunds[0]?.state === 'succeeded');
    expect((await read(token, stay)).refunds).toMatchObject([{ amount: expected.refund }]);
    expect(await exported(stay)).toEqual([]);
  },
  120_000,
);

test('who stays is completed at the check-out, by the clock there', async () => {
  // The other one's was passed on the way.
  const stay = stayed.get(changes.at(-1) as Change) as Booked;
  const checkOutAt = Date.parse((await read((await signIn(app, email)).token, stay)).checkOutAt);
  await moveTo(checkOutAt - 2 * MINUTE_MS);
  const { token } = await signIn(app, email);
  expect((await read(token, stay)).state).toBe('confirmed');
  await moveTo(checkOutAt + MINUTE_MS);
  await until(async () => (await read(token, stay)).state === 'completed');
  expect(await brokenInvariants(db)).toEqual([]);
}, 120_000);
