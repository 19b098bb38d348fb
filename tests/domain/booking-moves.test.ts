import fc from 'fast-check';
import {
  type ActorKind,
  type BookingState,
  actorKinds,
  bookingMoves,
  bookingStateDiagram,
  bookingStates,
  decideMove,
  endStates,
  holdsNights,
  type MoveName,
  moveNames,
  movesFrom,
  unreachableStates,
} from '../../src/domain/booking-moves';

/** The table once more, as the rules tell it: every state in which a move is allowed, and where it leads. */
const allowed: Record<MoveName, { from: (BookingState | null)[]; to: BookingState; actors: ActorKind[] }> = {
  hold: { from: [null], to: 'held', actors: ['guest'] },
  authorise: { from: ['held'], to: 'requested', actors: ['guest', 'system'] },
  pay: { from: ['held'], to: 'confirmed', actors: ['guest', 'system'] },
  pay_late: { from: ['expired'], to: 'confirmed', actors: ['system'] },
  approve: { from: ['requested'], to: 'confirmed', actors: ['host'] },
  approve_unpaid: { from: ['requested'], to: 'held', actors: ['host'] },
  decline: { from: ['requested'], to: 'declined', actors: ['host'] },
  expire: { from: ['held', 'requested'], to: 'expired', actors: ['system'] },
  check_in: { from: ['confirmed'], to: 'checked_in', actors: ['host', 'system'] },
  no_show: { from: ['confirmed'], to: 'no_show', actors: ['host', 'staff'] },
  complete: { from: ['confirmed', 'checked_in'], to: 'completed', actors: ['system'] },
  cancel_by_guest: { from: ['held', 'requested', 'confirmed', 'checked_in'], to: 'cancelled', actors: ['guest'] },
  cancel_by_host: { from: ['confirmed', 'checked_in'], to: 'cancelled', actors: ['host'] },
  cancel_by_staff: { from: ['held', 'requested', 'confirmed', 'checked_in'], to: 'cancelled', actors: ['staff'] },
  fail_capture: { from: ['confirmed'], to: 'cancelled', actors: ['system'] },
  cancel_unpaid: { from: ['confirmed', 'checked_in'], to: 'cancelled', actors: ['system'] },
};

describe.each(moveNames)('%s', (name) => {
  const { from, to, actors } = allowed[name];

  test.each([null, ...bookingStates])('from %s', (state) => {
    for (const actor of actorKinds) {
      const outcome = decideMove(state, name, actor);
      if (!actors.includes(actor)) expect(outcome).toMatchObject({ ok: false, kind: 'forbidden' });
      else if (!from.includes(state)) expect(outcome).toMatchObject({ ok: false, kind: 'conflict' });
      else expect(outcome).toEqual({ ok: true, value: { move: name, from: state, to, actor } });
    }
  });
});

test('a refusal names the states from which the move is allowed', () => {
  expect(decideMove('completed', 'expire', 'system')).toEqual({
    ok: false,
    kind: 'conflict',
    message: 'A booking that is completed does not allow this: expire',
    reasons: [{ code: 'move_not_allowed', field: 'state', limit: ['held', 'requested'], value: 'completed' }],
  });
});

test('every move stands once in the table', () => {
  expect(bookingMoves.map((move) => move.name)).toEqual([...moveNames]);
});

test('every state can be reached', () => {
  expect(unreachableStates()).toEqual([]);
  expect(unreachableStates(bookingMoves.filter((move) => move.name !== 'check_in'))).toEqual(['checked_in']);
  expect(unreachableStates([])).toEqual([...bookingStates]);
});

test('a booking ends completed, cancelled, declined or as a no-show; one that expired can still be paid late', () => {
  expect(endStates()).toEqual(['completed', 'cancelled', 'declined', 'no_show']);
});

test('a hold, a request, a stay to come, a stay and a paid-for absence own their nights; what ended early does not', () => {
  expect(bookingStates.filter(holdsNights)).toEqual([
    'held',
    'requested',
    'confirmed',
    'checked_in',
    'completed',
    'no_show',
  ]);
});

test('what a door may offer is what the table allows', () => {
  expect(movesFrom('requested', 'host')).toEqual(['approve', 'approve_unpaid', 'decline']);
  expect(movesFrom('confirmed', 'guest')).toEqual(['cancel_by_guest']);
  expect(movesFrom('completed', 'staff')).toEqual([]);
});

test('whatever is tried in whatever order, a booking only ever walks along the table', () => {
  const tries = fc.array(fc.tuple(fc.constantFrom(...moveNames), fc.constantFrom(...actorKinds)), { maxLength: 60 });
  fc.assert(
    fc.property(tries, (attempts) => {
      let state: BookingState | null = null;
      for (const [name, actor] of attempts) {
        const outcome = decideMove(state, name, actor);
        if (!outcome.ok) continue;
        expect(allowed[name].from).toContain(state);
        expect(allowed[name].actors).toContain(actor);
        state = outcome.value.to;
      }
      // Nothing makes a booking twice.
      if (state !== null) expect(decideMove(state, 'hold', 'guest').ok).toBe(false);
    }),
    { numRuns: 1_000 },
  );
});

test('the diagram has an arrow for each way through the table', () => {
  const diagram = bookingStateDiagram();
  const lines = diagram.trimEnd().split('\n');
  const ways = bookingMoves.reduce((count, move) => count + Math.max(1, move.from.length), 0);
  expect(lines).toHaveLength(1 + ways + endStates().length);
  expect(lines.slice(0, 3)).toEqual([
    'stateDiagram-v2',
    '  [*] --> held: hold (guest)',
    '  held --> requested: authorise (guest, system)',
  ]);
  expect(lines).toContain('  expired --> confirmed: pay_late (system)');
  expect(lines.at(-1)).toBe('  no_show --> [*]');
});
