/**
 * What a misspelt word was meant to be: the nearest of those that there are, by the letters that must be put in, left out, changed, or
 * swapped with their neighbour (Damerau's four slips, each place touched once).
 */

/** Short words are each other's neighbours: `casa` would be `cama`. */
export const slipsAllowed = (word: string): number => (word.length < 4 ? 0 : word.length < 8 ? 1 : 2);

/** Of two as near the first in the alphabet; null where none is near enough. */
export function nearestWord(word: string, known: readonly string[]): string | null {
  let nearest: { readonly word: string; readonly slips: number } | null = null;
  for (const candidate of [...new Set(known)].sort()) {
    const slips = slipsBetween(word, candidate);
    if (slips <= slipsAllowed(word) && slips < (nearest?.slips ?? Infinity)) nearest = { word: candidate, slips };
  }
  return nearest?.word ?? null;
}

/** The table of the distances of all beginnings, of which three rows are needed at a time. */
export function slipsBetween(one: string, other: string): number {
  const [a, b] = [[...one], [...other]];
  let before: number[] = [];
  let above = b.map((_, at) => at + 1);
  for (const [row, letter] of a.entries()) {
    const line: number[] = [];
    for (const [at, with_] of b.entries()) {
      const left = line[at - 1] ?? row + 1;
      const diagonal = at === 0 ? row : (above[at - 1] ?? 0);
      const swapped = row > 0 && at > 0 && letter === b[at - 1] && a[row - 1] === with_;
      const swap = swapped ? (at === 1 ? row - 1 : (before[at - 2] ?? 0)) + 1 : Infinity;
      line.push(Math.min((above[at] ?? 0) + 1, left + 1, diagonal + (letter === with_ ? 0 : 1), swap));
    }
    [before, above] = [above, line];
  }
  return above.at(-1) ?? a.length;
}
