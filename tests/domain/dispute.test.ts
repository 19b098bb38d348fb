import fc from 'fast-check';
import {
  awaitsAnswer,
  bearerOf,
  countedOfLoss,
  disputeEffects,
  type DisputeNews,
  type DisputeState,
  disputeStates,
  holdsMoney,
  hostShareOfLoss,
  isClosedDispute,
  type KeptDispute,
  nothingKept,
  remindersDue,
} from '../../src/domain/dispute';

const news = (state: DisputeState, money: 'here' | 'gone' | 'back' = 'here'): DisputeNews => ({
  state,
  withdrawn: money !== 'here',
  reinstated: money === 'back',
});

/** What is kept after news. */
function after(kept: KeptDispute, next: DisputeNews): KeptDispute {
  const { state, post } = disputeEffects(kept, next);
  return {
    state: state ?? kept.state,
    withdrawn: kept.withdrawn || post.includes('dispute_opened'),
    reinstated: kept.reinstated || post.includes('dispute_won'),
    lost: kept.lost || post.includes('dispute_lost'),
  };
}
const keptAfter = (...all: readonly DisputeNews[]): KeptDispute => all.reduce(after, nothingKept);

test.each([
  ['an inquiry', nothingKept, news('warning_needs_response'), 'warning_needs_response', [], null],
  ['a dispute', nothingKept, news('needs_response', 'gone'), 'needs_response', ['dispute_opened'], 'block'],
  ['a dispute before its money goes', nothingKept, news('needs_response'), 'needs_response', [], 'block'],
  ['its money', keptAfter(news('needs_response')), news('needs_response', 'gone'), null, ['dispute_opened'], null],
  ['an answer', keptAfter(news('needs_response', 'gone')), news('under_review', 'gone'), 'under_review', [], null],
  ['an end for us', keptAfter(news('under_review', 'gone')), news('won', 'back'), 'won', ['dispute_won'], 'unblock'],
  [
    'an end for us, the money still away',
    keptAfter(news('under_review', 'gone')),
    news('won', 'gone'),
    'won',
    [],
    null,
  ],
  ['that money', keptAfter(news('won', 'gone')), news('won', 'back'), null, ['dispute_won'], 'unblock'],
  [
    'an end against us',
    keptAfter(news('under_review', 'gone')),
    news('lost', 'gone'),
    'lost',
    ['dispute_lost'],
    'unblock',
  ],
  ['all of it at once', nothingKept, news('lost', 'gone'), 'lost', ['dispute_opened', 'dispute_lost'], null],
  ['a win, all at once', nothingKept, news('won', 'back'), 'won', ['dispute_opened', 'dispute_won'], null],
  ['old news', keptAfter(news('lost', 'gone')), news('needs_response', 'gone'), null, [], null],
  ['the same again', keptAfter(news('won', 'back')), news('won', 'back'), null, [], null],
  ['another end', keptAfter(news('lost', 'gone')), news('won', 'back'), null, [], null],
  [
    'an inquiry that closes',
    keptAfter(news('warning_needs_response')),
    news('warning_closed'),
    'warning_closed',
    [],
    null,
  ],
  [
    'an inquiry that becomes a dispute',
    keptAfter(news('warning_under_review')),
    news('needs_response', 'gone'),
    'needs_response',
    ['dispute_opened'],
    'block',
  ],
  [
    'a dispute that a refund prevented',
    keptAfter(news('needs_response')),
    news('prevented'),
    'prevented',
    [],
    'unblock',
  ],
] as const)('%s', (_, kept, next, state, post, payouts) => {
  expect(disputeEffects(kept, next)).toEqual({ state, post, payouts });
});

