import fc from 'fast-check';
import { nightOf } from '../../src/domain/night';
import {
  checkModeration,
  checkRatings,
  checkReview,
  isSealed,
  moderationDecisions,
  ratingNames,
  type ReviewPair,
  reviewMoves,
  reviewState,
  reviewStates,
  reviewWindowClosesAt,
  unsealedAt,
} from '../../src/domain/review-rules';
import { rankingMean, shownMean } from '../../src/domain/rating-mean';
import { at } from './given';

const checkOut = { night: nightOf('2026-07-15'), time: '11:00', timeZone: 'Europe/Lisbon' };
const windowClosesAt = reviewWindowClosesAt(checkOut);
const end = '2026-07-29T10:00:00Z';

describe('the window', () => {
  test('closes 14 days after check-out, at an exact instant', () => {
    expect(windowClosesAt.toString()).toBe(end);
  });

  test('runs on the clock at the property where that changes', () => {
    expect(reviewWindowClosesAt({ ...checkOut, night: nightOf('2026-10-20') }).toString()).toBe('2026-11-03T11:00:00Z');
  });
});

const pair = (guest: string | null, host: string | null): ReviewPair => ({
  guestSubmittedAt: guest === null ? null : at(guest),
  hostSubmittedAt: host === null ? null : at(host),
  windowClosesAt,
});
const second = (instant: string) => at(instant).add({ seconds: 1 });

describe('double-blind', () => {
  test.each([
    ['only the guest has written', pair('2026-07-16T10:00:00Z', null), '2026-07-20T10:00:00Z', true],
    ['only the host has written', pair(null, '2026-07-16T10:00:00Z'), '2026-07-20T10:00:00Z', true],
    ['the last instant of the window', pair('2026-07-16T10:00:00Z', null), end, true],
    ['the window is over', pair('2026-07-16T10:00:00Z', null), '2026-07-29T10:00:01Z', false],
    ['both are in', pair('2026-07-16T10:00:00Z', '2026-07-18T10:00:00Z'), '2026-07-18T10:00:00Z', false],
    ['just before the second came', pair('2026-07-16T10:00:00Z', '2026-07-18T10:00:00Z'), '2026-07-18T09:59:59Z', true],
  ])('%s', (_, reviews, when, sealed) => {
    expect(isSealed(reviews, at(when))).toBe(sealed);
  });

  test('what opens both is the second review, else the end of the window', () => {
    expect(unsealedAt(pair('2026-07-16T10:00:00Z', '2026-07-18T10:00:00Z')).toString()).toBe('2026-07-18T10:00:00Z');
    expect(unsealedAt(pair('2026-07-19T10:00:00Z', '2026-07-18T10:00:00Z')).toString()).toBe('2026-07-19T10:00:00Z');
    expect(unsealedAt(pair('2026-07-16T10:00:00Z', null)).toString()).toBe(end);
  });

  test('nobody can edit what the other can already read', () => {
    const minutes = fc.option(fc.integer({ min: 0, max: 14 * 24 * 60 }), { nil: null });
    const start = windowClosesAt.subtract({ hours: 14 * 24 });
    fc.assert(
      fc.property(minutes, minutes, fc.integer({ min: 0, max: 20 * 24 * 60 }), (guest, host, now) => {
        const instant = start.add({ minutes: now });
        const reviews: ReviewPair = {
          // a review that is still to come is not there yet
          guestSubmittedAt: guest === null || guest > now ? null : start.add({ minutes: guest }),
          hostSubmittedAt: host === null || host > now ? null : start.add({ minutes: host }),
          windowClosesAt,
        };
        const state = reviewState(reviews, 'publish', instant);
        const hasWritten = reviews.guestSubmittedAt !== null;
        const mayWrite = checkReview('guest', reviews, 'completed', instant).length === 0;
        if (hasWritten) expect(mayWrite).toBe(state === 'sealed');
        else expect(mayWrite).toBe(now <= 14 * 24 * 60);
      }),
    );
  });
});

