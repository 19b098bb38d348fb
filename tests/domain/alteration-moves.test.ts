import {
  type AlterationActor,
  alterationMoveNames,
  alterationMoves,
  alterationStateDiagram,
  alterationStates,
  decideAlteration,
  isOpenAlteration,
  outlives,
} from '../../src/domain/alteration-moves';
import { bookingStates } from '../../src/domain/booking-moves';
import { nightOf } from '../../src/domain/night';

/** What each move of the guest's alteration takes: who, from where, to what. */
const expected: Record<string, { by: AlterationActor; from: readonly (string | null)[]; to: string }> = {
  propose: { by: 'guest', from: [null], to: 'proposed' },
  accept: { by: 'host', from: ['proposed'], to: 'accepted' },
  apply: { by: 'system', from: ['accepted'], to: 'applied' },
  decline: { by: 'host', from: ['proposed'], to: 'declined' },
  withdraw: { by: 'guest', from: ['proposed'], to: 'withdrawn' },
  expire: { by: 'system', from: ['proposed', 'accepted'], to: 'expired' },
  cancel: { by: 'system', from: ['proposed', 'accepted'], to: 'cancelled' },
};

test.each([...alterationMoveNames])("the guest's: %s", (name) => {
  const { by, from, to } = expected[name] as (typeof expected)[string];
  for (const actor of ['guest', 'host', 'system'] as const) {
    for (const state of [null, ...alterationStates]) {
      const outcome = decideAlteration(state, name, actor, 'guest');
      if (actor !== by) expect(outcome).toMatchObject({ ok: false, kind: 'forbidden' });
      else if (!from.includes(state)) expect(outcome).toMatchObject({ ok: false, kind: 'conflict' });
      else expect(outcome).toEqual({ ok: true, value: to });
    }
  }
});

test("the host's is answered by the guest", () => {
  expect(decideAlteration('proposed', 'accept', 'guest', 'host')).toEqual({ ok: true, value: 'accepted' });
  expect(decideAlteration('proposed', 'accept', 'host', 'host')).toMatchObject({ ok: false, kind: 'forbidden' });
});

test('every move stands once in the table, every state can be reached, and what is open can end', () => {
  expect(alterationMoves.map((move) => move.name)).toEqual([...alterationMoveNames]);
  expect(new Set(alterationMoves.map((move) => move.to))).toEqual(new Set(alterationStates));
  const left = new Set(alterationMoves.flatMap((move) => move.from));
  expect(alterationStates.filter((state) => left.has(state))).toEqual(alterationStates.filter(isOpenAlteration));
});

test('an alteration ends with the stay, and where a guest arrives whom it would let arrive on another day', () => {
  const own = { checkIn: nightOf('2026-07-10'), checkOut: nightOf('2026-07-13') };
  const later = { checkIn: nightOf('2026-07-11'), checkOut: nightOf('2026-07-13') };
  const longer = { checkIn: nightOf('2026-07-10'), checkOut: nightOf('2026-07-15') };
  expect(bookingStates.filter((state) => outlives(state, own, longer))).toEqual(['confirmed', 'checked_in']);
  expect(bookingStates.filter((state) => outlives(state, own, later))).toEqual(['confirmed']);
});

test('the diagram has an arrow for each way through the table', () => {
  const lines = alterationStateDiagram().trimEnd().split('\n');
  const ways = alterationMoves.reduce((count, move) => count + Math.max(1, move.from.length), 0);
  expect(lines).toHaveLength(1 + ways + alterationStates.filter((state) => !isOpenAlteration(state)).length);
  expect(lines).toContain('  proposed --> accepted: accept (other party)');
  expect(lines.at(-1)).toBe('  cancelled --> [*]');
});
