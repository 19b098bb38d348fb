/** The mean rating that guests see, and the one that ranking uses. */

/** Below this many reviews no mean is shown: one bad day would say too much. */
export const reviewsForMean = 3;

/** Ranking pretends that every listing starts with this many reviews of this mean, so that three fives do not beat a hundred good ones. */
export interface RatingPrior {
  readonly weight: number;
  readonly mean: number;
}
export const defaultRatingPrior: RatingPrior = { weight: 10, mean: 4.7 };

/** Two digits, or null below three reviews: 5, 5, 4 is 4.67. `sum` is of whole ratings. */
export const shownMean = (sum: number, count: number): number | null =>
  count < reviewsForMean ? null : Math.round((sum * 100) / count) / 100;

/** Not rounded, for sorting: (10 × 4.7 + 14) / 13 = 4.692…. */
export const rankingMean = (sum: number, count: number, prior: RatingPrior = defaultRatingPrior): number =>
  (prior.weight * prior.mean + sum) / (prior.weight + count);
