/**
 * The life of an alteration, as one table. Accepting one that costs more holds the additional nights until the money is there;
 * any other is applied at once. Its steps never change the booking's state: they stand among the booking's events.
 */
import type { BookingState } from './booking-moves';
import type { StayDates } from './night';
import { type Outcome, accept, refuse } from './refusal';
import { isAlterable } from './alteration';

export const alterationStates = [
  'proposed',
  'accepted',
  'applied',
  'declined',
  'withdrawn',
  'expired',
  'cancelled',
] as const;
export type AlterationState = (typeof alterationStates)[number];
export type AlterationParty = 'guest' | 'host';
export type AlterationActor = AlterationParty | 'system';

export const alterationMoveNames = ['propose', 'accept', 'apply', 'decline', 'withdraw', 'expire', 'cancel'] as const;
export type AlterationMoveName = (typeof alterationMoveNames)[number];

export interface AlterationMove {
  readonly name: AlterationMoveName;
  /** Empty: the move makes the alteration. */
  readonly from: readonly AlterationState[];
  readonly to: AlterationState;
  readonly by: 'proposer' | 'other_party' | 'system';
}

export const alterationMoves: readonly AlterationMove[] = [
  { name: 'propose', from: [], to: 'proposed', by: 'proposer' },
  { name: 'accept', from: ['proposed'], to: 'accepted', by: 'other_party' },
  // Nothing is to be paid, or the money is there.
  { name: 'apply', from: ['accepted'], to: 'applied', by: 'system' },
  { name: 'decline', from: ['proposed'], to: 'declined', by: 'other_party' },
  { name: 'withdraw', from: ['proposed'], to: 'withdrawn', by: 'proposer' },
  // Nobody answered, or nobody paid.
  { name: 'expire', from: ['proposed', 'accepted'], to: 'expired', by: 'system' },
  // The booking came to its end first.
  { name: 'cancel', from: ['proposed', 'accepted'], to: 'cancelled', by: 'system' },
];

export function alterationMove(name: AlterationMoveName): AlterationMove {
  const move = alterationMoves.find((candidate) => candidate.name === name);
  if (move === undefined) throw new Error(`No such move: ${name}`);
  return move;
}

/** What the step is called among the booking's events. */
export type AlterationEventName = `${AlterationMoveName}_alteration`;
export const alterationEvent = (name: AlterationMoveName): AlterationEventName => `${name}_alteration`;

/** Forbidden for the wrong actor, whatever the state; a conflict where the state does not allow the move. */
export function decideAlteration(
  state: AlterationState | null,
  name: AlterationMoveName,
  actor: AlterationActor,
  proposer: AlterationParty,
): Outcome<AlterationState> {
  const move = alterationMove(name);
  const role = actor === 'system' ? 'system' : actor === proposer ? 'proposer' : 'other_party';
  if (role !== move.by) {
    const reason = { code: 'move_not_yours', field: 'move', limit: move.by, value: role };
    return refuse('forbidden', `The ${role.replace('_', ' ')} cannot do this: ${name}`, [reason]);
  }
  const allowed = state === null ? move.from.length === 0 : move.from.includes(state);
  if (!allowed) {
    const reason = { code: 'move_not_allowed', field: 'state', limit: move.from, value: state };
    return refuse('conflict', `An alteration that is ${state ?? 'not made yet'} does not allow this: ${name}`, [
      reason,
    ]);
  }
  return accept(move.to);
}

/** Alterations that are still to be answered or paid; a booking has at most one. */
export const isOpenAlteration = (state: AlterationState): boolean => state === 'proposed' || state === 'accepted';

/**
 * Whether an open alteration outlives a move of its booking: a stay that is over or called off has nothing to alter, and a guest who
 * has arrived does not arrive on another day.
 */
export const outlives = (to: BookingState, booking: StayDates, altered: StayDates): boolean =>
  isAlterable(to) && (to !== 'checked_in' || altered.checkIn === booking.checkIn);

/** The state diagram for the docs (Mermaid, stateDiagram-v2). */
export function alterationStateDiagram(moves: readonly AlterationMove[] = alterationMoves): string {
  const arrows = moves.flatMap((move) => {
    const from = move.from.length === 0 ? ['[*]'] : move.from;
    return from.map((state) => `  ${state} --> ${move.to}: ${move.name} (${move.by.replace('_', ' ')})`);
  });
  const ends = alterationStates
    .filter((state) => !moves.some((move) => move.from.includes(state)))
    .map((state) => `  ${state} --> [*]`);
  return ['stateDiagram-v2', ...arrows, ...ends].join('\n') + '\n';
}
