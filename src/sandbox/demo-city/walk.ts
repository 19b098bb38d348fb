import { Temporal } from 'temporal-polyfill';
import { bookingById } from '../../api/booking/queries/load-booking';
import { localDate } from '../../domain/stay-time';
import { dueJobs } from '../../jobs';
import { forgetOldKeys } from '../../jobs/forget-finished';
import { checkHostAccounts } from '../../jobs/check-host-accounts';
import { dailyClose } from '../../jobs/daily-close';
import type { DueJob } from '../../jobs/due-job';
import { reconcileBalance, reconcileEvents } from '../../jobs/reconcile-balance';
import { watchDisputes } from '../../jobs/watch-disputes';
import { runDueJobs } from '../../jobs/run-due-jobs';
import type { AccountActor, Casita } from '../../ports';
import type { DemoPeople } from './accounts';
import { city } from './geography';
import { bookedAt, type PlannedStay } from './plan';
import type { Random } from './random';
import { decideAll, writeReviews } from './stay-reviews';
import {
  actOn,
  bookingOf,
  hostActor,
  instantOf,
  payStay,
  placeStay,
  type Act,
  type DemoHome,
  type Pay,
} from './stay-life';

/** A clock that the walk moves through the past, up to now; the installation's own clock is never touched. */
export interface WalkingClock {
  now(): Temporal.Instant;
  walkTo(instant: Temporal.Instant): void;
}

export function walkingClock(start: Temporal.Instant): WalkingClock {
  let at = start;
  return {
    now: () => at,
    walkTo(instant) {
      if (Temporal.Instant.compare(instant, at) > 0) at = instant;
    },
  };
}

export interface Walk {
  readonly app: Casita;
  readonly clock: WalkingClock;
  readonly now: Temporal.Instant;
  readonly homes: readonly DemoHome[];
  readonly people: DemoPeople;
  readonly pay: Pay;
  readonly random: Random;
  progress(done: number, of: number): void;
}

/** Nothing is lost on the way to the provider here, and accounts do not change: asking after all of it on each day of the past takes minutes. */
const askingJobs: readonly DueJob[] = [checkHostAccounts, watchDisputes, reconcileEvents, reconcileBalance, dailyClose];
/** By its keys a run that goes on after another that was killed finds what that one has done. */
const leftOut = [...askingJobs, forgetOldKeys];
const livedJobs = dueJobs.filter((job) => !leftOut.includes(job));

interface Step {
  readonly at: Temporal.Instant;
  readonly stay: PlannedStay;
  readonly act: 'place' | 'pay' | Act | 'reviews';
}

/**
 * Lives through all stays in the order of time, each step at its own instant, through the same use cases as the API. A
 * step that an earlier run has done is not done again: a run that was killed is finished by the next.
 */
export async function walkThrough(walk: Walk, stays: readonly PlannedStay[]): Promise<void> {
  const steps = stays.map((stay): Step => ({ at: bookedAt(stay, walk.now), stay, act: 'place' }));
  const bookings = new Map<number, number>();
  const choices = new Map(stays.map((stay) => [stay.index, chooseHomes(walk, stay)]));
  let done = 0;
  for (let step = earliest(steps); step; step = earliest(steps)) {
    walk.clock.walkTo(step.at);
    await runDueJobs(walk.app, livedJobs);
    await live(walk, step, steps, bookings, choices.get(step.stay.index) ?? []);
    done += 1;
    if (done % 50 === 0) walk.progress(done, done + steps.length);
  }
  walk.clock.walkTo(walk.now);
  await runDueJobs(walk.app, livedJobs);
  await decideAll(walk, stays, bookings);
}

function earliest(steps: Step[]): Step | undefined {
  let first = 0;
  for (let index = 1; index < steps.length; index += 1) {
    if (Temporal.Instant.compare((steps[index] as Step).at, (steps[first] as Step).at) < 0) first = index;
  }
  return steps.splice(first, 1)[0];
}

/** Candidates in a fixed order, so that every run finds the same home. */
function chooseHomes({ homes, random, people }: Walk, stay: PlannedStay): DemoHome[] {
  const fitting = homes.filter(
    (home) => home.instant === stay.instant && (home.hostUserId === people.hostUserId) === stay.atDemoHost,
  );
  const start = random.whole(0, Math.max(0, fitting.length - 1));
  return Array.from(
    { length: Math.min(8, fitting.length) },
    (_, index) => fitting[(start + index) % fitting.length] as DemoHome,
  );
}

function guestOf({ people }: Walk, stay: PlannedStay): AccountActor {
  const userId = stay.byDemoGuest ? people.guestId : (people.guestIds[stay.index % people.guestIds.length] as number);
  return { kind: 'account', userId, hostId: null, sessionId: null };
}

async function live(
  walk: Walk,
  step: Step,
  steps: Step[],
  bookings: Map<number, number>,
  homes: readonly DemoHome[],
): Promise<void> {
  const { app, pay } = walk;
  const { stay } = step;
  const guest = guestOf(walk, stay);
  if (step.act === 'place') {
    const today = localDate(walk.now, city.timeZone);
    const bookingId = (await bookingOf(app, stay, guest)) ?? (await placeStay(app, stay, guest, homes, today));
    if (bookingId === null) return;
    bookings.set(stay.index, bookingId);
    steps.push(...(await stepsAfter(walk, stay, bookingId, step.at)));
    return;
  }
  const bookingId = bookings.get(stay.index) as number;
  if (step.act === 'pay') return payStay(app, bookingId, pay);
  if (step.act === 'reviews') return writeReviews(walk, stay, bookingId, guest);
  const booking = await bookingById(app.db, bookingId);
  if (!booking) throw new Error(`booking ${bookingId} is gone`);
  await actOn(app, bookingId, step.act, { guest, host: await hostActor(app, booking.host_id) });
}

/** What happens to a booked stay, and when; only what is over by now. */
async function stepsAfter(walk: Walk, stay: PlannedStay, bookingId: number, at: Temporal.Instant): Promise<Step[]> {
  const booking = await bookingById(walk.app.db, bookingId);
  if (!booking) throw new Error(`booking ${bookingId} is gone`);
  const checkIn = instantOf(booking.check_in_at);
  const checkOut = instantOf(booking.check_out_at);
  const steps: Step[] = [];
  const add = (act: Step['act'], when: Temporal.Instant) => steps.push({ at: when, stay, act });
  if (stay.fate === 'held' || stay.fate === 'hold_expired') return [];
  add('pay', at.add({ minutes: 2 }));
  if (stay.fate === 'declined') add('decline', at.add({ hours: 5 }));
  if (stay.fate === 'cancelled_by_guest') add('cancel_by_guest', walk.now.subtract({ hours: 20 }));
  if (stay.fate === 'cancelled_by_host') add('cancel_by_host', at.add({ hours: 20 }));
  if (stay.fate === 'no_show') add('no_show', checkIn.add({ hours: 9 }));
  if (stay.fate === 'completed' || (stay.fate === 'staying' && stay.index % 2 === 0))
    add('check_in', checkIn.add({ hours: 2 }));
  if (stay.guestReview !== null) add('reviews', checkOut.add({ hours: 30 }));
  return steps.filter((step) => Temporal.Instant.compare(step.at, walk.now) <= 0);
}
