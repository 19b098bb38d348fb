import { type Temporal } from 'temporal-polyfill';
import type { Random } from './random';

/** How a stay of the demo city goes. */
export const fates = [
  'completed',
  'staying',
  'coming',
  'requested',
  'held',
  'cancelled_by_guest',
  'cancelled_by_host',
  'declined',
  'request_expired',
  'hold_expired',
  'no_show',
] as const;
export type Fate = (typeof fates)[number];

/** What happens to the review of one side; null: none is written. */
export type ReviewFate = 'sealed' | 'pending' | 'published' | 'hidden' | null;

export interface PlannedStay {
  readonly index: number;
  readonly fate: Fate;
  /** A home that takes requests, or one that can be booked at once. */
  readonly instant: boolean;
  /** One of the demo host's homes, so that there is something to see. */
  readonly atDemoHost: boolean;
  readonly byDemoGuest: boolean;
  /** Days from today. */
  readonly checkInDay: number;
  readonly nights: number;
  /** When it is booked, in hours from now: in the past. */
  readonly bookedHours: number;
  readonly guestReview: ReviewFate;
  readonly hostReview: boolean;
  readonly reply: boolean;
}

const counts: Readonly<Record<Fate, number>> = {
  completed: 56,
  staying: 8,
  coming: 30,
  requested: 6,
  held: 3,
  cancelled_by_guest: 6,
  cancelled_by_host: 3,
  declined: 4,
  request_expired: 4,
  hold_expired: 4,
  no_show: 3,
};

/** Every stay that the city has seen or is waiting for, in no particular order; dates are relative to today. */
export function planStays(random: Random): PlannedStay[] {
  const stays: PlannedStay[] = [];
  for (const fate of fates) {
    for (let nth = 0; nth < counts[fate]; nth += 1) stays.push(planStay(random, stays.length, fate, nth));
  }
  return stays;
}

function planStay(random: Random, index: number, fate: Fate, nth: number): PlannedStay {
  const nights = random.whole(2, 5);
  const checkInDay = checkInOf(random, fate, nth, nights);
  const completed = fate === 'completed';
  const guestReview = completed ? reviewOf(random, nth, checkInDay + nights) : null;
  return {
    index,
    fate,
    instant: !['requested', 'declined', 'request_expired'].includes(fate),
    atDemoHost: nth === 0 || (completed && nth < 4),
    byDemoGuest: nth === 1 || (completed && nth >= 4 && nth < 7),
    checkInDay,
    nights,
    bookedHours: bookedOf(random, fate, checkInDay),
    guestReview,
    // Within the window only the second review opens the first.
    hostReview: completed && (nth < 8 ? guestReview !== null && guestReview !== 'sealed' : random.chance(0.6)),
    reply: completed && random.chance(0.3),
  };
}

function checkInOf(random: Random, fate: Fate, nth: number, nights: number): number {
  switch (fate) {
    case 'completed':
      // The demo accounts' latest ones are within the review window.
      return nth < 8 ? -nights - 2 - nth : -random.whole(nights + 18, 110);
    case 'staying':
      return -1;
    case 'no_show':
      return -random.whole(8, 40);
    case 'cancelled_by_guest':
      return random.whole(2, 4);
    default:
      return random.whole(12, 75);
  }
}

function bookedOf(random: Random, fate: Fate, checkInDay: number): number {
  switch (fate) {
    case 'held':
      return -0.05;
    case 'requested':
      return -random.whole(1, 18);
    case 'request_expired':
      return -random.whole(30, 90);
    case 'hold_expired':
      return -random.whole(2, 60);
    case 'coming':
    case 'declined':
    case 'cancelled_by_host':
      return -random.whole(30, 240);
    default:
      return Math.min(checkInDay, 0) * 24 - random.whole(12 * 24, 30 * 24);
  }
}

function reviewOf(random: Random, nth: number, checkOutDay: number): ReviewFate {
  if (nth < 8)
    return (['sealed', null, 'pending', 'published', null, 'sealed', 'published', null] as const)[nth] ?? null;
  if (checkOutDay > -16) return null;
  if (nth === 8 || nth === 9) return 'hidden';
  if (nth < 14) return 'pending';
  return random.chance(0.75) ? 'published' : null;
}

/** When a stay is booked, as an instant. */
export const bookedAt = (stay: PlannedStay, now: Temporal.Instant): Temporal.Instant =>
  now.add({ seconds: Math.round(stay.bookedHours * 3_600) });
