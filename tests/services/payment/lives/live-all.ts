import { setTimeout as sleep } from 'node:timers/promises';
import { brokenInvariants } from '../../../../src/api/payment/queries/invariants';
import { listCloses } from '../../../../src/api/balance/queries/closes';
import { closeDay } from '../../../../src/api/balance/use-cases/close-day';
import { openEvents } from '../../../../src/inbox/queries/events';
import { workEvent } from '../../../../src/inbox/take-event';
import { lanesWithDueCalls } from '../../../../src/outbox/queries/calls';
import { runLane } from '../../../../src/outbox/run-calls';
import { dueJobs } from '../../../../src/jobs';
import { runDueJobs } from '../../../../src/jobs/run-due-jobs';
import type { TestCasita } from '../../support/casita';
import { book, makeAccount, makeHome, type TestHome } from '../../support/world';
import { begin, goOn, isLate, isRequest, lives, payIt, type Life, type Lived } from './live';
import { dice, perhaps } from './weather';

const BATCH = 120;
const AT_ONCE = 24;
const QUEUED_MAX = 2_000;
const PER_HOME = 100;
const GUESTS = 40;

/** Lives `count` bookings, one batch after the other, each as the dice say. */
export async function liveAll(world: TestCasita, count: number, seed: number): Promise<Record<string, number>> {
  const throwDice = dice(seed);
  const counts: Record<string, number> = {};
  const [instant, request] = [await homes(world, count, true), await homes(world, count, false)];
  const guests: Lived['guest'][] = [];
  for (let index = 0; index < GUESTS; index += 1) guests.push(await makeAccount(world.app));
  const used = { instant: 0, request: 0 };
  for (let from = 0; from < count; from += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, count - from) }, (): Lived => {
      const life = lives[Math.floor(throwDice() * lives.length)] as Life;
      counts[life] = (counts[life] ?? 0) + 1;
      const kind = isRequest(life) ? 'request' : 'instant';
      const place = (used[kind] += 1) - 1;
      const home = (kind === 'request' ? request : instant)[Math.floor(place / PER_HOME)] as TestHome;
      const guest = guests[Math.floor(throwDice() * GUESTS)] as Lived['guest'];
      return { life, home, guest, day: 20 + (place % PER_HOME) * 4, stay: undefined as never };
    });
    await liveBatch(world, batch);
  }
  return counts;
}

async function homes(world: TestCasita, count: number, instantBook: boolean): Promise<TestHome[]> {
  const made: TestHome[] = [];
  const bookingRules = { instantBook, minNights: 1, maxNights: 60, cancellationPolicy: 'moderate' as const };
  for (let index = 0; index <= count / PER_HOME; index += 1) made.push(await makeHome(world.app, { bookingRules }));
  return made;
}

async function liveBatch(world: TestCasita, batch: readonly Lived[]): Promise<void> {
  await abreast(batch, (lived) => begin(world, lived));
  await passSeconds(world, 31);
  await abreast(batch, (lived) => goOn(world, lived));
  // Holds that nobody paid end, some nights are sold again, and then the money comes.
  await passSeconds(world, 16 * 60);
  await abreast(batch.filter(isSoldAgain), (lived) => sellAgain(world, lived));
  await abreast(batch.filter(({ life }) => isLate(life)), (lived) => payIt(world, lived.stay)); // prettier-ignore
  await passSeconds(world, 31);
}

const isSoldAgain = ({ life }: Lived): boolean => life === 'paid late, nights sold';

/** Somebody else takes the nights; they pay for them like everybody. */
async function sellAgain(world: TestCasita, { home, stay }: Lived): Promise<void> {
  const other = await makeAccount(world.app);
  const booking = await book(world.app, home, other, { checkIn: stay.day(0), checkOut: stay.day(2) });
  const again = { ...stay, guest: other, id: booking.id, documentId: booking.document_id };
  await payIt(world, again);
}

async function passSeconds(world: TestCasita, seconds: number): Promise<void> {
  await world.clock.moveTo(world.clock.now().add({ seconds }));
  await world.stripe.advance();
  await world.stripe.deliverWebhooks();
  await workQueued(world);
  await runDueJobs(world.app, dueJobs);
}

/** As the workers of the queue do: many at once, and one that fails is left to the jobs. */
async function workQueued({ app }: TestCasita): Promise<void> {
  await abreast(await openEvents(app.db, QUEUED_MAX), (id) => workEvent(app, id).catch(() => undefined));
  await abreast(await lanesWithDueCalls(app.db, QUEUED_MAX), (lane) => runLane(app, lane));
}

async function abreast<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const one = async () => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}

/** What is still on its way: calls that are owed, events that nobody worked off, movements without posting. */
const UNDER_WAY = `select (select count(*) from stripe_call where state = 'pending') + (select count(*) from stripe_event where processed_at is null)
  + (select count(*) from balance_transaction where ledger_id is null and undone_by is null)
  + (select count(*) from refunds where state in ('creating', 'pending')) as count`;

const CONVERGES_MS_MAX = 300_000;

/** Real time until nothing is under way any more. @returns milliseconds */
export async function converge(world: TestCasita): Promise<number> {
  const started = performance.now();
  for (;;) {
    await passSeconds(world, 31);
    await passSeconds(world, 31);
    const [row] = await world.app.db.query<{ count: number }>(UNDER_WAY);
    if (row?.count === 0) return performance.now() - started;
    if (performance.now() - started > CONVERGES_MS_MAX) throw new Error(`${row?.count} things are still under way`);
    await perhaps(sleep(500));
  }
}

/** What ledger and provider do not agree on, by currency, and whatever invariant is broken. */
export async function drift(world: TestCasita): Promise<{ drift: number[]; broken: unknown[]; raised: number }> {
  const day = world.clock.now().toZonedDateTimeISO('UTC').toPlainDate().toString();
  await world.app.db.query('delete from daily_close where day = $1', [day]);
  const raised = await closeDay(world.app, day);
  const closes = await listCloses(world.app.db, null, 5);
  return {
    drift: closes.filter((close) => close.day === day).map(({ provider, ledger }) => provider - ledger),
    broken: await brokenInvariants(world.app.db),
    raised,
  };
}
