import { bookingMoves, type MoveName } from '../../src/domain/booking-moves';
import {
  responseOf,
  responseRatePercent,
  withCounted,
  type EndedRequests,
  type KnownRate,
} from '../../src/domain/response-rate';

const ended = (requests: number, move: MoveName, isLate = false): EndedRequests => ({ requests, move, isLate });
const rate = (shown: number | null, counted: number | null, imported: number | null): KnownRate => ({
  shown,
  counted,
  imported,
});

test.each<[string, EndedRequests[], number | null]>([
  ['nobody asked', [], null],
  ['four approved are too few', [ended(4, 'approve')], null],
  ['four left unanswered are too few', [ended(4, 'expire', true)], null],
  ['five approved', [ended(5, 'approve')], 100],
  ['three approved, one declined, one taken before the card is charged', [ended(3, 'approve'), ended(1, 'decline'), ended(1, 'approve_unpaid')], 100],
  ['five left unanswered', [ended(5, 'expire', true)], 0],
  ['4 of 5', [ended(4, 'approve'), ended(1, 'expire', true)], 80],
  ['two thirds, rounded down', [ended(4, 'approve'), ended(2, 'expire', true)], 66],
  ['999 of 1,000 are not all', [ended(999, 'decline'), ended(1, 'expire', true)], 99],
  ['1 of 1,000', [ended(1, 'approve'), ended(999, 'expire', true)], 0],
  ['taken back by guests in time: they do not count', [ended(5, 'approve'), ended(50, 'cancel_by_guest')], 100],
  ['nor do they make enough', [ended(4, 'approve'), ended(1, 'cancel_by_guest')], null],
  ['taken back once the time was over', [ended(5, 'approve'), ended(5, 'cancel_by_guest', true)], 50],
  ['ended by staff in time', [ended(5, 'approve'), ended(1, 'cancel_by_staff')], 100],
  ['ended with the guest’s money before the time was over', [ended(5, 'approve'), ended(1, 'expire')], 100],
  ['a late no is an answer', [ended(5, 'decline', true)], 100],
])('%s', (_, ends, percent) => {
  expect(responseRatePercent(ends)).toBe(percent);
}); // prettier-ignore

test('every move that ends a request is an answer, or is not the host’s', () => {
  const ends = bookingMoves.filter(({ from }) => from.includes('requested')).map(({ name }) => name);
  expect(ends.map((move) => [move, responseOf({ move, isLate: true }), responseOf({ move, isLate: false })])).toEqual([
    ['approve', 'answered', 'answered'],
    ['approve_unpaid', 'answered', 'answered'],
    ['decline', 'answered', 'answered'],
    ['expire', 'unanswered', null],
    ['cancel_by_guest', 'unanswered', null],
    ['cancel_by_staff', 'unanswered', null],
  ]);
});

test.each<[string, KnownRate, number | null, KnownRate]>([
  ['nothing is known, too little is counted', rate(null, null, null), null, rate(null, null, null)],
  ['an imported figure stays', rate(97, null, null), null, rate(97, null, 97)],
  ['what is counted goes before it', rate(97, null, null), 60, rate(60, 60, 97)],
  ['it is counted again', rate(60, 60, 97), 62, rate(62, 62, 97)],
  ['too little by now: what was imported is back', rate(60, 60, 97), null, rate(97, null, 97)],
  ['nor was anything imported', rate(60, 60, null), null, rate(null, null, null)],
  ['an import came in between', rate(91, 60, 97), 62, rate(62, 62, 91)],
  ['it came, and too little is counted', rate(91, 60, 97), null, rate(91, null, 91)],
])('%s', (_, known, counted, expected) => {
  expect(withCounted(known, counted)).toEqual(expected);
});
