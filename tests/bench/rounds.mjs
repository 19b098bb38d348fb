/** Those who are compared are asked in turn, round after round: what else the machine does then meets all of them. */

/** @typedef {Record<string, import('./load.mjs').Figures[]>} Rounds figures by contestant, a row of figures for each round */

/**
 * @param {Record<string, () => Promise<import('./load.mjs').Figures>>} contestants
 * @param {{ rounds: number, say(line: string): void }} how
 * @returns {Promise<Rounds>}
 */
export async function inTurn(contestants, { rounds, say }) {
  const names = Object.keys(contestants);
  const seen = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    // Each round begins with another one: who comes after whom must not matter.
    const order = [...names.slice(round % names.length), ...names.slice(0, round % names.length)];
    for (const name of order) {
      const figures = await contestants[name]();
      if (figures.asked === 0) throw new Error(`${name} answered nothing in time`);
      say(`  ${name.padEnd(24)} ${figures.perSecond.toFixed(0).padStart(7)}/s  p50 ${figures.p50.toFixed(2)} ms`);
      seen[name].push(figures);
    }
  }
  return seen;
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The median, over the rounds, of one's figure to another's of the same round. */
export const ratio = (ours, theirs, figure = 'perSecond') => median(ours.map((each, n) => each[figure] / theirs[n][figure])); // prettier-ignore

/** Medians of each figure; what went wrong is added up. @returns {import('./load.mjs').Figures} */
export function typical(rounds) {
  const figures = ['perSecond', 'p50', 'p95', 'p99'].map((name) => [name, median(rounds.map((each) => each[name]))]);
  const sums = ['notOk', 'asked'].map((name) => [name, rounds.reduce((sum, each) => sum + each[name], 0)]);
  return Object.fromEntries([...figures, ...sums]);
}
