import type { Tone } from '../pages/state-badge';
import type { Amount } from '../pages/wording';

/** What GET /casita/disputes/:id answers, as far as the pages show it. */
export interface Dispute {
  readonly documentId: string;
  readonly stripeDispute: string;
  readonly state: string;
  readonly reason: string;
  readonly amount: Amount;
  readonly fee: Amount;
  readonly booking: {
    readonly documentId: string;
    readonly reference: string;
    readonly home: string;
    readonly guest: string;
  };
  readonly openedAt: string;
  readonly evidenceDueBy: string | null;
  readonly answer: 'none' | 'submitted' | 'accepted';
  readonly bearer: 'host' | 'marketplace';
  readonly hostShare: Amount | null;
  readonly withdrawnAt: string | null;
  readonly reinstatedAt: string | null;
  readonly lostAt: string | null;
  readonly evidence: Evidence;
  readonly files: readonly DisputeFile[];
  readonly suggested: Evidence;
  readonly events: readonly {
    readonly step: string;
    readonly by: string;
    readonly name: string | null;
    readonly reason: string | null;
    readonly at: string;
  }[];
}

export interface DisputeFile {
  readonly id: string;
  readonly field: string;
  readonly kind: 'pdf' | 'jpeg';
  readonly bytes: number;
  readonly at: string;
  readonly state: 'waiting' | 'with_provider' | 'refused';
  /** Why the provider does not take it. */
  readonly refused: string | null;
}

export type Evidence = Readonly<Record<string, string>>;

const tones: Readonly<Record<string, Tone>> = {
  needs_response: 'bad',
  warning_needs_response: 'bad',
  under_review: 'busy',
  warning_under_review: 'busy',
  won: 'good',
  lost: 'bad',
};
export const toneOfDispute = (state: string): Tone => tones[state] ?? 'calm';

/** The bank waits, and nobody has answered. */
export const awaitsAnswer = ({ state, answer }: Pick<Dispute, 'state' | 'answer'>): boolean =>
  answer === 'none' && ['needs_response', 'warning_needs_response'].includes(state);

export const isOver = ({ state }: Pick<Dispute, 'state'>): boolean =>
  ['won', 'lost', 'warning_closed', 'prevented'].includes(state);
