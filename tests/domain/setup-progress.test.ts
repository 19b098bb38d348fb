import { bookingStates, decideMove } from '../../src/domain/booking-moves';
import { requestCardFor, setupEffects, setupStates, type SetupStatus } from '../../src/domain/setup-progress';

const statuses: readonly SetupStatus[] = [
  'requires_payment_method',
  'requires_confirmation',
  'requires_action',
  'processing',
  'canceled',
  'succeeded',
];

test.each([
  ['authorise', 24, 'authorise'],
  ['authorise', 156, 'authorise'],
  ['authorise', 157, 'save'],
  ['save', 24, 'save'],
] as const)('a request that would %s, with %i hours to answer: %s', (preferred, hours, expected) => {
  expect(requestCardFor(preferred, hours)).toBe(expected);
});

test('a card that is kept asks the host, while the nights are held and not after', () => {
  expect(setupEffects('open', 'held', 'succeeded')).toEqual({ setup: 'ready', move: 'authorise' });
  for (const booking of bookingStates.filter((state) => state !== 'held')) {
    expect(setupEffects('open', booking, 'succeeded')).toEqual({ setup: 'ready', move: null });
  }
});

test('whatever is asked for is a move that the table allows, and nothing goes back', () => {
  for (const setup of setupStates) {
    for (const booking of bookingStates) {
      for (const status of statuses) {
        const { setup: to, move } = setupEffects(setup, booking, status);
        if (move !== null) expect(decideMove(booking, move, 'system').ok).toBe(true);
        if (setup === 'ready' || setup === 'cancelled') expect([to, move]).toEqual([null, null]);
        if (to !== null) expect(setupEffects(to, booking, status)).toEqual({ setup: null, move: null });
      }
    }
  }
});
