/**
 * Whether an answer of a calendar feed may free nights. Feeds are for once empty, or lose half of what they had, because something
 * broke on the other side; a night that is freed by that is sold twice. So nights are closed at once, but freed only on an answer
 * that is like the one before, or that is given again and again. docs/ical.md has the table.
 */
import { Temporal } from 'temporal-polyfill';

export interface TrustNumbers {
  readonly emptyPolls: number;
  readonly emptyHours: number;
  readonly dropPercent: number;
  readonly dropPolls: number;
}

/** Answers in a row that nobody believed yet. */
export interface FeedDoubt {
  readonly since: Temporal.Instant;
  readonly polls: number;
}

export type FeedTrust =
  | { readonly verdict: 'believed' }
  | { readonly verdict: 'doubted'; readonly why: 'empty' | 'fewer'; readonly doubt: FeedDoubt };

/** Coming nights: those that were closed before, those of them that no longer are, and those that are closed by the answer. */
export interface FeedNights {
  readonly known: number;
  readonly lost: number;
  readonly answered: number;
}

export function trustAnswer(
  numbers: TrustNumbers,
  nights: FeedNights,
  before: FeedDoubt | null,
  now: Temporal.Instant,
): FeedTrust {
  const why = suspicion(numbers, nights);
  if (why === null) return { verdict: 'believed' };
  const doubt: FeedDoubt = { since: before?.since ?? now, polls: (before?.polls ?? 0) + 1 };
  return isSaidOften(numbers, why, doubt, now) ? { verdict: 'believed' } : { verdict: 'doubted', why, doubt };
}

function suspicion(numbers: TrustNumbers, { known, lost, answered }: FeedNights): 'empty' | 'fewer' | null {
  if (lost === 0) return null;
  if (answered === 0) return 'empty';
  return lost * 100 > known * numbers.dropPercent ? 'fewer' : null;
}

function isSaidOften(numbers: TrustNumbers, why: 'empty' | 'fewer', doubt: FeedDoubt, now: Temporal.Instant): boolean {
  if (why === 'fewer') return doubt.polls >= numbers.dropPolls;
  const old = Temporal.Instant.compare(doubt.since.add({ hours: numbers.emptyHours }), now) <= 0;
  return old && doubt.polls >= numbers.emptyPolls;
}
