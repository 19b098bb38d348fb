/**
 * The life of a booking, as one table. A move that is not in it is refused. The state diagram in the docs is printed from it.
 */
import { type Outcome, accept, refuse } from './refusal';

export const bookingStates = [
  'held',
  'requested',
  'confirmed',
  'checked_in',
  'completed',
  'cancelled',
  'declined',
  'expired',
  'no_show',
] as const;
export type BookingState = (typeof bookingStates)[number];

/** Who moves. Staff act through the admin panel; the system is a job or a payment event. */
export const actorKinds = ['guest', 'host', 'staff', 'system'] as const;
export type ActorKind = (typeof actorKinds)[number];

export const moveNames = [
  'hold',
  'authorise',
  'pay',
  'pay_late',
  'approve',
  'approve_unpaid',
  'decline',
  'expire',
  'check_in',
  'no_show',
  'complete',
  'cancel_by_guest',
  'cancel_by_host',
  'cancel_by_staff',
  'fail_capture',
  'cancel_unpaid',
] as const;
export type MoveName = (typeof moveNames)[number];

export interface BookingMove {
  readonly name: MoveName;
  /** Empty: the move makes the booking. */
  readonly from: readonly BookingState[];
  readonly to: BookingState;
  readonly actors: readonly ActorKind[];
}

export const bookingMoves: readonly BookingMove[] = [
  { name: 'hold', from: [], to: 'held', actors: ['guest'] },
  // A request: the card is authorised, the host has until the deadline to answer.
  { name: 'authorise', from: ['held'], to: 'requested', actors: ['guest', 'system'] },
  { name: 'pay', from: ['held'], to: 'confirmed', actors: ['guest', 'system'] },
  // Money that came after the hold ended, with the nights still free.
  { name: 'pay_late', from: ['expired'], to: 'confirmed', actors: ['system'] },
  { name: 'approve', from: ['requested'], to: 'confirmed', actors: ['host'] },
  // The card was only kept: the nights are held on until it is charged, or the guest has paid.
  { name: 'approve_unpaid', from: ['requested'], to: 'held', actors: ['host'] },
  { name: 'decline', from: ['requested'], to: 'declined', actors: ['host'] },
  { name: 'expire', from: ['held', 'requested'], to: 'expired', actors: ['system'] },
  { name: 'check_in', from: ['confirmed'], to: 'checked_in', actors: ['host', 'system'] },
  { name: 'no_show', from: ['confirmed'], to: 'no_show', actors: ['host', 'staff'] },
  { name: 'complete', from: ['confirmed', 'checked_in'], to: 'completed', actors: ['system'] },
  {
    name: 'cancel_by_guest',
    from: ['held', 'requested', 'confirmed', 'checked_in'],
    to: 'cancelled',
    actors: ['guest'],
  },
  { name: 'cancel_by_host', from: ['confirmed', 'checked_in'], to: 'cancelled', actors: ['host'] },
  {
    name: 'cancel_by_staff',
    from: ['held', 'requested', 'confirmed', 'checked_in'],
    to: 'cancelled',
    actors: ['staff'],
  },
  // The money of an approved request could not be taken.
  { name: 'fail_capture', from: ['confirmed'], to: 'cancelled', actors: ['system'] },
  // A part of the price was not paid in time.
  { name: 'cancel_unpaid', from: ['confirmed', 'checked_in'], to: 'cancelled', actors: ['system'] },
];

const moveByName: ReadonlyMap<MoveName, BookingMove> = new Map(bookingMoves.map((move) => [move.name, move]));

export function bookingMove(name: MoveName): BookingMove {
  const move = moveByName.get(name);
  if (move === undefined) throw new Error(`No such move: ${name}`);
  return move;
}

export interface DecidedMove {
  readonly move: MoveName;
  /** Null when the move makes the booking. */
  readonly from: BookingState | null;
  readonly to: BookingState;
  readonly actor: ActorKind;
}

/**
 * Whether this actor may make this move from this state (null: there is no booking yet). Forbidden for the wrong actor, whatever
 * the state, so that nobody learns it; a conflict where the state does not allow the move.
 */
export function decideMove(state: BookingState | null, name: MoveName, actor: ActorKind): Outcome<DecidedMove> {
  const move = bookingMove(name);
  if (!move.actors.includes(actor)) {
    const reason = { code: 'move_not_yours', field: 'move', limit: move.actors, value: actor };
    return refuse('forbidden', `A ${actor} cannot do this: ${name}`, [reason]);
  }
  const allowed = state === null ? move.from.length === 0 : move.from.includes(state);
  if (!allowed) {
    const reason = { code: 'move_not_allowed', field: 'state', limit: move.from, value: state };
    return refuse('conflict', `A booking that is ${state ?? 'not made yet'} does not allow this: ${name}`, [reason]);
  }
  return accept({ move: name, from: state, to: move.to, actor });
}

/** The moves that an actor could make now: what a door may offer. */
export const movesFrom = (state: BookingState, actor: ActorKind): MoveName[] =>
  bookingMoves.filter((move) => move.from.includes(state) && move.actors.includes(actor)).map((move) => move.name);

/**
 * Whether a booking in this state owns its nights. Past stays keep theirs, as a record that nothing else was sold; a guest who did not
 * come has paid for theirs.
 */
const holdingStates: Readonly<Record<BookingState, boolean>> = {
  held: true,
  requested: true,
  confirmed: true,
  checked_in: true,
  completed: true,
  no_show: true,
  cancelled: false,
  declined: false,
  expired: false,
};
export const holdsNights = (state: BookingState): boolean => holdingStates[state];

/** States that no chain of moves leads to. Must be none; checked by a test and at start-up. */
export function unreachableStates(moves: readonly BookingMove[] = bookingMoves): BookingState[] {
  const reached = new Set<BookingState>();
  for (let before = -1; before !== reached.size;) {
    before = reached.size;
    for (const move of moves) {
      if (move.from.length === 0 || move.from.some((state) => reached.has(state))) reached.add(move.to);
    }
  }
  return bookingStates.filter((state) => !reached.has(state));
}

/** States that no move leaves. */
export const endStates = (moves: readonly BookingMove[] = bookingMoves): BookingState[] =>
  bookingStates.filter((state) => !moves.some((move) => move.from.includes(state)));

/** The state diagram for the docs (Mermaid, stateDiagram-v2). */
export function bookingStateDiagram(moves: readonly BookingMove[] = bookingMoves): string {
  const arrows = moves.flatMap((move) => {
    const from = move.from.length === 0 ? ['[*]'] : move.from;
    return from.map((state) => `  ${state} --> ${move.to}: ${move.name} (${move.actors.join(', ')})`);
  });
  const ends = endStates(moves).map((state) => `  ${state} --> [*]`);
  return ['stateDiagram-v2', ...arrows, ...ends].join('\n') + '\n';
}