describe('writing', () => {
  const codes = (...args: Parameters<typeof checkReview>) => checkReview(...args).map((reason) => reason.code);
  const none = pair(null, null);

  test('only after a completed stay', () => {
    expect(codes('guest', none, 'completed', at('2026-07-16T10:00:00Z'))).toEqual([]);
    expect(codes('host', none, 'cancelled', at('2026-07-16T10:00:00Z'))).toEqual(['stay_not_completed']);
    expect(codes('guest', none, 'checked_in', at('2026-07-16T10:00:00Z'))).toEqual(['stay_not_completed']);
  });

  test('only inside the window, which says when it closed', () => {
    expect(codes('guest', none, 'completed', at(end))).toEqual([]);
    expect(checkReview('guest', none, 'completed', second(end))).toEqual([
      { code: 'review_window_closed', limit: end, value: '2026-07-29T10:00:01Z' },
    ]);
  });

  test('can be edited until the other is in, never after', () => {
    const when = at('2026-07-20T10:00:00Z');
    expect(codes('guest', pair('2026-07-16T10:00:00Z', null), 'completed', when)).toEqual([]);
    const both = pair('2026-07-16T10:00:00Z', '2026-07-18T10:00:00Z');
    expect(codes('guest', both, 'completed', when)).toEqual(['review_no_longer_editable']);
    expect(codes('host', both, 'completed', when)).toEqual(['review_no_longer_editable']);
  });

  test('seven ratings from 1 to 5, whole', () => {
    const fives = Object.fromEntries(ratingNames.map((name) => [name, 5]));
    expect(checkRatings(fives)).toEqual([]);
    expect(checkRatings({ ...fives, overall: 1 })).toEqual([]);
    for (const value of [0, 6, 4.5, Number.NaN]) {
      expect(checkRatings({ ...fives, checkIn: value })).toEqual([
        { code: 'rating', field: 'ratings.checkIn', limit: [1, 5], value },
      ]);
    }
    expect(checkRatings({})).toHaveLength(7);
  });
});

describe('moderation', () => {
  const open = pair('2026-07-16T10:00:00Z', '2026-07-18T10:00:00Z');
  const now = at('2026-07-20T10:00:00Z');

  test.each([
    [null, 'pending'],
    ['publish', 'published'],
    ['hide', 'hidden'],
    ['restore', 'published'],
  ] as const)('after %p a review is %s', (decision, state) => {
    expect(reviewState(open, decision, now)).toBe(state);
    expect(reviewState(pair('2026-07-16T10:00:00Z', null), decision, now)).toBe('sealed');
  });

  test('each move from each state', () => {
    const allowed = { publish: ['pending'], hide: ['pending', 'published'], restore: ['hidden'] };
    for (const decision of moderationDecisions) {
      for (const state of reviewStates) {
        const codes = checkModeration(state, decision, 'why').map((reason) => reason.code);
        expect([decision, state, codes]).toEqual([
          decision,
          state,
          allowed[decision].includes(state) ? [] : ['move_not_allowed'],
        ]);
      }
    }
    expect(reviewMoves).toHaveLength(moderationDecisions.length);
    expect(checkModeration('hidden', 'hide', 'why')).toEqual([
      { code: 'move_not_allowed', field: 'state', limit: ['pending', 'published'], value: 'hidden' },
    ]);
  });

  test('who hides says why', () => {
    for (const why of [null, '', '  ']) {
      expect(checkModeration('published', 'hide', why)).toEqual([{ code: 'reason_required', field: 'reason' }]);
    }
    expect(checkModeration('pending', 'publish', null)).toEqual([]);
  });
});

describe('means', () => {
  test.each([
    [[5, 5], null],
    [[5, 5, 4], 4.67],
    [[5, 5, 5], 5],
    [[1, 2, 2, 3], 2],
    [[], null],
  ])('of %p: %p', (ratings: number[], expected) => {
    const sum = ratings.reduce((a, b) => a + b, 0);
    expect(shownMean(sum, ratings.length)).toBe(expected);
  });

  test('halves are rounded up, whatever floats make of them', () => {
    expect(shownMean(201, 200)).toBe(1.01); // 1.005 × 100 would be 100.49…
  });

  test('ranking uses a prior: (10 × 4.7 + 14) / 13 = 4.69', () => {
    expect(rankingMean(14, 3)).toBeCloseTo(4.6923, 4);
    expect(rankingMean(0, 0)).toBeCloseTo(4.7, 10);
    // three fives do not beat a hundred good ones
    expect(rankingMean(15, 3)).toBeLessThan(rankingMean(490, 100));
  });
});
