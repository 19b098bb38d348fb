/**
 * The order in which homes are shown where none is asked for. A home's score is its mean rating with a prior, less what its listing
 * lacks and what its host leaves unanswered, and more or less by how its price compares with its city's. It says nothing of whoever asks.
 */
import { rankingMean } from './rating-mean';

export interface RankedListing {
  readonly scoreSum: number;
  readonly scoreCount: number;
  /** Characters. */
  readonly summaryLength: number;
  readonly amenities: number;
  /** Bedrooms, beds and bathrooms are all said. */
  readonly roomsKnown: boolean;
  /** Of the requests that the host got, how many were answered; null: not known. */
  readonly responseRatePercent: number | null;
  /** What a night costs before fees, by the guests that fit in; null where there is no price. */
  readonly pricePerGuest: number | null;
  /** The same of the middle home of the city; null where the city has too few homes to tell. */
  readonly localPricePerGuest: number | null;
}

export const completeSummaryLength = 100;
export const completeAmenities = 5;
/** For each of these that a listing lacks. */
export const pointsForPart = 0.05;

/** For each picture, the first so many of them. */
export const pointsForPicture = 0.02;
export const countedPictures = 5;

/** What a host who answers nobody loses. */
export const pointsForAnswers = 0.2;
/** Nobody has asked yet: like a host who mostly answers. */
export const usualResponseRatePercent = 90;

/** For half the city's price; as much less for twice of it. */
export const pointsForPrice = 0.2;

/** The score of a listing without pictures; whole millionths, so that adding points for pictures gives the same number wherever it is done. */
export function listingScore(listing: RankedListing): number {
  const { scoreSum, scoreCount, summaryLength, amenities, roomsKnown } = listing;
  const lacking = [summaryLength < completeSummaryLength, amenities < completeAmenities, !roomsKnown];
  return millionths(
    rankingMean(scoreSum, scoreCount) -
      pointsForPart * lacking.filter(Boolean).length -
      pointsForPicture * countedPictures -
      pointsForAnswers * (1 - answeredShare(listing)) +
      pointsForPrice * cheapness(listing),
  );
}

export const rankingScore = (listing: RankedListing, pictures: number): number =>
  millionths(listingScore(listing) + pointsForPicture * Math.min(pictures, countedPictures));

const answeredShare = ({ responseRatePercent }: RankedListing): number =>
  Math.min(Math.max(responseRatePercent ?? usualResponseRatePercent, 0), 100) / 100;

/** 1 at half the city's price or less, 0 at the city's price, −1 at twice of it or more. */
function cheapness({ pricePerGuest, localPricePerGuest }: RankedListing): number {
  if (!pricePerGuest || !localPricePerGuest) return 0;
  return Math.min(1, Math.max(-1, Math.log2(localPricePerGuest / pricePerGuest)));
}

const millionths = (score: number): number => Math.round(score * 1e6) / 1e6;
