/** The life of a damage claim, as one table: the host files, the guest answers in time or not, staff decide where the two do not agree. */
import { type Outcome, accept, refuse } from './refusal';

export const claimStates = [
  'filed',
  'in_review',
  'awaiting_payment',
  'paid',
  'rejected',
  'withdrawn',
  'unpaid',
] as const;
export type ClaimState = (typeof claimStates)[number];
export const claimActors = ['guest', 'host', 'staff', 'system'] as const;
export type ClaimActor = (typeof claimActors)[number];

export const claimMoveNames = [
  'file',
  'accept',
  'dispute',
  'escalate',
  'award',
  'reject',
  'withdraw',
  'pay',
  'give_up',
] as const;
export type ClaimMoveName = (typeof claimMoveNames)[number];

export interface ClaimMove {
  readonly name: ClaimMoveName;
  /** Empty: the move makes the claim. */
  readonly from: readonly ClaimState[];
  readonly to: ClaimState;
  readonly by: ClaimActor;
}

export const claimMoves: readonly ClaimMove[] = [
  { name: 'file', from: [], to: 'filed', by: 'host' },
  // All of what is claimed.
  { name: 'accept', from: ['filed'], to: 'awaiting_payment', by: 'guest' },
  { name: 'dispute', from: ['filed'], to: 'in_review', by: 'guest' },
  // The time to answer is over.
  { name: 'escalate', from: ['filed'], to: 'in_review', by: 'system' },
  { name: 'award', from: ['in_review'], to: 'awaiting_payment', by: 'staff' },
  { name: 'reject', from: ['in_review'], to: 'rejected', by: 'staff' },
  { name: 'withdraw', from: ['filed', 'in_review', 'awaiting_payment'], to: 'withdrawn', by: 'host' },
  { name: 'pay', from: ['awaiting_payment'], to: 'paid', by: 'system' },
  // The guest does not pay, and nobody waits for it any more.
  { name: 'give_up', from: ['awaiting_payment'], to: 'unpaid', by: 'staff' },
];

export function claimMove(name: ClaimMoveName): ClaimMove {
  const move = claimMoves.find((candidate) => candidate.name === name);
  if (move === undefined) throw new Error(`No such move: ${name}`);
  return move;
}

/** Forbidden for the wrong actor, whatever the state; a conflict where the state does not allow the move. */
export function decideClaimMove(state: ClaimState | null, name: ClaimMoveName, actor: ClaimActor): Outcome<ClaimState> {
  const move = claimMove(name);
  if (actor !== move.by) {
    const reason = { code: 'move_not_yours', field: 'move', limit: move.by, value: actor };
    return refuse('forbidden', `The ${actor} cannot do this: ${name}`, [reason]);
  }
  const allowed = state === null ? move.from.length === 0 : move.from.includes(state);
  if (allowed) return accept(move.to);
  const reason = { code: 'move_not_allowed', field: 'state', limit: move.from, value: state };
  return refuse('conflict', `A claim that is ${state ?? 'not made yet'} does not allow this: ${name}`, [reason]);
}

/** A booking has at most one of these. */
export const isOpenClaim = (state: ClaimState): boolean => claimMoves.some((move) => move.from.includes(state));

/** The state diagram for the docs (Mermaid, stateDiagram-v2). */
export function claimStateDiagram(moves: readonly ClaimMove[] = claimMoves): string {
  const arrows = moves.flatMap((move) => {
    const from = move.from.length === 0 ? ['[*]'] : move.from;
    return from.map((state) => `  ${state} --> ${move.to}: ${move.name} (${move.by})`);
  });
  const ends = claimStates.filter((state) => !isOpenClaim(state)).map((state) => `  ${state} --> [*]`);
  return ['stateDiagram-v2', ...arrows, ...ends].join('\n') + '\n';
}
