import type { Tone } from '../pages/state-badge';
import type { Amount } from '../pages/wording';

/** What GET /casita/claims/:id answers, as far as the pages show it. */
export interface Claim {
  readonly documentId: string;
  readonly booking: { readonly documentId: string; readonly reference: string; readonly home: string };
  readonly n: number;
  readonly state: string;
  readonly amount: Amount;
  readonly description: string;
  /** Minor units of the claim's currency. */
  readonly items: readonly { readonly label: string; readonly amount: number }[];
  readonly filedAt: string;
  readonly answerBy: string;
  readonly answeredAt: string | null;
  readonly offered: Amount | null;
  readonly answer: string | null;
  readonly awarded: Amount | null;
  readonly decision: string | null;
  readonly decidedAt: string | null;
  readonly endedAt: string | null;
  /** Told to staff: the guest keeps the card that the stay was paid with. */
  readonly cardKept?: boolean;
  readonly payment: { readonly state: string; readonly amount: Amount } | null;
  readonly photos: readonly { readonly id: string; readonly by: 'guest' | 'host'; readonly at: string }[];
  readonly events: readonly {
    readonly move: string;
    readonly by: string;
    readonly name?: string | null;
    readonly reason?: string | null;
    readonly at: string;
  }[];
}

const tones: Readonly<Record<string, Tone>> = {
  filed: 'busy',
  in_review: 'bad',
  awaiting_payment: 'busy',
  paid: 'good',
  unpaid: 'bad',
};
export const toneOfClaim = (state: string): Tone => tones[state] ?? 'calm';
