import type { Reason } from '../../domain/refusal';

/** Why a feed could not be read, in words for its host; the address is in none of them. */
const words: Readonly<Record<string, string>> = {
  not_https: 'It leads to an address that is not https.',
  has_credentials: 'It leads to an address with a user name or password in it.',
  port: 'It leads to a port other than that of https.',
  not_public: 'It leads to a network that is not public.',
  unreachable: 'The server cannot be reached.',
  too_many_redirects: 'The server sends us from one address to the next.',
  too_slow: 'The server takes too long.',
  too_big: 'The answer is too big for a calendar.',
  empty_answer: 'The answer is empty.',
  not_a_calendar: 'The answer is not a calendar.',
  cut_off: 'The answer ends in the middle of the calendar.',
  too_many_events: 'The calendar has too many events.',
  rule_not_understood: 'The calendar has a series of events that we cannot follow.',
  address_lost: 'The address can no longer be read here. Enter it again.',
};

export function feedError(reasons: readonly Reason[]): string {
  const [reason] = reasons;
  if (reason?.code === 'status') return `The server answers with status ${String(reason.value)}.`;
  return words[reason?.code ?? ''] ?? 'The calendar cannot be read.';
}

/** What is said of an answer that frees nothing yet. */
export const doubtWords = {
  empty: 'The calendar is all at once empty. Its nights stay closed until it has been so for a while.',
  fewer: 'The calendar has lost many nights at once. They stay closed until it says so again.',
} as const;
