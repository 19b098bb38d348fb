/** When a calendar feed is asked next. Minutes, spread by a tenth, so that feeds added together are not asked together for ever. */

const firstRetryMinutes = 5;
/** A feed that fails for long is asked this much less often than one that answers. */
const slowdownMax = 4;

/** @param failures answers in a row that were none; @param chance from 0 to 1 */
export function nextPollMinutes(pollMinutes: number, failures: number, chance: number): number {
  const spread = 0.9 + 0.2 * chance;
  if (failures === 0) return pollMinutes * spread;
  return Math.min(firstRetryMinutes * 2 ** Math.min(failures - 1, 20), pollMinutes * slowdownMax) * spread;
}
