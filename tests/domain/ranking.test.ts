import { listingScore, rankingScore, type RankedListing } from '../../src/domain/ranking';

/** A complete listing at its city's price, whose host answers everybody. */
const complete: RankedListing = {
  scoreSum: 14,
  scoreCount: 3,
  summaryLength: 100,
  amenities: 5,
  roomsKnown: true,
  responseRatePercent: 100,
  pricePerGuest: 5_000,
  localPricePerGuest: 5_000,
};
const mean = (10 * 4.7 + 14) / 13;

const against = (change: Partial<RankedListing>, pictures = 5): number =>
  rankingScore({ ...complete, ...change }, pictures) - mean;

test.each<[string, Partial<RankedListing>, number, number]>([
  ['nothing lacks', {}, 5, 0],
  ['more pictures than count', {}, 40, 0],
  ['no picture', {}, 0, -0.1],
  ['three pictures', {}, 3, -0.04],
  ['a short summary', { summaryLength: 99 }, 5, -0.05],
  ['few amenities', { amenities: 4 }, 5, -0.05],
  ['unknown rooms', { roomsKnown: false }, 5, -0.05],
  ['nothing at all', { summaryLength: 0, amenities: 0, roomsKnown: false }, 0, -0.25],
  ['half of the requests answered', { responseRatePercent: 50 }, 5, -0.1],
  ['no request answered', { responseRatePercent: 0 }, 5, -0.2],
  ['nobody who asked', { responseRatePercent: null }, 5, -0.02],
  ['a share beyond all', { responseRatePercent: 250 }, 5, 0],
  ["half the city's price", { pricePerGuest: 2_500 }, 5, 0.2],
  ["a tenth of the city's price", { pricePerGuest: 500 }, 5, 0.2],
  ["twice the city's price", { pricePerGuest: 10_000 }, 5, -0.2],
  ["a bit more than the city's price", { pricePerGuest: 5_000 * Math.SQRT2 }, 5, -0.1],
  ['a city without a price', { localPricePerGuest: null }, 5, 0],
  ['no price', { pricePerGuest: null }, 5, 0],
])('%s', (_name, change, pictures, points) => {
  expect(against(change, pictures)).toBeCloseTo(points, 5);
});

test('whole millionths, so that pictures can be added to it', () => {
  for (let pictures = 0; pictures <= 5; pictures += 1) {
    const added = Math.round((listingScore(complete) + 0.02 * pictures) * 1e6) / 1e6;
    expect(rankingScore(complete, pictures)).toBe(added);
  }
});

test('a hundred good reviews beat three fives, whatever the host answers', () => {
  const few = { ...complete, scoreSum: 15, scoreCount: 3, responseRatePercent: 100 };
  const many = { ...complete, scoreSum: 498, scoreCount: 100, responseRatePercent: 90 };
  expect(rankingScore(many, 5)).toBeGreaterThan(rankingScore(few, 5));
});
