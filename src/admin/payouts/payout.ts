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
  /** When all of it is, or was, with the host's bank. */
  readonly arrivesAt: string | null;
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
    /** Of what the host's account sent to its bank with it; null: nothing yet. */
    readonly bank: { readonly state: string; readonly arrivesAt: string; readonly failure: string | null } | null;
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
  if (state === 'held' && holdUntil !== null) {
    const why = reason === 'taken_back' ? 'Taken back by hand' : "A new host's first payout";
    return `${why}: held until ${day(holdUntil)}`;
  }
  return reason === null ? null : (reasons[reason] ?? reason.replaceAll('_', ' '));
}

const bankTones: Readonly<Record<string, Tone>> = {
  pending: 'busy',
  in_transit: 'busy',
  paid: 'good',
  failed: 'bad',
  canceled: 'bad',
};
export const toneOfBank = (state: string): Tone => bankTones[state] ?? 'calm';

type Bank = NonNullable<Payout['transfers'][number]['bank']>;

/** When a transfer comes to the host's bank, or why it did not. */
export function shownBank({ state, arrivesAt, failure }: Bank): string {
  if (state === 'paid') return `There since ${day(arrivesAt)}`;
  if (toneOfBank(state) !== 'bad') return `Expected ${day(arrivesAt)}`;
  return failure === null ? 'Came back' : `Came back: ${failure.replaceAll('_', ' ')}`;
}

/** The same for all of a payout: what came back first, since somebody has to see to it. */
export function bankOf({ transfers, arrivesAt }: Pick<Payout, 'transfers' | 'arrivesAt'>): Bank | null {
  const banks = transfers.flatMap(({ bank }) => bank ?? []);
  const back = banks.find(({ state }) => toneOfBank(state) === 'bad');
  if (back || arrivesAt === null) return back ?? null;
  return { ...(banks.find(({ state }) => state !== 'paid') ?? banks[0]), arrivesAt } as Bank;
}

export const day = (instant: string): string =>
  new Date(instant).toLocaleDateString(undefined, { dateStyle: 'medium' });
