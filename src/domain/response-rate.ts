/** How many of the requests that were put to a host got an answer, over 365 days. */
import { bookingMove, type MoveName } from './booking-moves';

export const responseWindowDays = 365;

/** One request left unanswered among fewer than these says nothing of a host. */
export const requestsForRate = 5;

/** Requests that ended alike. */
export interface EndedRequests {
  /** The move that ended them. */
  readonly move: MoveName;
  /** After the time to answer was over; its last instant is in time. */
  readonly isLate: boolean;
  readonly requests: number;
}

/** What the end of a request says of its host: nothing, where it was gone before the time to answer was over. */
export function responseOf({ move, isLate }: Omit<EndedRequests, 'requests'>): 'answered' | 'unanswered' | null {
  if (bookingMove(move).actors.includes('host')) return 'answered';
  return isLate ? 'unanswered' : null;
}

/** Whole per cent, rounded down: 100 says that none was left. @returns null where there were too few requests to tell */
export function responseRatePercent(ended: readonly EndedRequests[]): number | null {
  const sum = (response: 'answered' | 'unanswered') =>
    ended.filter((end) => responseOf(end) === response).reduce((total, { requests }) => total + requests, 0);
  const answered = sum('answered');
  const counted = answered + sum('unanswered');
  return counted < requestsForRate ? null : Math.floor((answered * 100) / counted);
}

export interface KnownRate {
  /** What guests and search see. */
  readonly shown: number | null;
  /** What was counted last; null where that never came to a figure. */
  readonly counted: number | null;
  /** What an import said, which the counted figure stands in place of. */
  readonly imported: number | null;
}

/** What is counted goes before what was imported, and that comes back where too little is counted. A figure that is neither was imported since. */
export function withCounted(known: KnownRate, counted: number | null): KnownRate {
  const isOurs = known.counted !== null && known.counted === known.shown;
  const imported = isOurs ? known.imported : known.shown;
  return { shown: counted ?? imported, counted, imported };
}
