import type { ImportedRatings } from '../../api/property/listing-record';
import type { CsvRow } from './csv-rows';
import { integerWithin, numberOf } from './field-values';

/**
 * A listing's scores. Files since 2021 have all of them on 0 to 5; before, the rating went to 100 and the others to 10, where no
 * rating was under 20: the rating tells which it is.
 */
export function ratingsOf(row: CsvRow): ImportedRatings | undefined {
  const count = integerWithin(row.get('number_of_reviews'), 0, 1_000_000);
  if (count === undefined) return undefined;
  const rating = numberOf(row.get('review_scores_rating'));
  const isOldScale = rating !== undefined && rating > 5;
  const part = (name: string) => score(numberOf(row.get(`review_scores_${name}`)), isOldScale ? 2 : 1);
  return {
    count,
    overall: score(rating, isOldScale ? 20 : 1),
    cleanliness: part('cleanliness'),
    accuracy: part('accuracy'),
    checkIn: part('checkin'),
    communication: part('communication'),
    location: part('location'),
    value: part('value'),
  };
}

/** 0 and what lies beyond the scale are no scores. */
function score(value: number | undefined, divisor: number): number | null {
  if (value === undefined) return null;
  const scaled = Math.round((value / divisor) * 100) / 100;
  return scaled >= 1 && scaled <= 5 ? scaled : null;
}