test('whatever order the news of one dispute come in, doubled, the end is the same, and each posting is made once', () => {
  const lives: readonly (readonly DisputeNews[])[] = [
    [news('needs_response', 'gone'), news('under_review', 'gone'), news('lost', 'gone')],
    [news('needs_response', 'gone'), news('under_review', 'gone'), news('won', 'gone'), news('won', 'back')],
    [news('warning_needs_response'), news('needs_response', 'gone'), news('under_review', 'gone'), news('won', 'back')],
  ];
  const shuffled = fc
    .constantFrom(...lives)
    .chain((life) =>
      fc.tuple(fc.constant(life), fc.shuffledSubarray([...life, ...life], { minLength: 2 * life.length })),
    );
  fc.assert(
    fc.property(shuffled, ([life, order]) => {
      let kept: KeptDispute = nothingKept;
      const posted: string[] = [];
      let blocked = 0;
      for (const each of order) {
        const { post, payouts } = disputeEffects(kept, each);
        posted.push(...post);
        blocked += payouts === 'block' ? 1 : payouts === 'unblock' ? -1 : 0;
        kept = after(kept, each);
      }
      expect(kept).toEqual(keptAfter(...life));
      expect(new Set(posted).size).toBe(posted.length);
      expect(posted.indexOf('dispute_opened')).toBe(0);
      expect(blocked).toBe(0);
    }),
  );
});

test('what holds money, what is over, and what can be answered', () => {
  const of = (state: DisputeState) => ({ ...nothingKept, state });
  expect(disputeStates.filter((state) => holdsMoney(of(state)))).toEqual(['needs_response', 'under_review']);
  expect(disputeStates.filter((state) => holdsMoney({ ...of(state), withdrawn: true }))).toEqual(disputeStates);
  expect(disputeStates.filter(isClosedDispute)).toEqual(['warning_closed', 'prevented', 'won', 'lost']);
  expect(disputeStates.filter(awaitsAnswer)).toEqual(['warning_needs_response', 'needs_response']);
});

test.each([
  ['fraudulent', 'marketplace'],
  ['unrecognized', 'marketplace'],
  ['duplicate', 'marketplace'],
  ['credit_not_processed', 'marketplace'],
  ['general', 'marketplace'],
  ['a reason of next year', 'marketplace'],
  ['product_not_received', 'host'],
  ['product_unacceptable', 'host'],
])('a loss over %s is borne by the %s', (reason, bearer) => {
  expect(bearerOf(reason)).toBe(bearer);
  expect(bearerOf(reason, [])).toBe('marketplace');
});

test.each([
  ['all of it', { amount: 41_000, kept: 41_000 }, 34_645],
  ['a part of it', { amount: 10_000, kept: 41_000 }, 8_450],
  ['what was left after a refund', { amount: 41_000, kept: 20_000 }, 16_900],
  ['what had gone back before', { amount: 41_000, kept: 0 }, 0],
  ['more than came in', { amount: 41_000, kept: -1 }, 0],
])('the host’s part of a loss of %s', (_, { amount, kept }, host) => {
  const loss = { amount, kept, hostPayout: 34_645, total: 41_000 };
  expect(hostShareOfLoss({ ...loss, bearer: 'host' })).toBe(host);
  expect(hostShareOfLoss({ ...loss, bearer: 'marketplace' })).toBe(0);
});

test('a coupon of the marketplace’s never makes the host owe more than was lost', () => {
  expect(hostShareOfLoss({ amount: 100, kept: 100, bearer: 'host', hostPayout: 150, total: 100 })).toBe(100);
});

test('what counts as refunded of a loss takes the host’s share along, to the unit, however it is cut', () => {
  const whole = fc.integer({ min: 1, max: 1_000_000 });
  fc.assert(
    fc.property(whole, fc.nat(1_000), fc.array(fc.nat(500_000), { maxLength: 5 }), (amount, perMille, wanted) => {
      const share = Math.floor((amount * perMille) / 1_000);
      let before = 0;
      let host = 0;
      for (const part of [...wanted, amount]) {
        const counted = Math.min(part, amount - before);
        const of = countedOfLoss(share, amount, before, counted);
        expect(of).toBeGreaterThanOrEqual(0);
        expect(of).toBeLessThanOrEqual(counted);
        host += of;
        before += counted;
      }
      expect(host).toBe(share);
    }),
  );
});

test.each([
  [4, 0],
  [3, 1],
  [2, 1],
  [1, 2],
  [-1, 2],
])('%i days before the deadline, %i reminders are due', (days, count) => {
  const dueBy = Date.UTC(2026, 6, 10, 12);
  expect(remindersDue(dueBy, dueBy - days * 86_400_000)).toBe(count);
  expect(remindersDue(null, dueBy)).toBe(0);
});
