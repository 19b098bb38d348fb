import type { Tone } from '../pages/state-badge';
import type { Amount } from '../pages/wording';

/** What GET /casita/payouts/:id answers. */
export interface Payout {
  readonly id: string;
  readonly host: { readonly documentId: string; readonly name: string };
  readonly booking: { readonly id: string; readonly reference: string; readonly home: string };
  readonly part: number | null;
  readonly state: string;
  readonly reason: string | null;
  readonly amount: Amount;
  readonly transferred: Amount;
  readonly holdUntil: string | null;
  readonly createdAt: string;
  readonly transferredAt: string | null;
  readonly lines: readonly {
    readonly kind: string;
    readonly booking: { readonly id: string; readonly reference: string };
    readonly amount: Amount;
    readonly at: string;
  }[];
  readonly transfers: readonly {
    readonly id: string | null;
    readonly state: string;
    readonly amount: Amount;
    readonly reversed: Amount;
    readonly at: string;
  }[];
}

const tones: Readonly<Record<string, Tone>> = {
  owed: 'busy',
  held: 'busy',
  blocked: 'bad',
  transferring: 'busy',
  transferred: 'good',
  reversed: 'bad',
};
export const toneOfPayout = (state: string): Tone => tones[state] ?? 'calm';

const reasons: Readonly<Record<string, string>> = {
  no_account: 'The host has no account to be paid through',
  account_not_ready: "The host's account is not ready to be paid",
  dispute: 'A dispute is open on the booking',
};

/** Why it waits, and until when. */
export function waitsFor({ state, reason, holdUntil }: Pick<Payout, 'state' | 'reason' | 'holdUntil'>): string | null {
  if (state === 'held' && holdUntil !== null) return `A new host's first payout: held until ${day(holdUntil)}`;
  return reason === null ? null : (reasons[reason] ?? reason.replaceAll('_', ' '));
}

const day = (instant: string): string => new Date(instant).toLocaleDateString(undefined, { dateStyle: 'medium' });
